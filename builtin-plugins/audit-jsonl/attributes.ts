/** @module The append-only and the immutable attribute of files, where the file system and the rights allow them. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { registerCodes } from 'enforcecore/sdk';

registerCodes({
  EC_AUDIT_APPEND_ONLY: {
    summary: 'the trail could not be made append-only',
    hint: 'it needs Linux, `chattr`, a file system with attributes, and CAP_LINUX_IMMUTABLE; the trail is written without',
  },
});

/** Not looked for along `PATH`: whoever can set that would be run with our rights. */
const PROGRAMS = ['/usr/bin/chattr', '/bin/chattr', '/sbin/chattr', '/usr/sbin/chattr'];
const PATIENCE_MS = 5000;
let warned = false;

/**
 * `+a`: the file can only grow, and keeps its name. `+i`: it cannot be changed, renamed or removed at all.
 *
 * @param path - absolute
 * @returns whether it has the attribute now; where not, a warning is emitted once
 */
export function protect(path: string, attribute: '+a' | '+i'): boolean {
  const failure = change(path, attribute);
  if (failure === undefined) return true;
  if (!warned)
    process.emitWarning(`the trail could not be made append-only (${failure}): \`${path}\``, {
      type: 'EnforceCoreWarning',
      code: 'EC_AUDIT_APPEND_ONLY',
    });
  warned = true;
  return false;
}

/** Takes both attributes away. False where that is not possible. */
export function unprotect(path: string): boolean {
  return change(path, '-ia') === undefined;
}

/** Does what an attribute may forbid: when it does, the attribute is taken away first, and `after` is given back. */
export function despiteAttributes<T>(path: string, body: () => T, after?: '+a'): T {
  try {
    return body();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM' || !unprotect(path)) throw error;
    try {
      return body();
    } finally {
      if (after !== undefined) protect(path, after);
    }
  }
}

function change(path: string, attribute: string): string | undefined {
  const program = PROGRAMS.find((one) => existsSync(one));
  if (program === undefined) return 'there is no chattr';
  try {
    execFileSync(program, [attribute, path], { timeout: PATIENCE_MS, stdio: 'ignore', env: {} });
    return undefined;
  } catch (error) {
    const { code, status } = error as NodeJS.ErrnoException & { status?: number };
    return code ?? `chattr ended with ${status ?? 'a signal'}`;
  }
}
