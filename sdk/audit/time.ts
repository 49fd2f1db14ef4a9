/** @module The time as entries spell it. */

let anchor = 0;
let millisecond = 0;
let prefix = '';
const MICROS = Array.from({ length: 1000 }, (_, micros) => `${String(micros).padStart(3, '0')}+00:00`);

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
  const whole = Math.floor(at);
  if (whole !== millisecond) {
    millisecond = whole;
    prefix = new Date(whole).toISOString().slice(0, 23);
  }
  return prefix + MICROS[Math.floor((at - whole) * 1000)];
}
