/** @module Fills templates: `{name}` is replaced by what its slot makes, and slots with a category leave a span. */

/** Ordinary noise around the values: none of it is personal. */
export const noise = (rng) => ({
  ts: () =>
    new Date(1.6e12 + rng.int(0, 1.7e8) * 1000 + rng.int(0, 999))
      .toISOString()
      .replace(/\.\d+/, (part) => (rng.chance(0.5) ? part : '')),
  ms: () => String(1.6e12 + rng.int(0, 1.7e11)),
  uuid: () => [8, 4, 4, 4, 12].map((size) => rng.chars('0123456789abcdef', size)).join('-'),
  hex: () => rng.chars('0123456789abcdef', 12),
  n: () => String(rng.int(1, 999)),
  order: () => `${rng.pick(['A', 'SO-', 'ORD', 'INV-', '#'])}${rng.int(1000, 99999)}`,
  price: () => `${rng.int(1, 400)}.${rng.digits(2)}`,
  first: () => rng.pick(['Ann', 'Ravi', 'Marta', 'Kofi', 'Li', 'Jens', 'Noor', 'Pavel', 'Aiko', 'Bea']),
  last: () => rng.pick(['Okafor', 'Smith', 'Novak', 'Garcia', 'Sato', 'Larsen', 'Haddad', 'Kim', 'Rossi', 'Silva']),
  city: () => rng.pick(['Leeds', 'Graz', 'Pune', 'Osaka', 'Lima', 'Accra', 'Malmo', 'Quito']),
});

export function fill(template, slots, kind) {
  const spans = [];
  let text = '';
  let from = 0;
  for (const { 0: whole, 1: name, index } of template.matchAll(/\{(\w+)\}/g)) {
    const slot = slots[name];
    if (slot === undefined) continue;
    text += template.slice(from, index);
    from = index + whole.length;
    const made = slot();
    const { value, category } = typeof made === 'string' ? { value: made } : made;
    if (category !== undefined) spans.push({ start: text.length, end: text.length + value.length, category });
    text += value;
  }
  return { text: text + template.slice(from), spans, kind };
}
