/** @module What the labels of usual models mean here. */

const USUAL: Readonly<Record<string, string>> = {
  per: 'person_name',
  person: 'person_name',
  people: 'person_name',
  name: 'person_name',
  person_name: 'person_name',
  givenname: 'person_name',
  given_name: 'person_name',
  firstname: 'person_name',
  first_name: 'person_name',
  surname: 'person_name',
  lastname: 'person_name',
  last_name: 'person_name',
  middlename: 'person_name',
  private_person: 'person_name',
  loc: 'location',
  location: 'location',
  gpe: 'location',
  city: 'location',
  state: 'location',
  country: 'location',
  address: 'location',
  street: 'location',
  private_address: 'location',
  email: 'email',
  email_address: 'email',
  private_email: 'email',
  phone: 'phone',
  telephonenum: 'phone',
  phone_number: 'phone',
  private_phone: 'phone',
  ssn: 'ssn',
  socialnum: 'ssn',
  creditcardnumber: 'credit_card',
  credit_card: 'credit_card',
  ip: 'ip_address',
  ipaddress: 'ip_address',
  date: 'date_time',
  time: 'date_time',
  dateofbirth: 'date_time',
  private_date: 'date_time',
  passport: 'passport',
  passportnum: 'passport',
  idcardnum: 'national_id',
  iban: 'iban',
  accountnum: 'bank_account',
  account_number: 'bank_account',
  driverlicensenum: 'driver_license',
};

/** The category of a label such as `B-PER` or `I-GIVENNAME`; nothing for `O` and labels of no meaning here. */
export function categoryOf(label: string, own: Readonly<Record<string, string>>): string | undefined {
  const bare = label.replace(/^[BIESLU][-_]/, '');
  const key = bare.toLowerCase().replaceAll(' ', '_');
  return (Object.hasOwn(own, bare) ? own[bare] : undefined) ?? (Object.hasOwn(USUAL, key) ? USUAL[key] : undefined);
}

/** Whether a label says that something new begins. */
export function begins(label: string): boolean {
  return /^[BSU][-_]/.test(label);
}
