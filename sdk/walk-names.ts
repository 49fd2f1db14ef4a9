/** @module New names of properties, told apart where they meet. */

/** New names, with those that met another one told apart. Names that did not change keep theirs. */
export function apart(old: readonly string[], names: readonly string[]): string[] {
  const used = new Set(old.filter((name, i) => name === names[i]));
  const taken = new Map<string, number>();
  return names.map((wanted, i) => {
    if (wanted === old[i]) return wanted;
    let name = wanted;
    while (used.has(name)) name = suffixed(wanted, taken);
    used.add(name);
    return name;
  });
}

export function suffixed(name: string, taken: Map<string, number>): string {
  const count = (taken.get(name) ?? 1) + 1;
  taken.set(name, count);
  return `${name}#${count}`;
}
