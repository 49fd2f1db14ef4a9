/** @module What is asked of the figures. */

export const F2 = { email: 1, ssn: 1, iban: 1, credit_card: 0.98, ip_address: 0.98, phone: 0.93, person_name: 0.75 };
export const LOG_HITS = 0;
export const SECRET_RECALL = 0.75;
export const NEAR_TOKENS = 0.4;
export const SOURCES = 0.02;
/** Of forty disguised values thirty-eight: the same share of as many as there are. */
export const DISGUISED = 38 / 40;

/** A figure is judged as it is printed, to three decimals, never rounded up. */
export const cut = (value) => Math.floor(value * 1000 + 1e-9) / 1000;
export const text = (value) => (value === undefined ? '' : cut(value).toFixed(3));
