/** @module Brings a policy into one form: what the kernel knows, the sections, and the list of rules. */
import type { StandardSchema } from '../kernel/plugin.ts';
import type { PolicyFacts } from '../kernel/record.ts';
import { hashOf } from './canonical.ts';
import { located } from './document.ts';
import type { LocatedDocument } from './document.ts';
import { hoist } from './hoist.ts';
import { stem } from './load.ts';
import type { ResolvedDocument } from './load.ts';
import { mergeMaps } from './merge.ts';
import { suggestion } from './nearest.ts';
import { MOST_PROBLEMS, quote } from './problems.ts';
import type { Problem } from './problems.ts';
import { toData } from './tree.ts';
import type { MapNode, Path, TreeNode } from './tree.ts';

/** A plugin's claim to a section of the policy. */
export interface SectionOwner {
  readonly section: string;
  readonly plugin: string;
  readonly schema: StandardSchema;
  /** Other names under which the section may be written. */
  readonly aliases?: readonly string[] | undefined;
}

export interface ShapeOptions {
  /** Sections whose owners were found but are not active, with the name of the plugin. */
  readonly knownElsewhere?: ReadonlyMap<string, string> | undefined;
}

/** One rule of the list form, not yet checked. */
export interface RawRule {
  readonly value: unknown;
  /** Its place in the shaped document. */
  readonly path: Path;
}

export interface ShapedPolicy {
  readonly facts: PolicyFacts;
  /** What was written under each owned section. Sections that nobody wrote are absent. */
  readonly sections: Readonly<Record<string, { readonly value: unknown; readonly path: Path }>>;
  /** The list form's rules; absent in the map form. */
  readonly rules: readonly RawRule[] | undefined;
  readonly plugins: readonly string[];
  /** What nothing allows is denied. */
  readonly strict: boolean;
  /** The resolved document in its one form; `locate`, `format` and the paths above are of this one. */
  readonly document: LocatedDocument;
  /** All that is wrong so far. The rest of the shape is only to be used when this is empty. */
  readonly problems: readonly Problem[];
}

/** The keys that belong to no plugin. */
const KERNEL_KEYS = ['name', 'version', 'mode', 'extends', 'on_violation', 'plugins', 'rules'] as const;
const MODES = ['strict', 'monitor'] as const;
const ACTIONS = ['block', 'log', 'redact'] as const;

/**
 * Lays the layers of a policy over one another and takes the result apart. Reads both forms: `rules` as a map of
 * sections, and `rules` as a list with the sections at the top level. Throws nothing: see `problems`.
 *
 * @example
 * ```ts
 * const shaped = shape(resolveExtends(loadDocument('policy.yaml')), owners);
 * if (shaped.problems.length > 0) throw new PolicyValidationError(shaped.problems);
 * ```
 */
export function shape(
  resolved: ResolvedDocument,
  owners: readonly SectionOwner[],
  options: ShapeOptions = {},
): ShapedPolicy {
  const problems: Problem[] = [];
  const aliases = new Map(
    owners.flatMap((owner) => (owner.aliases ?? []).map((alias) => [alias, owner.section] as const)),
  );
  const layers = resolved.layers.map((layer) => hoist(layer.tree, { aliases, kernelKeys: KERNEL_KEYS, problems }));
  const tree = layers.reduceRight((base, child) => mergeMaps(child, base));
  const document = located(tree, resolved.layers[0].source);
  const reader = new Facts(document, problems);
  const facts = reader.read(resolved, layers);
  const known = new Set<string>(KERNEL_KEYS);
  const sections: Record<string, { value: unknown; path: Path }> = {};
  for (const { section } of owners) {
    known.add(section);
    const entry = tree.entries.get(section);
    if (entry) sections[section] = { value: toData(entry.value), path: [section] };
  }
  for (const problem of strangers(document, known, aliases, options.knownElsewhere ?? new Map()))
    problems.push(problem);
  const rules = readRules(document, problems);
  const plugins = reader.plugins();
  const listed = rules !== undefined && facts.mode !== 'monitor';
  return { facts, sections, rules, plugins, strict: listed || layers.some(saysStrict), document, problems };
}

function saysStrict(layer: MapNode): boolean {
  const mode = layer.entries.get('mode')?.value;
  return mode?.kind === 'scalar' && mode.value === 'strict';
}

function readRules(document: LocatedDocument, problems: Problem[]): RawRule[] | undefined {
  const node = document.tree.entries.get('rules')?.value;
  if (!node || isNull(node)) return undefined;
  if (node.kind === 'list') return node.items.map((item, i) => ({ value: toData(item), path: ['rules', i] }));
  const hint = 'write the sections as a map, or the rules as a list';
  problems.push({
    code: 'EC_POLICY_VALUE',
    message: '`rules` must be a map or a list',
    hint,
    ...document.locate(['rules']),
    path: 'rules',
  });
  return undefined;
}

