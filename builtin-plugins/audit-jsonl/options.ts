/** @module How a trail is written. */
import type { PayloadKeys } from 'enforcecore/sdk';
import type { CheckpointOptions } from './checkpointer.ts';

/**
 * When the disk has an entry. `none`: some time; a process that dies loses what it had not written. `group`: the system
 * has it before the call goes on, the disk within 5 ms or 256 entries. `intent-sync`: calls start when the disk has their
 * intent. `each`: every entry waits for the disk.
 */
export type Durability = 'none' | 'group' | 'intent-sync' | 'each';

/** How a trail is written. */
export interface TrailOptions {
  readonly durability?: Durability | undefined;
  readonly checkpoints?: CheckpointOptions | undefined;
  /** A file of this size is closed as a segment, and another begun. */
  readonly rotateBytes?: number | undefined;
  /** The file can only grow, and closed segments cannot be changed: the attributes of the file system, where it has them. */
  readonly appendOnly?: boolean | undefined;
  /** Wraps the keys of payloads. */
  readonly payloadKeys?: PayloadKeys | undefined;
}
