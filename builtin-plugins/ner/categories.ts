/** @module The categories that can be asked for. */

export const NER_CATEGORIES = [
  'email',
  'phone',
  'ssn',
  'credit_card',
  'ip_address',
  'person_name',
  'passport',
  'location',
  'date_time',
  'national_id',
  'medical_id',
  'driver_license',
  'iban',
  'crypto_address',
  'bank_account',
  'itin',
  'us_tin',
] as const;
/** A category that names or structured finds can have. */
export type NerCategory = (typeof NER_CATEGORIES)[number];

export const DEFAULT_THRESHOLD = 0.8;
