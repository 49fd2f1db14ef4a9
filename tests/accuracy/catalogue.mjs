/** @module What docs/redaction.md says of each category besides what is measured: an example and the check behind it. */

/** [text with one find, what is checked beyond the shape] */
export const CATALOGUE = {
  email: ['ann.lee+news@example.com', 'address grammar of RFC 5321, internationalised'],
  phone: ['+44 20 7946 0958', 'numbering plans of all countries'],
  ssn: ['536-22-8715', 'areas, groups and serials ever issued'],
  credit_card: ['4111 1111 1111 1111', 'issuer ranges, length, Luhn'],
  ip_address: ['2001:db8::8:800:200c:417a', 'grammar of RFC 4291, octets to 255'],
  iban: ['DE89 3704 0044 0532 0130 00', 'country, length, mod 97'],
  itin: ['ITIN 912-70-1234', 'groups in use'],
  us_tin: ['EIN 12-3456789', 'campus prefixes, context'],
  passport: ['passport no. C01X00T47', 'shapes of issuing states, context'],
  driver_license: ["driver's license D1234567", 'shapes of issuing states, context'],
  medical_id: ['Medicare ID 1EG4-TE5-MK73', 'MBI grammar, NPI Luhn, MRN context'],
  national_id: ['DNI 12345678Z', 'check digits of each country'],
  bank_account: ['routing number 021000021', 'ABA checksum, context'],
  crypto_address: ['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', 'Base58Check, Bech32, Bech32m'],
  mac_address: ['00:1b:44:11:3a:b7', 'six octets, one separator'],
  url: ['https://example.com/a?b=c', 'scheme and host'],
  date_time: ['2024-05-18T09:30:00Z', 'days of the month, hours of the day'],
  person_name: ['Amina Yusuf', 'name model with scores'],
  location: ['Marseille', 'name model with scores'],
};
