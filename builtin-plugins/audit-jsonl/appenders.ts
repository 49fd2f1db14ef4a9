/** @module The appenders of this thread: one a trail, whatever the trail is called. */
import { closeSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { AuditError } from 'enforcecore/sdk';
import type { Awaitable } from 'enforcecore/sdk';
import { Appender } from './appender.ts';
import type { Durability, TrailOptions } from './options.ts';
import { openTrail } from './trail-file.ts';

const REGISTRY = Symbol.for('enforcecore.audit.appenders/2');
const shared = globalThis as { [REGISTRY]?: Map<string, Appender> };

/** From the least to the most. */
const DURABILITIES: readonly Durability[] = ['none', 'group', 'intent-sync', 'each'];

/**
 * The appender of a file. Give it back with {@link releaseAppender}. Whoever opens a file that is open already has to be
 * content with how it is written; of two sizes at which it is closed, the smaller holds.
 *
 * @throws AuditError `EC_AUDIT_OPEN`
 */
export function openAppender(path: string, options: TrailOptions = {}): Appender {
  const appenders = (shared[REGISTRY] ??= atExit(new Map<string, Appender>()));
  closeSync(openTrail(resolve(path)));
  const real = realPath(path);
  const known = appenders.get(real);
  if (known && !known.broken) {
    mustSuit(known, options);
    known.rotateBytes = Math.min(known.rotateBytes, options.rotateBytes ?? Infinity);
    known.users++;
    return known;
  }
  const appender = new Appender(real, options);
  appender.users = 1;
  appenders.set(real, appender);
  return appender;
}

export function releaseAppender(appender: Appender): Awaitable<void> {
  if (--appender.users > 0) return undefined;
  const appenders = shared[REGISTRY];
  if (appenders?.get(appender.path) === appender) appenders.delete(appender.path);
  return appender.close();
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new AuditError(`the trail cannot be opened (${why}): \`${path}\``, { code: 'EC_AUDIT_OPEN', cause });
  }
}

function mustSuit(known: Appender, wanted: TrailOptions): void {
  const { durability = known.durability, checkpoints, payloadKeys, appendOnly = false } = wanted;
  const weaker = DURABILITIES.indexOf(known.durability) < DURABILITIES.indexOf(durability);
  const wraps = payloadKeys === undefined || known.payloads.keys.provider !== undefined;
  const kept = known.appendOnly || !appendOnly;
  if (!weaker && wraps && kept && (checkpoints === undefined || known.signs(checkpoints))) return;
  throw new AuditError(`the trail is open already, and written in another way: \`${known.path}\``, {
    code: 'EC_AUDIT_OPEN',
    hint: 'open it first where it is to be most durable and to be signed, or give each its own path',
  });
}

function atExit(appenders: Map<string, Appender>): Map<string, Appender> {
  process.once('exit', () => appenders.forEach((appender) => appender.end()));
  return appenders;
}
