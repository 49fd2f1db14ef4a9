/** @module Text of a trail on a terminal. */
import type { CommandHost } from 'enforcecore/sdk';

const STEERING =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A value without what would steer a terminal, hide or reorder what is shown: a tool's name may be anybody's. */
export function visible(text: string): string {
  return text.replace(STEERING, '\ufffd');
}

const LONGEST_CELL = 200;

/** A value of an entry in a table: any JSON, short. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return visible(text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}\u2026` : text);
}

/** One JSON document in ASCII: JSON by itself may hold characters that some terminals take for commands. */
export function printAscii(host: CommandHost, value: unknown): void {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  host.stdout.write(`${JSON.stringify(value, null, 2).replace(/[\u007f-\uffff]/g, escaped)}\n`);
}
