/** @module The error of finding, admitting and loading plugins, and its codes. */
import { brandError, EnforceCoreError, registerCodes } from '../kernel/errors.ts';

/** A plugin could not be found, let in or loaded: `EC_PLUGIN_*`. */
export class PluginLoadError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

/**
 * Makes foreign text fit to stand in a message, a table or a terminal: no control or invisible characters, no
 * backticks, at most `most` characters. What a package says of itself is read before anybody has agreed to it.
 */
export function printable(text: string, most = 120): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  // Compiling the Unicode classes takes milliseconds, and nearly every text is plain.
  return PLAIN.test(cut) ? cut : cut.replace(new RegExp('[\\p{C}\\p{Zl}\\p{Zp}`]', 'gu'), '\uFFFD');
}

const PLAIN = /^[ -_a-~]*$/;

/** A refusal at discovery. `cause` is left out on purpose where it could quote the file that was read. */
export function refusal(reason: string, code = 'EC_PLUGIN_MANIFEST'): PluginLoadError {
  return new PluginLoadError(reason, { code });
}

registerCodes({
  EC_PLUGIN_MANIFEST: {
    summary: 'a package says that it is a plugin, but its package.json cannot be accepted',
    hint: 'correct the package.json as the message says, or ask its author to',
  },
  EC_PLUGIN_MISSING: {
    summary: 'a direct dependency or a folder of plugins is not there',
    hint: 'install the dependencies of the project, or correct the folder',
  },
  EC_PLUGIN_NOT_FOUND: {
    summary: 'a plugin is named that was not found',
    hint: 'install it as a direct dependency; only packages with the keyword `enforcecore-plugin` are plugins',
  },
  EC_PLUGIN_REFUSED: {
    summary: 'a plugin that is needed was refused when it was found',
    hint: 'see `cause` for why; `enforcecore plugin list` shows every refused package',
  },
  EC_PLUGIN_INACTIVE: {
    summary: 'the policy has a section whose plugin is found but not active',
    hint: 'name the plugin under `plugins:` or remove the section',
  },
  EC_SECTION_DUPLICATE: {
    summary: 'two plugins own one section of the policy',
    hint: 'deactivate one of the two plugins',
  },
  EC_PLUGIN_LOAD: {
    summary: 'the module of a plugin could not be loaded',
    hint: 'see `cause`; report it to the author of the plugin',
  },
  EC_PLUGIN_MISMATCH: {
    summary: 'a plugin is not what its package.json says',
    hint: 'name, version and sections in the code and in package.json must be equal; reinstall it or tell its author',
  },
});
