/**
 * Writes builtin-plugins/pii/recognizers/phone-plans-data.ts: the numbering plans of all countries, from the metadata of
 * libphonenumber-js (MIT), which come from Google's libphonenumber (Apache-2.0).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (name) =>
  JSON.parse(readFileSync(new URL(`../node_modules/libphonenumber-js/${name}`, import.meta.url), 'utf8'));
const { countries, country_calling_codes: codes, nonGeographic } = read('metadata.min.json');
const { version } = read('package.json');
const nanpTypes = read('metadata.max.json').countries;

const unique = (values) => [...new Set(values)];

/** Every way in which the groups of a format can be long: `(\d{2,3})(\d{4})` is 2-4 and 3-4. */
function lengthsOf(pattern) {
  let ways = [[]];
  for (const [, group] of pattern.matchAll(/\(([^)]*)\)/g)) {
    const atoms = [...group.matchAll(/(?:\\d|\[[^\]]*\]|\d)(?:\{(\d+)(?:,(\d+))?\})?/g)];
    const least = atoms.reduce((sum, [, from]) => sum + Number(from ?? 1), 0);
    const most = atoms.reduce((sum, [, from, to]) => sum + Number(to ?? from ?? 1), 0);
    const sizes = Array.from({ length: most - least + 1 }, (_, i) => least + i);
    ways = ways.flatMap((way) => sizes.map((size) => [...way, size]));
  }
  return ways;
}

/** How the numbers of a country are grouped at home; a `t` says that the number is led by the trunk prefix. */
function shapesOf([, , , , formats, prefix, rule]) {
  const shapes = [];
  for (const [pattern, format, , ownRule] of formats || []) {
    const led = (ownRule ?? rule) ? format.replace(/\$1/, (ownRule || rule || '$1').replaceAll('$NP', prefix)) : format;
    for (const way of lengthsOf(pattern)) {
      const written = led.replace(/\$(\d)/g, (_, i) => 'd'.repeat(way[i - 1] ?? 0));
      const groups = written.match(/[d\d]+/g) ?? [];
      if (groups.length < 2 || groups.some((group) => group.length > 9)) continue;
      const trunk = prefix && written.replace(/\D*/, '').replace(/^\(/, '').startsWith(prefix);
      shapes.push((trunk ? 't' : '') + groups.map((group) => group.length).join(''));
    }
  }
  return shapes;
}

const regionsOf = (code) => (nonGeographic[code] ? [nonGeographic[code]] : codes[code].map((r) => countries[r]));

const lines = unique([...Object.keys(codes), ...Object.keys(nonGeographic)])
  .sort()
  .map((code) => {
    const regions = regionsOf(code);
    const pattern = code === '1' ? '[2-9]\\d{9}' : unique(regions.map((region) => region[2])).join('|');
    const lengths = code === '1' ? [10] : unique(regions.flatMap((region) => region[3])).sort((a, b) => a - b);
    const shapes = code === '1' || nonGeographic[code] ? [] : unique(regions.flatMap(shapesOf)).sort();
    return [code, regions[0][5] || '', lengths.join(','), shapes.join(','), pattern].join(' ');
  });

/** The area codes of North America that were given out, as 800 bits: 200 to 999. */
function areaCodes() {
  const patterns = codes['1'].flatMap((region) => (nanpTypes[region][11] ?? []).filter(Boolean).map(([p]) => p));
  const pattern = new RegExp(`^(?:${unique(patterns).join('|')})$`);
  const exchanges = Array.from({ length: 800 }, (_, i) => 200 + i);
  const given = (area) => exchanges.some((exchange) => pattern.test(`${area}${exchange}1234`));
  let hex = '';
  for (let area = 200; area < 1000; area += 4) {
    let bits = 0;
    for (let i = 0; i < 4; i++) if (given(area + i)) bits |= 1 << i;
    hex += bits.toString(16);
  }
  return hex;
}

const text = `/**
 * @module The numbering plans of all countries. Written by scripts/generate-phone-plans.mjs from libphonenumber-js ${version}
 * (MIT), whose metadata are those of Google's libphonenumber (Apache-2.0).
 */

/** A line a calling code: the code, the trunk prefix, lengths, groupings at home (\`t\`: with trunk prefix), a pattern. */
export const PHONE_PLANS = String.raw\`
${lines.join('\n')}\`;

/** The area codes of North America, 200 to 999, four a hex digit, the lowest bit first. */
export const AREA_CODES =
  '${areaCodes()
    .match(/.{1,100}/g)
    .join("' +\n  '")}';
`;
writeFileSync(fileURLToPath(new URL('../builtin-plugins/pii/recognizers/phone-plans-data.ts', import.meta.url)), text);
