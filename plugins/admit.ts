/** @module Decides which of the plugins that were found run. */
import type { Found } from './discover.ts';
import { PluginLoadError, printable } from './errors.ts';
import { nearest } from './nearest.ts';

/** What the code, the configuration and the policy ask for. */
export interface Wanted {
  /** Names from code, from the config file, and from `plugins:` in the policy. */
  readonly named: readonly string[];
  /** The sections present in the policy document. */
  readonly sections: readonly string[];
  /** Replaces the plugins that are on by themselves. */
  readonly defaults?: readonly string[] | undefined;
}

/** Who runs, who does not, and why. Trusted first, then by name, whatever the order of what came in. */
export interface Admission {
  readonly active: readonly Found[];
  readonly inactive: readonly { readonly found: Found; readonly why: string }[];
  readonly refused: readonly { readonly name: string; readonly code: string; readonly why: string }[];
}

/**
 * Decides which plugins run: those named; those of a trusted root that own a section of the policy; those of a trusted
 * root that are on by themselves. Pure. Every problem is reported in one error, with the code of the first.
 *
 * @throws PluginLoadError `EC_PLUGIN_NOT_FOUND` for a name nobody has; `EC_PLUGIN_REFUSED` for a plugin that is needed
 *   and was refused, which any plugin of a trusted root is unless `defaults` is given, since it might be one that is on by
 *   itself; `EC_PLUGIN_INACTIVE` for a section whose owner is not active; `EC_SECTION_DUPLICATE` for two owners of one
 * @example
 * ```ts
 * const { active } = admit(found, { named: ['enforcecore-office-hours'], sections: ['denied_tools'] });
 * ```
 */
export function admit(found: readonly Found[], wanted: Wanted): Admission {
  const sorted = found.toSorted(byTrustAndName);
  const sound = sorted.filter((one) => !one.problem);
  const asked = new Set([...wanted.named, ...(wanted.defaults ?? [])]);
  const sections = new Set(wanted.sections);
  // A caller who replaces the list of defaults may have somebody else do what a room of a trusted root does.
  const replaced = new Set(
    wanted.defaults ? sound.filter(({ name }) => asked.has(name)).flatMap((one) => one.sections) : [],
  );
  const isActive = (one: Found): boolean =>
    asked.has(one.name) ||
    (one.trusted &&
      (one.sections.some((name) => sections.has(name) && !replaced.has(name)) || (one.default && !wanted.defaults)));
  const active = sound.filter(isActive);
  const problems = [
    ...unmet(asked, sorted),
    ...(wanted.defaults ? [] : brokenTrust(sorted, asked)),
    ...sharedSections(wanted.defaults ? active : sound, new Set(active)),
    ...idleOwners(sections, sound, active),
  ];
  if (problems.length > 0) throw combined(problems);
  return {
    active,
    inactive: sound.filter((one) => !isActive(one)).map((one) => ({ found: one, why: whyInactive(one, wanted) })),
    refused: sorted.flatMap(({ name, problem }) =>
      problem ? [{ name, code: problem.code, why: problem.message }] : [],
    ),
  };
}

/**
 * Who owns which section of the policy document. Refused packages own nothing, and a package from a trusted root comes
 * before one that is merely installed. Give it `admission.active` to have only the owners that run.
 */
export function ownersOf(found: readonly Found[]): ReadonlyMap<string, Found> {
  const owners = new Map<string, Found>();
  for (const one of found.toSorted(byTrustAndName)) {
    if (one.problem) continue;
    for (const section of one.sections) if (!owners.has(section)) owners.set(section, one);
  }
  return owners;
}

function byTrustAndName(a: Found, b: Found): number {
  if (a.trusted !== b.trusted) return a.trusted ? -1 : 1;
  const [x, y] = a.name === b.name ? [a.dir, b.dir] : [a.name, b.name];
  return x < y ? -1 : x > y ? 1 : 0;
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Names that nobody has, or only a package that was refused. */
function unmet(asked: ReadonlySet<string>, found: readonly Found[]): readonly Problem[] {
  const sound = new Set(found.filter((one) => !one.problem).map((one) => one.name));
  return [...asked].toSorted().flatMap((name): readonly Problem[] => {
    if (sound.has(name)) return [];
    const broken = found.find((one) => one.name === name);
    if (broken) return [isRefused(broken)];
    const meant = nearest(name, sound);
    const message = `plugin \`${printable(name)}\` was not found`;
    return [{ code: 'EC_PLUGIN_NOT_FOUND', message: meant ? `${message}, did you mean \`${meant}\`?` : message }];
  });
}

/** INVARIANT: a protection that is on by itself cannot vanish because its package.json was damaged. */
function brokenTrust(found: readonly Found[], asked: ReadonlySet<string>): readonly Problem[] {
  return found.filter((one) => one.trusted && one.problem && !asked.has(one.name)).map(isRefused);
}

function isRefused({ name, problem }: Found): Problem {
  return {
    code: 'EC_PLUGIN_REFUSED',
    message: `plugin \`${name}\` was refused: ${problem?.message ?? ''}`,
    cause: problem,
  };
}

/** What is merely installed claims nothing, or a new dependency could stop every enforcer by its package.json alone. */
function sharedSections(sound: readonly Found[], active: ReadonlySet<Found>): readonly Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const one of sound) {
    if (!one.trusted && !active.has(one)) continue;
    for (const section of one.sections) {
      const other = owners.get(section);
      if (other === undefined) owners.set(section, one.name);
      else
        problems.push({
          code: 'EC_SECTION_DUPLICATE',
          message: `the policy section \`${section}\` is owned by \`${other}\` and \`${one.name}\``,
        });
    }
  }
  return problems;
}

function idleOwners(
  sections: ReadonlySet<string>,
  sound: readonly Found[],
  active: readonly Found[],
): readonly Problem[] {
  const owned = ownersOf(active);
  return [...sections].toSorted().flatMap((section): readonly Problem[] => {
    const idle = owned.has(section)
      ? []
      : sound.filter((one) => one.sections.includes(section)).map(({ name }) => name);
    if (idle.length === 0) return [];
    const message = `the policy section \`${section}\` belongs to \`${idle.join('` or `')}\`, which is not active`;
    const hint = `write \`plugins: [${idle.join(']` or `plugins: [')}]\` in the policy or the config, or remove the section`;
    return [{ code: 'EC_PLUGIN_INACTIVE', message, hint }];
  });
}

function combined(problems: readonly Problem[]): PluginLoadError {
  const [first] = problems as readonly [Problem];
  const hints = [...new Set(problems.flatMap(({ hint }) => hint ?? []))];
  return new PluginLoadError(problems.map(({ message }) => message).join('; '), {
    code: first.code,
    hint: hints.length > 0 ? hints.join('; ') : undefined,
    cause: problems.find(({ cause }) => cause !== undefined)?.cause,
  });
}

function whyInactive(one: Found, wanted: Wanted): string {
  if (!one.trusted) return `found, but not named: write \`plugins: [${one.name}]\``;
  if (one.default && wanted.defaults) return 'left out of the list of plugins that are on by themselves';
  if (one.sections.length === 0) return `not named: write \`plugins: [${one.name}]\``;
  return `the policy has none of its sections: \`${one.sections.join('`, `')}\``;
}
