/** @module The categories of personal data, and what stands in place of each. */

/** From the most to the least specific: where two finds are equally long, the earlier one names them. */
export const CATEGORIES = ['credit_card', 'ssn', 'passport', 'email', 'ip_address', 'phone'] as const;
export type PiiCategory = (typeof CATEGORIES)[number];

/** What is looked for unless something else is asked for. */
export const DEFAULT_CATEGORIES: readonly PiiCategory[] = ['email', 'phone', 'ssn', 'credit_card', 'ip_address'];

export const MASKS: Readonly<Record<PiiCategory, string>> = {
  email: '****@****.***',
  phone: '***-***-****',
  ssn: '***-**-****',
  credit_card: '****-****-****-****',
  ip_address: '***.***.***.***',
  passport: '**-*******',
};

export function isCategory(name: unknown): name is PiiCategory {
  return (CATEGORIES as readonly unknown[]).includes(name);
}
