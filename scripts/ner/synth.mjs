/** Makes labelled sentences out of patterns and lists. Everything is drawn from one seeded generator. */
import { ENGLISH, NEGATIVE, OTHERS } from './templates.mjs';

export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const pick = (list) => list[Math.floor(next() * list.length)];
  return { next, pick, chance: (p) => next() < p, int: (a, b) => a + Math.floor(next() * (b - a + 1)) };
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const TITLES =
  'Mr. Mrs. Ms. Dr. Prof. Mr Mrs Ms Dr Prof Professor Miss Sir Rev. Hon. Capt. Sgt. Lt. Mx. Doctor Lady Madam'.split(
    ' ',
  );
const JOBS =
  'Software Engineer|Sales Manager|Senior Analyst|Head of Marketing|Account Executive|Chief Financial Officer|VP of Engineering|Product Manager|nurse|teacher|lawyer|Attorney at Law|Project Lead|HR Director|physician|Customer Success Manager|consultant|director|Registered Nurse|Data Scientist|Office Manager|Chief of Staff|Paralegal|Accountant|journalist|actor|politician|musician|writer|footballer|painter'.split(
    '|',
  );
const PARTICLES = [
  'de',
  'da',
  'de',
  'dos',
  'del',
  'della',
  'di',
  'van',
  'von',
  'bin',
  'al',
  'el',
  'la',
  'le',
  'du',
  'ten',
  'van der',
  'van der',
  'von der',
  'von der',
  'de la',
  'de la',
  'van den',
  'de los',
  'van de',
  'ibn',
  'ben',
  'St.',
  'Van',
  'Van der',
  'Van den',
  'De',
  'De la',
  'Von',
  'Le',
  'La',
  'Di',
];
const SUFFIXES =
  'Inc LLC Ltd Corp Group Bank Systems Labs Technologies Partners Solutions Industries Media Health Energy Holdings Airlines Foods Motors Software Insurance Logistics'.split(
    ' ',
  );
const STREETS = 'Street St Avenue Ave Road Rd Lane Drive Dr Blvd Boulevard Court Way Place Square Terrace'.split(' ');

