/** @module The detectors of the built package, through its public door; what is not there yet is `undefined`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const door = new URL('../../dist/index.js', import.meta.url);
if (!existsSync(fileURLToPath(door))) throw new Error('nothing to measure: run `npm run build` first');
const enforcecore = await import(door.href);

export const FIVE = ['email', 'phone', 'ssn', 'credit_card', 'ip_address'];
export const STRUCTURED = [
  ...FIVE,
  'iban',
  'itin',
  'us_tin',
  'passport',
  'driver_license',
  'medical_id',
  'national_id',
  'bank_account',
  'crypto_address',
  'mac_address',
];
/** Categories that may cover others (an address in a URL), so each is measured by itself. */
export const ALONE = ['url', 'date_time'];

/** Of these categories the ones the redactor knows. */
export const known = (categories) =>
  categories.filter((category) => {
    try {
      return new enforcecore.Redactor({ categories: [category] }).detect('x') !== undefined;
    } catch (error) {
      if (!(error instanceof enforcecore.EnforceCoreError)) throw error;
      return false;
    }
  });

export function redactor(options) {
  const made = new enforcecore.Redactor(options);
  return {
    detect: async (text) => await made.detect(text),
    redact: async (text) => await made.redactString(text),
  };
}

export function secretScanner() {
  if (enforcecore.SecretScanner === undefined) return undefined;
  const made = new enforcecore.SecretScanner();
  return async (text) => await made.detect(text);
}

/** Persons and places, as spans, at the default threshold. */
export async function names() {
  if (enforcecore.NERBackend === undefined) return undefined;
  const made = new enforcecore.NERBackend();
  return async (text, categories) => {
    const spans = await made.analyze(text, { categories });
    return spans.map(([start, end, category]) => ({ start, end, category }));
  };
}

export const StreamingRedactor = enforcecore.StreamingRedactor;
