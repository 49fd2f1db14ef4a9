/** @module The YAML library, loaded when the first document is read: a policy may well be an object. */
import type * as Yaml from 'yaml';
import { loadLater } from '../kernel/runtime.ts';

let library: typeof Yaml | undefined;

export function yaml(): typeof Yaml {
  return (library ??= loadLater<typeof Yaml>(import.meta.url, './yaml.cjs', 'yaml'));
}