/** `held`: names and patterns for evaluation only are the other half of those for training. */
export class Synth {
  constructor(lists, { seed, usesName, usesTemplate }) {
    this.r = random(seed);
    this.lists = lists;
    const groups = [...lists.groups].filter(([, g]) => g.first.size > 0 || g.last.size > 0);
    this.pools = {};
    for (const [key, group] of groups) {
      const script = scriptOf(key);
      const first = [...group.first].filter((x) => usesName(x));
      const last = [...group.last].filter((x) => usesName(x));
      (this.pools[script] ??= []).push({ key, first, last, pairs: first.length > 0 && last.length > 0 });
    }
    this.allFirst = this.pools.latin.flatMap((g) => g.first);
    this.allLast = this.pools.latin.flatMap((g) => g.last);
    const keep = (list, kind) => list.filter((_, i) => usesTemplate(kind, i));
    this.templates = {
      en: keep(ENGLISH, 'en'),
      no: keep(NEGATIVE, 'no'),
      ...Object.fromEntries(Object.entries(OTHERS).map(([k, v]) => [k, keep(v, k)])),
    };
    this.cities = [...lists.cities.keys()].filter((x) => usesName(x) && /^\p{Lu}[\p{L}' .-]+$/u.test(x));
    this.big = this.cities.filter((x) => (lists.populations.get(x) ?? 0) > 400_000);
    this.latinCities = this.cities.filter((x) => /^[\u0020-\u024f]+$/.test(x));
    this.countries = [...lists.countries];
    this.firms = [
      ...lists.firms,
      ...'Acme Contoso Globex Initech Hooli Umbrella Stark Wayne Wonka Fabrikam Northwind Tailspin Adventure Cyberdyne Soylent Vandelay Pied-Piper Dunder-Mifflin Oscorp Nakatomi Weyland Tyrell Massive-Dynamic Monsters Sterling Bluth Krusty'
        .split(' ')
        .map((x) => x.replace('-', ' ')),
    ];
    this.nouns = [
      ...lists.words.noun,
      'meeting',
      'report',
      'invoice',
      'project',
      'account',
      'contract',
      'order',
      'issue',
      'ticket',
      'server',
      'email',
      'budget',
      'schedule',
      'deadline',
      'proposal',
      'patient',
      'refund',
      'delivery',
      'release',
      'database',
      'request',
      'response',
      'document',
      'appointment',
      'payment',
      'shipment',
      'policy',
      'review',
      'data',
      'file',
      'team',
      'session',
      'error',
      'deployment',
      'interview',
      'offer',
      'plan',
      'test results',
      'migration',
      'user',
      'login',
      'password',
      'claim',
      'lease',
    ];
    this.verbs = lists.words.verb;
    this.adjectives = lists.words.adjective;
  }

  sentence() {
    const { r } = this;
    const x = r.next();
    const language =
      x < 0.46
        ? 'en'
        : x < 0.7
          ? 'no'
          : r.pick(['es', 'fr', 'de', 'it', 'pt', 'nl', 'pl', 'sv', 'es', 'fr', 'de', 'ru', 'ru', 'zh', 'ar']);
    const list = this.templates[language];
    if (list.length === 0) return this.sentence();
    this.language = language;
    const parts = [this.fill(r.pick(list))];
    while (r.chance(0.35) && parts.length < 4) {
      const near = r.chance(0.5) ? language : r.chance(0.5) ? 'no' : 'en';
      if (this.templates[near].length === 0) break;
      this.language = near;
      parts.push(this.fill(r.pick(this.templates[near])));
    }
    return restyle(join(parts, r), r, language);
  }

  fill(template) {
    const text = choose(template, this.r);
    const pieces = [];
    let at = 0;
    for (const match of text.matchAll(/\{([A-Z][A-Z0-9]?)\}/g)) {
      pieces.push([text.slice(at, match.index)], ...this.slot(match[1]));
      at = match.index + match[0].length;
    }
    pieces.push([text.slice(at)]);
    return assemble(pieces);
  }

  pool() {
    const { r } = this;
    if (this.language === 'ru') return r.pick(this.pools.cyrillic);
    if (this.language === 'zh') return r.pick(this.pools.cjk);
    if (this.language === 'ar') return r.pick(this.pools.semitic);
    const pools = this.pools.latin;
    const own = pools.filter((p) => p.key.toLowerCase().includes(this.language));
    if (own.length && this.language !== 'en' && this.language !== 'no' && r.chance(0.7)) return r.pick(own);
    if (r.chance(0.3)) return pools.find((p) => p.key === 'world-american') ?? r.pick(pools);
    if (r.chance(0.35)) return r.pick(pools.filter((p) => p.key.startsWith('world-')));
    return r.pick(pools);
  }

  first(pool = this.pool()) {
    const { r } = this;
    if (pool.first.length === 0) return r.pick(this.scripted('first'));
    return r.pick(pool.first);
  }

  last(pool = this.pool()) {
    const { r } = this;
    let name = r.pick(pool.last.length ? pool.last : this.scripted('last'));
    const latin = /^[ -\u024f]/.test(name);
    if (latin && r.chance(0.07)) name = `${name}-${r.pick(pool.last.length ? pool.last : this.allLast)}`;
    else if (latin && r.chance(0.08)) name = `${r.pick(PARTICLES)} ${name}`;
    else if (latin && r.chance(0.03)) name = `${name} ${r.pick(pool.last.length ? pool.last : this.allLast)}`;
    else if (latin && r.chance(0.015)) name = `${r.pick(["O'", 'Mc', "D'", 'Mac', 'Al-', 'El-'])}${capital(name)}`;
    return name;
  }

  scripted(part) {
    const pools =
      this.language === 'ru'
        ? this.pools.cyrillic
        : this.language === 'zh'
          ? this.pools.cjk
          : this.language === 'ar'
            ? this.pools.semitic
            : undefined;
    if (!pools) return part === 'first' ? this.allFirst : this.allLast;
    const all = pools.flatMap((p) => p[part]);
    return all.length ? all : pools.flatMap((p) => p.first);
  }

  full() {
    const { r } = this;
    const pool = this.pool();
    const first = this.first(pool);
    if (this.language === 'zh')
      return /[\u4e00-\u9fff]/.test(first) && pool.last.length ? this.last(pool) + first : first;
    const x = r.next();
    const middle =
      x < 0.1
        ? ` ${r.pick([...'ABCDEFGHJKLMNPRSTW'])}.`
        : x < 0.13
          ? ` ${r.pick([...'ABCDEFGHJKLMNPRSTW'])}`
          : x < 0.17
            ? ` ${this.first(pool)}`
            : '';
    return `${first}${middle} ${this.last(pool)}`;
  }

  person() {
    const { r } = this;
    const x = r.next();
    if (this.language === 'zh') return [[this.full(), 'PER']];
    if (x < 0.46) return [[this.full(), 'PER']];
    if (x < 0.7) return [[this.first(), 'PER']];
    if (x < 0.8) return [[this.last(), 'PER']];
    if (x < 0.86)
      return [
        [
          `${r.pick([...'ABCDEFGHJKLMNPRSTW'])}. ${r.chance(0.2) ? `${r.pick([...'ABCDEFGHJKLMNPRSTW'])}. ` : ''}${this.last()}`,
          'PER',
        ],
      ];
    if (x < 0.88) return [[`${this.first()} ${r.pick([...'ABCDEFGHJKLMNPRSTW'])}${r.chance(0.5) ? '.' : ''}`, 'PER']];
    if (x < 0.96) return [[`${r.pick(TITLES)} `], [r.chance(0.5) ? this.full() : this.last(), 'PER']];
    return [[`${this.last()} ${this.first()}`, 'PER']];
  }

  city() {
    const { r } = this;
    return r.chance(0.55) ? r.pick(this.big) : r.pick(this.latinCities);
  }

  firm() {
    const { r } = this;
    const x = r.next();
    if (x < 0.5) return r.pick(this.firms);
    if (x < 0.62) return `${r.chance(0.5) ? this.last() : capital(r.pick(this.nouns))} ${r.pick(SUFFIXES)}`;
    if (x < 0.68)
      return `${this.last()} ${r.pick(['&', 'and'])} ${this.last()} ${r.pick(['LLP', 'Inc', 'Partners', 'Co.', 'Associates', 'LLC'])}`;
    if (x < 0.8)
      return `${capital(r.pick(this.adjectives))} ${capital(r.pick(this.nouns))}${r.chance(0.5) ? ` ${r.pick(SUFFIXES)}` : ''}`;
    if (x < 0.9)
      return (
        capital(r.pick(this.nouns)) +
        r.pick(['ly', 'ify', 'io', 'Hub', 'Soft', 'Tech', 'Cloud', 'ware', 'Pay', 'Desk', 'Base', ''])
      );
    return r.pick(this.lists.words.airline);
  }

  slot(name) {
    const { r, lists } = this;
    const word = (list) => [[r.pick(list)]];
    switch (name) {
      case 'P':
        return this.person();
      case 'F':
        return [[this.first(), 'PER']];
      case 'L':
        return [[this.last(), 'PER']];
      case 'W':
        return [[this.full(), 'PER']];
      case 'R':
        return [[`${this.last()}, ${this.first()}${r.chance(0.2) ? ` ${r.pick([...'ABCDEFGH'])}.` : ''}`, 'PER']];
      case 'C':
        return [[this.city(), 'LOC']];
      case 'S':
        return [[r.pick(this.countries), 'LOC']];
      case 'G':
        return r.chance(0.6)
          ? [[this.city(), 'LOC']]
          : r.chance(0.8)
            ? [[r.pick(this.countries), 'LOC']]
            : [[this.city(), 'LOC'], [', '], [r.pick(this.countries), 'LOC']];
      case 'T':
        return word(TITLES);
      case 'O':
        return [[this.firm()]];
      case 'K':
        return [
          [
            r.pick([
              () => r.pick(lists.words.title),
              () => r.pick(lists.words.vehicle),
              () => `${capital(r.pick(this.adjectives))} ${r.pick(lists.words.product)}`,
              () => capital(r.pick(this.nouns)) + r.pick(['', ' Pro', ' Max', ' 3', ' X', ' Cloud', ' Studio']),
              () => r.pick(lists.words.buzz),
            ])(),
          ],
        ];
      case 'J':
        return word(JOBS);
      case 'D':
        return [[this.date()]];
      case 'H':
        return [[`${r.int(1, 23)}:${String(r.int(0, 59)).padStart(2, '0')}${r.pick(['', ' am', ' PM', 'pm'])}`]];
      case 'N':
        return [[String(r.int(1, 10 ** r.int(1, 6)))]];
      case 'E':
        return [
          [
            `${r
              .pick([this.r.pick(this.allFirst), r.pick(this.nouns)])
              .toLowerCase()
              .replace(/[^a-z]/g, '')}${r.pick(['.', '_', ''])}${r
              .pick(this.allLast)
              .toLowerCase()
              .replace(
                /[^a-z]/g,
                '',
              )}@${r.pick(['gmail.com', 'example.com', 'yahoo.co.uk', 'acme.io', 'company.org'])}`,
          ],
        ];
      case 'U':
        return [
          [
            r.pick([
              `+${r.int(1, 99)} ${r.int(100, 999)} ${r.int(1000, 9999)}`,
              `(${r.int(200, 999)}) 555-${r.int(1000, 9999)}`,
              `555-${r.int(1000, 9999)}`,
            ]),
          ],
        ];
      case 'M':
        return word(MONTHS);
      case 'Y':
        return word(DAYS);
      case 'X':
        return [
          [
            r.pick([
              `#${r.int(1, 99999)}`,
              `${r.pick(['INC', 'PROJ', 'ABC', 'TCK'])}-${r.int(1, 9999)}`,
              Math.floor(r.next() * 2 ** 32).toString(16),
            ]),
          ],
        ];
      case 'B':
        return word(this.nounsHere());
      case 'B2':
        return [[capital(r.pick(this.nounsHere()))]];
      case 'BC':
        return [[r.pick(this.nouns).toUpperCase()]];
      case 'A':
        return r.chance(0.7)
          ? word(this.adjectives)
          : [
              [
                r.pick([
                  'ready',
                  'late',
                  'fine',
                  'done',
                  'great',
                  'pending',
                  'cancelled',
                  'approved',
                  'broken',
                  'closed',
                  'delayed',
                  'on time',
                  'missing',
                  'not working',
                  'overdue',
                  'complete',
                ]),
              ],
            ];
      case 'A2':
        return [[capital(r.pick(this.adjectives))]];
      case 'V':
        return r.chance(0.6)
          ? word(this.verbs)
          : [
              [
                r.pick([
                  'check',
                  'review',
                  'update',
                  'send',
                  'fix',
                  'cancel',
                  'confirm',
                  'discuss',
                  'sign',
                  'change',
                  'test',
                  'deploy',
                  'finish',
                ]),
              ],
            ];
      case 'VP':
        return word(lists.tagged.PastTense);
      case 'VN':
        return word(lists.tagged.PresentTense);
      case 'V2':
        return [[capital(r.pick(this.verbs))]];
      case 'Q':
        return [[`${r.pick(['$', '€', '£', 'USD ', ''])}${r.int(1, 9999)}${r.pick(['', '.00', ',50'])}`]];
      case 'Z':
        return [[capital(r.pick(lists.tagged.Demonym))]];
      case 'Z2':
        return [
          [
            `${r.pick([() => this.last(), () => capital(r.pick(this.nouns)), () => r.pick(['Main', 'Oak', 'Park', 'Maple', 'Church', 'High', 'Elm', 'Washington', 'Lincoln', 'Victoria', 'Martin Luther King'])])()} ${r.pick(STREETS)}`,
          ],
        ];
      case 'I':
        return [[capital(r.pick(r.chance(0.6) ? lists.words.food : lists.words.animal))]];
      default:
        throw new Error(`no slot ${name}`);
    }
  }

  nounsHere() {
    const own = this.lists.words.foreign[this.language === 'sv' ? 'nb' : this.language];
    return own?.length > 20 ? own : this.nouns;
  }

  date() {
    const { r } = this;
    return r.pick([
      () => `${r.int(1, 28)}/${r.int(1, 12)}/${r.int(1940, 2026)}`,
      () => `${r.int(1990, 2026)}-${String(r.int(1, 12)).padStart(2, '0')}-${String(r.int(1, 28)).padStart(2, '0')}`,
      () => `${r.pick(MONTHS)} ${r.int(1, 28)}, ${r.int(1950, 2026)}`,
      () => `${r.int(1, 28)} ${r.pick(MONTHS)} ${r.int(1950, 2026)}`,
      () => `${r.pick(MONTHS).slice(0, 3)} ${r.int(1, 28)}`,
    ])();
  }
}

function scriptOf(key) {
  if (/^(ru|uk|mk|lastname-ru|lastname-uk|chance-uk)/.test(key)) return 'cyrillic';
  if (/^(zh|ja|ko)/.test(key)) return 'cjk';
  if (/^(ar|he|fa|ur|ku_ckb|dv)/.test(key)) return 'semitic';
  if (/^(el|hy|ka|th|ne|bn|ta)/.test(key)) return 'other';
  return 'latin';
}

/** Takes one of each `[a|b]`, from the inside out. Brackets without a bar stay. */
function choose(template, r) {
  let text = template.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  for (;;) {
    const next = text.replace(/\[([^[\]]*)\]/, (_, inner) => {
      if (!inner.includes('|') && !/^ ?$/.test(inner)) return `\u0001${inner}\u0002`;
      return r.pick(inner.split('|'));
    });
    if (next === text) return text.replaceAll('\u0001', '[').replaceAll('\u0002', ']');
    text = next;
  }
}

function assemble(pieces) {
  let text = '';
  const spans = [];
  for (const [part, label] of pieces) {
    if (label) spans.push({ start: text.length, end: text.length + part.length, label });
    text += part;
  }
  return { text, spans };
}

function join(parts, r) {
  const pieces = [];
  for (const { text, spans } of parts) {
    if (pieces.length) pieces.push([r.pick([' ', ' ', '\n', '. ', '. ', '\n\n', '; '])]);
    let at = 0;
    for (const { start, end, label } of spans) {
      pieces.push([text.slice(at, start)], [text.slice(start, end), label]);
      at = end;
    }
    pieces.push([text.slice(at)]);
  }
  return assemble(pieces);
}

/** Some text in small letters, some in capitals, as people and forms write. */
export function restyle({ text, spans }, r, language) {
  const x = r.next();
  let styled = text;
  if (x < 0.09 && language !== 'zh') styled = text.toLowerCase();
  else if (x < 0.14) styled = text.toUpperCase();
  else if (x < 0.2)
    for (const { start, end } of spans)
      styled = styled.slice(0, start) + styled.slice(start, end).toUpperCase() + styled.slice(end);
  if (styled.length !== text.length) styled = text;
  return { text: styled, spans };
}
