/** @module The categories of personal data, and what stands in place of each. */

interface Category {
  readonly mask: string;
  /** How specific it is: of two finds of one length the higher rank names both. */
  readonly rank: number;
}

/** The room looks for all but the names of persons and places, which a recognizer of named entities finds. */
const TABLE = {
  credit_card: { mask: '****-****-****-****', rank: 98 },
  ssn: { mask: '***-**-****', rank: 97 },
  iban: { mask: '**** **** **** ****', rank: 96 },
  crypto_address: { mask: '********************', rank: 95 },
  itin: { mask: '***-**-****', rank: 79 },
  us_tin: { mask: '**-*******', rank: 78 },
  national_id: { mask: '***********', rank: 76 },
  medical_id: { mask: '***********', rank: 74 },
  bank_account: { mask: '************', rank: 72 },
  driver_license: { mask: '**********', rank: 71 },
  passport: { mask: '**-*******', rank: 70 },
  email: { mask: '****@****.***', rank: 60 },
  mac_address: { mask: '**:**:**:**:**:**', rank: 55 },
  ip_address: { mask: '***.***.***.***', rank: 50 },
  phone: { mask: '***-***-****', rank: 40 },
  url: { mask: '****://****', rank: 30 },
  date_time: { mask: '****-**-**', rank: 20 },
  person_name: { mask: '**** ****', rank: 12 },
  location: { mask: '********', rank: 10 },
} as const satisfies Readonly<Record<string, Category>>;

export type PiiCategory = keyof typeof TABLE;

/** From the most to the least specific. */
export const CATEGORIES = Object.freeze(Object.keys(TABLE) as PiiCategory[]);

/** What is looked for unless something else is asked for, in the order of the spec. */
export const DEFAULT_CATEGORIES: readonly PiiCategory[] = Object.freeze([
  'email',
  'phone',
  'ssn',
  'credit_card',
  'ip_address',
] as const);

export const MASKS: Readonly<Record<PiiCategory, string>> = each(({ mask }) => mask);
export const RANKS: Readonly<Record<PiiCategory, number>> = each(({ rank }) => rank);
export const PLACEHOLDERS: Readonly<Record<PiiCategory, string>> = each((_, name) => `<${name.toUpperCase()}>`);

export function isCategory(name: unknown): name is PiiCategory {
  return typeof name === 'string' && Object.hasOwn(TABLE, name);
}

function each<T>(value: (category: Category, name: PiiCategory) => T): Readonly<Record<PiiCategory, T>> {
  return Object.freeze(
    Object.fromEntries(CATEGORIES.map((name) => [name, value(TABLE[name], name)])) as Record<PiiCategory, T>,
  );
}
