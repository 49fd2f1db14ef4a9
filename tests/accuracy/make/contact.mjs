/** @module Values of e-mail addresses, phones, IP and MAC addresses, URLs and times, each with the words it is named by. */
import { getCountries, getExampleNumber, parsePhoneNumberWithError as parsePhone } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';

const SURNAMES = [
  'smith',
  'garcia',
  'nguyen',
  'oconnor',
  'mueller',
  'kowalski',
  'tanaka',
  'ibrahim',
  'dasilva',
  'virtanen',
];
const GIVEN = ['ann', 'jose', 'linh', 'sean', 'petra', 'ewa', 'yuki', 'omar', 'rui', 'aino', 'x', 'dr'];
const HOSTS = [
  'example',
  'gmail',
  'acme-corp',
  'mail.uni-graz',
  'a1',
  'big.co-op',
  'web.de-mail',
  'proton',
  'x--y',
  '7eleven',
  'mx.eu.northwind',
];
const TLDS = [
  'com',
  'org',
  'net',
  'io',
  'co.uk',
  'de',
  'museum',
  'photography',
  'dev',
  'app',
  'ai',
  'com.br',
  'xn--p1ai',
  'travel',
  'info',
  'edu',
  'cloud',
  'in',
  'jp',
  'zip',
];
const WHOLE = [
  "o'neil@example.ie",
  'user+tag+more@example.com',
  'x@y.co',
  'first.last@sub.sub2.example.com',
  'UPPER.CASE@EXAMPLE.COM',
  '1234567890@example.com',
  '_______@example.com',
  'a_b-c.d+e@ex-ample.org',
  'info@m\u00fcnchen.de',
  '\u7528\u6237@\u4f8b\u5b50.\u516c\u53f8',
  'jos\u00e9.garc\u00eda@correo.es',
  'pelle@\u00e5rsta.example.se',
  'info@xn--mnchen-3ya.de',
  'a!b#c$d@example.net',
  'service/dept=it@example.com',
  '\u0438\u0432\u0430\u043d@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444',
  'very.long.local.part.that.goes.on.and.on.for.sixty.characters.ok@a.example.com',
  'test.email-with-dash@example-one.com',
  'n@nn.nn.de',
  'me@[192.0.2.1].example.com'.replace('[192.0.2.1].', ''),
  'Ren\u00e9@example.fr',
];

export function* emails(rng) {
  for (const value of WHOLE) yield { value };
  for (let at = 0; at < 430; at += 1) {
    const [given, surname] = [rng.pick(GIVEN), rng.pick(SURNAMES)];
    const local = rng.pick([
      `${given}.${surname}`,
      `${given}${rng.int(1, 99)}`,
      `${given[0]}_${surname}`,
      `${given}-${surname}+${rng.pick(['news', '2024', 'a.b'])}`,
      `${surname}${rng.digits(4)}`,
      `${given[0].toUpperCase()}.${surname.toUpperCase()}`,
      `${given}.${rng.chars('abcdefgh', 1)}.${surname}`,
    ]);
    yield { value: `${local}@${rng.pick(HOSTS)}.${rng.pick(TLDS)}` };
  }
}

const ways = {
  e164: (phone) => phone.number,
  international: (phone) => phone.formatInternational(),
  dashes: (phone) => phone.formatInternational().replace(/ /g, '-'),
  dots: (phone) => phone.formatInternational().replace(/[ -]/g, '.'),
  zeros: (phone) => phone.formatInternational().replace('+', '00'),
  bracketed: (phone) => phone.formatInternational().replace(/^(\+\d+)/, '($1)'),
  trunk: (phone) => phone.formatInternational().replace(/^(\+\d+) /, '$1 (0)'),
  nbsp: (phone) => phone.formatInternational().replace(/ /g, '\u00a0'),
};

/** Two numbers of every region: the example and one with other last digits that the metadata still calls valid. */
export function* phones(rng) {
  for (const region of getCountries()) {
    const example = getExampleNumber(region, examples);
    if (example === undefined) continue;
    const other = variant(rng, example);
    const trunked = ['GB', 'DE', 'AT', 'FR', 'NL', 'SE', 'AU', 'CH', 'BE', 'TR', 'UA', 'ZA'].includes(region);
    const way = rng.pick(Object.keys(ways).filter((name) => name !== 'trunk'));
    yield { value: ways[rng.pick(['e164', 'international'])](example) };
    yield { value: ways[way](other), kind: way };
    yield { value: example.formatNational(), needs: true, kind: 'national' };
    yield { value: other.nationalNumber, needs: true, kind: 'digits' };
    // Six digits by themselves are no phone to anybody.
    if (other.nationalNumber.length > 6 && /[ ()-]/.test(other.formatNational()))
      yield { value: other.formatNational(), kind: 'national-free' };
    if (trunked) yield { value: ways.trunk(other), kind: 'trunk' };
    if (rng.chance(0.3))
      yield {
        value: ways.e164(other),
        template: rng.pick([
          '<a href="tel:{v}">call</a>',
          'tel:{v};ext=12',
          'Contact: <tel:{v}>',
          'wa.me link and tel:{v}',
        ]),
        kind: 'rfc3966',
      };
  }
  for (let at = 0; at < 90; at += 1) yield { value: american(rng), kind: 'nanp' };
}

function variant(rng, example) {
  for (let tries = 0; tries < 40; tries += 1) {
    const phone = parsePhone(example.number.slice(0, -4) + rng.digits(4));
    if (phone.isValid()) return phone;
  }
  return example;
}

