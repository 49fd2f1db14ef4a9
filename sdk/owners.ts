/** @module Who owns which section of a policy, as far as that is known before plugins are loaded. */
import type { StandardSchema } from '../kernel/plugin.ts';
import { outline } from '../policies/load.ts';
import type { ResolvedDocument } from '../policies/load.ts';
import type { SectionOwner } from '../policies/shape.ts';
import { catalogOf, ownersOfPlugin } from './catalog.ts';
import type { PolicyOptions } from './policy-types.ts';
import { settings } from './settings.ts';
import { toPlugin } from './spec-plugins.ts';

/**
 * The owners of a policy's sections. A section of an installed package that is named but not imported yet is taken as
 * it is, and judged when the package is.
 */
export function knownOwners(document: ResolvedDocument, options: PolicyOptions): readonly SectionOwner[] {
  const catalog = catalogOf(options.projectDir);
  const inCode = ownersInCode(options);
  const named = [
    ...outline(document).plugins,
    ...settings.plugins,
    ...(options.plugins ?? []).filter((one) => typeof one === 'string'),
  ];
  const owners = new Map<string, SectionOwner>();
  for (const found of catalog.covering(named)) {
    if (found.problem || found.trusted || !named.includes(found.name) || catalog.ready(found)) continue;
    for (const section of found.sections) owners.set(section, { section, plugin: found.name, schema: ANYTHING });
  }
  for (const owner of [...catalog.owners(), ...inCode]) owners.set(owner.section, owner);
  return [...owners.values()];
}

/** The sections of installed plugins, named or not: an error can then say whom to name. */
export function installedSections({ projectDir }: PolicyOptions): ReadonlyMap<string, string> {
  const sound = catalogOf(projectDir).all.filter(({ problem }) => !problem);
  return new Map(sound.flatMap(({ name, sections }) => sections.map((section) => [section, name] as const)));
}

/** The owners among the plugins given in code. */
export function ownersInCode({ plugins = [] }: PolicyOptions): readonly SectionOwner[] {
  return plugins.flatMap((one) => {
    const plugin = typeof one === 'string' ? undefined : toPlugin(one);
    return plugin ? ownersOfPlugin(plugin) : [];
  });
}

const ANYTHING: StandardSchema = {
  '~standard': { version: 1, vendor: 'enforcecore', validate: (value) => ({ value }) },
};
