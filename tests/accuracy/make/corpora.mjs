/** @module All generated texts, by name; another seed gives other values in the same manner, to see what was learnt by heart. */
import { faker } from '@faker-js/faker';
import { compose } from './compose.mjs';
import * as contact from './contact.mjs';
import { documents } from './documents.mjs';
import { evasions } from './evasions.mjs';
import * as finance from './finance.mjs';
import { nearMisses } from './near-misses.mjs';
import { neighbours } from './neighbours.mjs';
import * as papers from './papers.mjs';
import { random } from './random.mjs';

const SOURCES = {
  email: contact.emails,
  phone: contact.phones,
  ip_address: contact.ips,
  mac_address: contact.macs,
  url: contact.urls,
  date_time: contact.times,
  credit_card: finance.cards,
  iban: finance.ibans,
  ssn: finance.ssns,
  itin: finance.itins,
  us_tin: finance.eins,
  bank_account: finance.accounts,
  crypto_address: finance.coins,
  passport: papers.passports,
  driver_license: papers.licences,
  medical_id: papers.medical,
  national_id: papers.nationals,
};

export function corpora(seed = 0) {
  faker.seed(20240518 + seed);
  const from = (start) => random(start + seed * 7919);
  const made = {};
  Object.entries(SOURCES).forEach(([category, values], at) => {
    const rng = from(1000 + at);
    made[category] = compose(rng, category, values(rng), { bareShare: category === 'ssn' ? 0.2 : 0.35 });
  });
  made.documents = documents(from(77), pools(from(55)), 160);
  made.neighbours = neighbours(from(88), pools(from(55)), 3);
  made['near-misses'] = [...nearMisses(from(99))];
  made.evasions = evasions();
  return made;
}

const POOLED = ['email', 'phone', 'ip_address', 'credit_card', 'iban', 'ssn'];

/** Values that may stand without a word beside them, for longer texts. */
function pools(rng) {
  const free = ({ needs, template, kind }) => !needs && !template && kind !== 'national-free';
  const lists = POOLED.map((category) => [
    category,
    [...SOURCES[category](rng)].filter(free).map(({ value }) => value),
  ]);
  return Object.fromEntries(lists.map(([category, list]) => [category, () => rng.pick(list)]));
}