function american(rng) {
  const area = rng.pick(['212', '415', '303', '617', '404', '206', '312', '786', '512', '702', '555']);
  const [mid, end] = [`${rng.int(2, 9)}${rng.digits(2)}`, rng.digits(4)];
  const mark = rng.pick(['-', '.', ' ']);
  return rng.pick([
    `(${area}) ${mid}-${end}`,
    `(${area})${mid}-${end}`,
    `${area}${mark}${mid}${mark}${end}`,
    `+1 ${area} ${mid} ${end}`,
    `1-${area}-${mid}-${end}`,
    `+1 (${area}) ${mid}-${end}`,
    `+1${area}${mid}${end}`,
    `${area}/${mid}-${end}`,
  ]);
}

const hextets = (rng, count) => Array.from({ length: count }, () => rng.int(0x10, 0xffff).toString(16));
const octets = (rng) =>
  [rng.pick([10, 172, 192, 203, 8, 51, 100, 185, 223, 1]), rng.int(0, 255), rng.int(0, 255), rng.int(1, 254)].join('.');

export function* ips(rng) {
  const around = [
    'http://{v}:8080/health',
    '{v}:443',
    '{v}/24',
    'ssh root@{v}',
    'ping {v}',
    '{v}, 10.0.0.{n}'.replace(', 10.0.0.{n}', ''),
    'X-Forwarded-For: {v}',
    '{v} - - [10/Oct/2023:13:55:36 +0000] "GET / HTTP/1.1" 200 2326',
    'from {v} port 52144 ssh2',
    'inet {v} netmask',
    'server {v};',
    'allow {v}.',
    'client={v}|',
    '{v}->',
    'host[{v}]',
  ];
  for (let at = 0; at < 220; at += 1)
    yield { value: octets(rng), kind: 'v4', ...(at % 2 ? { template: rng.pick(around) } : {}) };
  for (const value of ['127.0.0.1', '0.0.0.0', '255.255.255.255', '8.8.8.8', '1.1.1.1', '192.168.0.1'])
    yield { value, kind: 'v4' };
  const six = [
    '[{v}]:443',
    'http://[{v}]/',
    '{v}/64',
    'addr={v}',
    'inet6 {v} prefixlen 64',
    'AAAA {v}',
    'peer {v},',
    '({v})',
    '"{v}"',
    'via {v} dev eth0',
  ];
  for (let at = 0; at < 200; at += 1)
    yield { value: version6(rng), kind: 'v6', ...(at % 2 ? { template: rng.pick(six) } : {}) };
  for (const value of [
    '::1',
    '2001:db8::',
    'fe80::1',
    '::ffff:192.0.2.128',
    '64:ff9b::192.0.2.33',
    'ff02::1:2',
    '2001:0db8:0000:0000:0000:ff00:0042:8329',
    '2001:DB8::8:800:200C:417A',
    '1::',
    '::2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
  ])
    yield { value, kind: 'v6', needs: true };
}

function version6(rng) {
  const head = rng.pick(['2001', '2a02', 'fe80', 'fd12', '2606', '2400']);
  const parts = hextets(rng, 7);
  const made = rng.pick([
    () => [head, ...parts].join(':'),
    () => `${head}:${parts.slice(0, rng.int(1, 3)).join(':')}::${parts.slice(4, 4 + rng.int(1, 2)).join(':')}`,
    () => `${head}::${parts[0]}`,
    () => `${head}:${parts[0]}::`,
    () => [head, ...parts.map((part) => part.padStart(4, '0'))].join(':'),
    () => `::ffff:${octets(rng)}`,
    () => `${head}:0:0:${parts[0]}::${parts[1]}`,
  ])();
  return rng.chance(0.25) ? made.toUpperCase() : made;
}

export function* macs(rng) {
  for (let at = 0; at < 90; at += 1) {
    const bytes = Array.from({ length: 6 }, () => rng.int(0, 255).toString(16).padStart(2, '0'));
    const value = rng.pick([
      bytes.join(':'),
      bytes.join('-'),
      bytes.join(':').toUpperCase(),
      bytes.join('-').toUpperCase(),
      bytes.join('').replace(/(.{4})(?=.)/g, '$1.'),
    ]);
    yield { value };
  }
}

export function* urls(rng) {
  const paths = [
    '',
    '/',
    '/a/b.html',
    '/search?q=x&lang=en',
    '/p/%20a',
    '/#top',
    ':8443/v1/items/42',
    '/wiki/Foo_(bar)',
    '/~user/',
    '/a;b=1/c,d',
  ];
  for (let at = 0; at < 110; at += 1) {
    const host = `${rng.pick(['www.', '', 'docs.', 'api.eu.'])}${rng.pick(['example', 'acme-corp', 'northwind'])}.${rng.pick(TLDS)}`;
    yield { value: `${rng.pick(['https://', 'http://', 'https://', 'ftp://'])}${host}${rng.pick(paths)}` };
  }
}

export function* times(rng) {
  const months = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ];
  for (let at = 0; at < 120; at += 1) {
    const [year, month, day] = [rng.int(1950, 2026), rng.int(1, 12), rng.int(1, 28)];
    const two = (value) => String(value).padStart(2, '0');
    const clock = `${two(rng.int(0, 23))}:${two(rng.int(0, 59))}`;
    yield {
      value: rng.pick([
        `${year}-${two(month)}-${two(day)}`,
        `${year}-${two(month)}-${two(day)}T${clock}:00Z`,
        `${two(month)}/${two(day)}/${year}`,
        `${two(day)}.${two(month)}.${year}`,
        `${day} ${months[month - 1]} ${year}`,
        `${months[month - 1]} ${day}, ${year}`,
        `${months[month - 1].slice(0, 3)} ${day} ${year}`,
        `${year}-${two(month)}-${two(day)} ${clock}:30`,
        `${year}/${two(month)}/${two(day)}`,
        `${year}-${two(month)}-${two(day)}T${clock}:12.345+02:00`,
      ]),
    };
  }
}
