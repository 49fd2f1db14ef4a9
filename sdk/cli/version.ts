/** @module The version of the package, from its package.json. A bundle holds it as a constant. */
import manifest from '../../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;
