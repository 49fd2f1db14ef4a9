/** @module Numbering plans: which digits are a number of which country, and how they are grouped there. */
import { AREA_CODES, PHONE_PLANS } from './phone-plans-data.ts';

/** The numbers of one calling code. */
interface Plan {
  readonly code: string;
  readonly trunk: string;
  /** A bit for each length that a national number can have. */
  readonly lengths: number;
  readonly pattern: string;
  test: RegExp | undefined;
}

/** A grouping that some countries use at home. */
interface Shape {
  readonly plan: Plan;
  readonly trunk: boolean;
}

interface Plans {
  readonly byCode: ReadonlyMap<number, Plan>;
  readonly byShape: ReadonlyMap<number, readonly Shape[]>;
}

let plans: Plans | undefined;

/** Read from the table when the first number asks for it, and kept. */
function allPlans(): Plans {
  if (plans !== undefined) return plans;
  const byCode = new Map<number, Plan>();
  const byShape = new Map<number, Shape[]>();
  for (const line of PHONE_PLANS.trim().split('\n')) {
    const [code = '', trunk = '', lengths = '', shapes = '', ...pattern] = line.split(' ');
    const bits = lengths.split(',').reduce((sum, length) => sum | (1 << Number(length)), 0);
    const plan: Plan = { code, trunk, lengths: bits, pattern: pattern.join(' '), test: undefined };
    byCode.set(Number(code), plan);
    const written = shapes === '' ? [] : shapes.split(',');
    for (const shape of [...written, ...(WRITTEN_TOO[code] ?? [])]) {
      const isLed = shape.startsWith('t');
      const key = Number(isLed ? shape.slice(1) : shape);
      const known = byShape.get(key);
      if (known === undefined) byShape.set(key, [{ plan, trunk: isLed }]);
      else known.push({ plan, trunk: isLed });
    }
  }
  plans = { byCode, byShape };
  return plans;
}

/** Groupings that people use and the table lacks. */
const WRITTEN_TOO: Readonly<Record<string, readonly string[]>> = {
  '7': ['3322', '334', 't137', 't13322', 't1334'],
  '34': ['333', '3222', '2322', '36'],
  '39': ['334', '3322', '37', '343', '3223'],
  '45': ['44', '233'],
  '47': ['2222', '323', '35'],
  '48': ['333', '2322', '234'],
  '61': ['433', '46', '2222'],
  '30': ['37', '334', '343'],
  '351': ['333', '234', '2322'],
  '65': ['44'],
  '852': ['44'],
  '52': ['244', '334', '2224', '22222', '3322'],
  '55': ['254', '244', '2144', '29', '28'],
  '57': ['37', '334', '3322'],
  '86': ['344', '38', '443'],
  '91': ['55', '334', '46', '433'],
  '420': ['333'],
};

/** Everything that may be said of the digits after a plus sign, 00 or 011. */
export const UNKNOWN = 0;
/** As many digits as numbers of the country have. */
export const POSSIBLE = 1;
export const VALID = 2;

/** Judges a calling code and the national digits behind it. A trunk prefix between them is let pass. */
export function international(digits: string): number {
  const { byCode } = allPlans();
  const size = codeLength(digits);
  const plan = byCode.get(Number(digits.slice(0, size)));
  if (plan === undefined) return UNKNOWN;
  const national = digits.slice(size);
  const judged = nationalOf(plan, national);
  const { trunk } = plan;
  if (judged !== UNKNOWN || trunk === '' || !national.startsWith(trunk)) return judged;
  return nationalOf(plan, national.slice(trunk.length));
}

/** How many digits the calling code has that these digits begin with; 0 when there is none. */
export function codeLength(digits: string): number {
  for (let size = 1; size <= 3; size++) if (allPlans().byCode.has(Number(digits.slice(0, size)))) return size;
  return 0;
}

/** Whether a country groups these digits so, and has such a number. The shape is the lengths of groups as digits. */
export function isNational(shape: number, digits: string): boolean {
  for (const { plan, trunk } of allPlans().byShape.get(shape) ?? []) {
    if (trunk && !digits.startsWith(plan.trunk)) continue;
    const national = trunk ? digits.slice(plan.trunk.length) : digits;
    if (nationalOf(plan, national) === VALID) return true;
    // Belarus: `8 029`.
    if (trunk && national.startsWith('0') && nationalOf(plan, national.slice(1)) === VALID) return true;
  }
  return false;
}

/** Whether one of the countries that write numbers with a leading zero has this one, however it is grouped. */
export function isNationalWithZero(digits: string): boolean {
  const { byCode } = allPlans();
  const national = digits.slice(1);
  return ZERO_TRUNK.some((code) => nationalOf(byCode.get(code) as Plan, national) === VALID) || isItalian(digits);
}

/** In Italy the zero is part of the number. */
function isItalian(digits: string): boolean {
  return nationalOf(allPlans().byCode.get(39) as Plan, digits) === VALID;
}

const ZERO_TRUNK = [
  20, 27, 31, 32, 33, 40, 41, 43, 44, 46, 49, 54, 58, 60, 61, 62, 63, 64, 66, 81, 82, 84, 86, 880, 886, 90, 91, 92, 94,
  95, 98, 212, 213, 218, 233, 234, 249, 251, 254, 255, 256, 260, 263, 353, 355, 358, 359, 380, 381, 385, 386, 387, 389,
  421, 855, 856, 961, 962, 963, 964, 966, 967, 970, 971, 972, 976, 977, 994, 995, 996, 998,
];

function nationalOf(plan: Plan, national: string): number {
  const { length } = national;
  if (length > 17 || (plan.lengths & (1 << length)) === 0) return UNKNOWN;
  plan.test ??= new RegExp(`^(?:${plan.pattern})$`);
  return plan.test.test(national) ? VALID : POSSIBLE;
}

/** Whether ten digits are a number of North America: the area was given out, and no exchange starts with 0 or 1. */
export function isNorthAmerican(area: number, exchange: number): boolean {
  if (area < 200 || area > 999 || exchange < 200) return false;
  const place = area - 200;
  return (Number.parseInt(AREA_CODES.charAt(place >> 2), 16) & (1 << (place & 3))) !== 0;
}