function strangers(
  document: LocatedDocument,
  known: ReadonlySet<string>,
  aliases: ReadonlyMap<string, string>,
  elsewhere: ReadonlyMap<string, string>,
): Problem[] {
  const problems: Problem[] = [];
  for (const key of document.tree.entries.keys()) {
    if (known.has(key)) continue;
    if (problems.length >= MOST_PROBLEMS) break;
    const where = { ...document.locateKey([key]), path: document.format([key]) };
    const plugin = elsewhere.get(key);
    if (plugin !== undefined) {
      const hint = `name the plugin: \`plugins: [${plugin}]\`, or remove the section`;
      problems.push({ code: 'EC_POLICY_SECTION_UNOWNED', message: `no active plugin owns \`${key}\``, hint, ...where });
      continue;
    }
    const hint = suggestion(key, [...known, ...aliases.keys(), ...elsewhere.keys()]);
    problems.push({
      code: 'EC_POLICY_UNKNOWN_KEY',
      message: `the key ${quote(where.path)} is not known`,
      hint,
      ...where,
    });
  }
  return problems;
}

function isNull(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** Reads the kernel's own keys. */
class Facts {
  readonly #document: LocatedDocument;
  readonly #problems: Problem[];

  constructor(document: LocatedDocument, problems: Problem[]) {
    this.#document = document;
    this.#problems = problems;
  }

  read(resolved: ResolvedDocument, layers: readonly MapNode[]): PolicyFacts {
    const name = this.#name(resolved, layers);
    const version = this.#version();
    const mode = this.#oneOf('mode', MODES);
    const onViolation = this.#oneOf('on_violation', ACTIONS) ?? 'block';
    const { extends: _base, ...rest } = this.#document.data;
    const hash = hashOf({ ...rest, name, version, on_violation: onViolation, plugins: this.plugins(false) });
    return { name, version, mode, onViolation, hash };
  }

  plugins(report = true): string[] {
    const node = this.#document.tree.entries.get('plugins')?.value;
    if (!node || isNull(node)) return [];
    const names = toData(node);
    const fine = Array.isArray(names) && names.every((name) => typeof name === 'string' && name.trim() !== '');
    if (fine) return names as string[];
    if (report) this.#refuse('plugins', '`plugins` must be a list of names');
    return [];
  }

  /** A name that is written wins; then the name of the outermost file; then that of a base. */
  #name(resolved: ResolvedDocument, layers: readonly MapNode[]): string {
    const own = layers[0]?.entries.get('name')?.value;
    const { file, folder } = resolved.layers[0].source;
    if (!own && file !== undefined && folder !== undefined) return stem(file);
    const node = own ?? this.#document.tree.entries.get('name')?.value;
    const hint = 'write `name: my-policy`';
    if (!node) return this.#refuse('name', 'the policy has no name', hint, 'EC_POLICY_NAME');
    const name = toData(node);
    if (typeof name !== 'string')
      return this.#refuse('name', 'the name of the policy must be a text', 'put it in quotes', 'EC_POLICY_NAME');
    if (name.trim() === '') return this.#refuse('name', 'the name of the policy is blank', hint, 'EC_POLICY_NAME');
    // oxlint-disable-next-line no-control-regex
    if (name.length > LONGEST_NAME || /[\u0000-\u001f\u007f]/.test(name)) {
      return this.#refuse(
        'name',
        `the name of the policy must be one line of at most ${LONGEST_NAME} characters`,
        undefined,
        'EC_POLICY_NAME',
      );
    }
    return name;
  }

  #version(): string {
    const node = this.#document.tree.entries.get('version')?.value;
    if (!node || isNull(node)) return '1.0';
    const version = toData(node);
    if (typeof version === 'string' && version.trim() !== '') return version;
    // 1.10 without quotes is the number 1.1: a version that is not what was written must not reach the trail.
    return this.#refuse('version', '`version` must be a non-empty text', 'put it in quotes: `version: "1.0"`');
  }

  #oneOf<const T extends string>(key: string, allowed: readonly T[]): T | undefined {
    const node = this.#document.tree.entries.get(key)?.value;
    if (!node || isNull(node)) return undefined;
    const value = toData(node);
    if (allowed.includes(value as T)) return value as T;
    const found = typeof value === 'string' ? `, not ${quote(value)}` : '';
    const hint = typeof value === 'string' ? suggestion(value, allowed) : undefined;
    this.#refuse(key, `\`${key}\` must be one of ${allowed.map((item) => `\`${item}\``).join(', ')}${found}`, hint);
    return undefined;
  }

  #refuse(key: string, message: string, hint?: string, code = 'EC_POLICY_VALUE'): string {
    this.#problems.push({ code, message, hint, ...this.#document.locate([key]), path: key });
    return '';
  }
}

const LONGEST_NAME = 256;
