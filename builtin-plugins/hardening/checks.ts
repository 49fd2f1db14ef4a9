/** @module The checks of names and sizes, for use without an enforcer. */
import { looksLikeAscii, measureBytes } from 'enforcecore/sdk';
import { HardeningError, InputTooLargeError, InvalidToolNameError } from './errors.ts';

/** Longest tool name, in characters (code points). */
export const MAX_TOOL_NAME_LENGTH = 256;
/** Largest input unless another limit is given, in bytes. */
export const MAX_INPUT_SIZE_BYTES = 10_485_760;
/** The smallest limit on input that makes sense, in bytes. */
export const MIN_INPUT_LIMIT_BYTES = 64;

const NAME = /^[\p{L}\p{N}_.\-:<>]+$/u;

/**
 * Checks a tool name, and gives it back without the spaces around it.
 *
 * @throws InvalidToolNameError `EC_TOOL_NAME_INVALID` when it is empty, longer than 256 characters, or has others than
 * letters and digits of any script and `_ . - : < >`
 * @example
 * ```ts
 * validateToolName('  search_web '); // 'search_web'
 * ```
 */
export function validateToolName(name: string): string {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new InvalidToolNameError(problem, { code: 'EC_TOOL_NAME_INVALID' });
  return name.trim();
}

/** What is wrong with a name, as a sentence; the name itself is not repeated. */
function nameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'a tool name must be a string';
  // `trim` takes a byte order mark for a space. It is invisible, like those that are refused in the middle.
  if (name.includes('\ufeff')) return 'a tool name must have only letters, digits and `_ . - : < >`';
  const trimmed = name.trim();
  if (trimmed === '') return 'a tool name must not be empty';
  // A code point is at most two code units: what is longer than that need not be counted.
  if (trimmed.length > 2 * MAX_TOOL_NAME_LENGTH || [...trimmed].length > MAX_TOOL_NAME_LENGTH)
    return `a tool name must have at most ${MAX_TOOL_NAME_LENGTH} characters`;
  if (!NAME.test(trimmed)) return 'a tool name must have only letters, digits and `_ . - : < >`';
  return undefined;
}

/** {@link nameProblem}, and names that pass for an ASCII name without being one. */
export function callNameProblem(name: unknown): string | undefined {
  const problem = nameProblem(name);
  if (problem !== undefined) return problem;
  return looksLikeAscii(name as string) ? 'the tool name has characters that pass for others' : undefined;
}

/**
 * Checks the size of arguments: the bytes of all strings, keys and binary data in them, at any depth. Numbers count
 * nothing.
 *
 * @param args - the arguments by position
 * @param maxBytes - limit in bytes, at least 64; 10 MiB by default
 * @throws InputTooLargeError `EC_INPUT_TOO_LARGE` above the limit
 * @throws HardeningError `EC_INPUT_LIMIT_INVALID` for a limit that is no whole number of at least 64
 * @example
 * ```ts
 * checkInputSize(['hello', { k: 'value' }]); // undefined: 11 bytes are fine
 * checkInputSize(['x'.repeat(100)], 64); // throws EC_INPUT_TOO_LARGE
 * ```
 */
export function checkInputSize(args: readonly unknown[], maxBytes: number = MAX_INPUT_SIZE_BYTES): void {
  if (!Number.isInteger(maxBytes) || maxBytes < MIN_INPUT_LIMIT_BYTES) {
    throw new HardeningError('the limit on the input size must be a whole number of at least 64 bytes', {
      code: 'EC_INPUT_LIMIT_INVALID',
    });
  }
  if (measureBytes(args, maxBytes) > maxBytes)
    throw new InputTooLargeError(`the input is larger than ${maxBytes} bytes`, { code: 'EC_INPUT_TOO_LARGE' });
}
