/** @module The time as entries spell it. */

let anchor = 0;
let second = 0;
let prefix = '';

/**
 * Now, as entries spell it: ISO 8601, UTC, microseconds. Follows the wall clock, also when it is set.
 *
 * @example
 * ```ts
 * auditTimestamp().length; // 32: 2026-03-01T00:00:01.000000+00:00
 * ```
 */
export function auditTimestamp(): string {
  const wall = Date.now();
  let at = performance.now() + anchor;
  if (at < wall - 1 || at > wall + 2) {
    anchor += wall - at;
    at = wall;
  }
  const micros = Math.floor(at * 1000);
  const whole = Math.floor(micros / 1_000_000);
  if (whole !== second) {
    second = whole;
    prefix = new Date(whole * 1000).toISOString().slice(0, 20);
  }
  return `${prefix}${String(micros - whole * 1_000_000).padStart(6, '0')}+00:00`;
}
