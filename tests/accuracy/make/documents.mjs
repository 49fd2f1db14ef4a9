/** @module Longer texts with several values of several categories: mail, chat, tickets, tables, statements, logs. */
import { fill, noise } from './fill.mjs';

const TEMPLATES = [
  'Hi team,\n\nthe new contact at Northwind is {first} {last}. Mail {email} or call {phone}.\nInvoice {order} over {price} EUR goes to {iban}.\n\nRegards\n{first}\n\n--\n{first} {last} | T: {phone} | {email} | {city}\n',
  'Ticket #{n}{n}\nStatus: open\nCreated: {ts}\nCustomer: {first} {last} <{email}>\n\nMy card {credit_card} was charged twice ({price} and {price}). Order {order}. Please call {phone} between 9:00 and 17:00.\n> Internal: ip {ip_address}, build 2.14.{n}, trace {hex}\n',
  '[09:14] {first}: can you send me the details?\n[09:15] {last}: sure, {email}\n[09:15] {last}: and my cell is {phone}\n[09:17] {first}: thx, ref {order} at 12:30, room 4.2\n',
  'id,name,email,phone,city,total\n1,{first} {last},{email},{phone},{city},{price}\n2,{first} {last},{email},{phone},{city},{price}\n3,{first} {last},{email},{phone},{city},{price}\n',
  '{"order":"{order}","items":[{"sku":"AB-{n}-{n}","qty":{n},"price":{price}}],"customer":{"email":"{email}","phone":"{phone}"},"payment":{"card":"{credit_card}","iban":"{iban}"},"meta":{"ip":"{ip_address}","ts":{ms},"v":"1.{n}.{n}"}}',
  '{\n  "employee": {\n    "name": "{first} {last}",\n    "ssn": "{ssn}",\n    "email": "{email}",\n    "emergency": { "phone": "{phone}" }\n  },\n  "updated": "{ts}",\n  "etag": "{hex}"\n}',
  '{ts} INFO  http: POST /v1/users 201 {n}ms ip={ip_address} ua="Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0" rid={uuid}\n{ts} INFO  mail: queued for {email} size={n}{n}\n{ts} WARN  sms: no receipt from {phone} after {n}s\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: contact\ndata:\n  admin: "{email}"\n  pager: "{phone}"\n  gateway: {ip_address}\n  version: 3.{n}.{n}\n',
  '<table>\n<tr><th>Name</th><th>Mail</th><th>Phone</th></tr>\n<tr><td>{first} {last}</td><td><a href="mailto:{email}">{email}</a></td><td>{phone}</td></tr>\n<tr><td>{first}</td><td>{email}</td><td>{phone}</td></tr>\n</table>',
  "INSERT INTO customers (id, name, email, phone, iban) VALUES\n  ({n}, '{first} {last}', '{email}', '{phone}', '{iban}'),\n  ({n}, '{first} {last}', '{email}', '{phone}', '{iban}');\n",
  'APPLICATION FOR CREDIT            PAGE 1 OF 3\nName: {first} {last}      Date: 05/14/2024\nSSN: {ssn}       Phone: {phone}\nE-mail: {email}\nAmount: ${price},000    Term: 36 months   APR 5.49%\n',
  'Sehr geehrte Damen und Herren,\nbitte \u00fcberweisen Sie {price} EUR auf {iban} (Verwendungszweck RE-2024-{n}).\nBei Fragen: Tel. {phone} oder {email}.\nMit freundlichen Gr\u00fc\u00dfen\n{first} {last}',
  'Bonjour, je suis joignable au t\u00e9l\u00e9phone {phone} ou par courriel : {email}. Dossier n\u00b0 {n}-{n}. Merci d\u2019avance, {first}',
  'Hola, mi tel\u00e9fono es {phone} y mi correo {email}. La tarjeta {credit_card} caduca el 12/26. Pedido {order}, total {price} \u20ac.',
  '\u60a8\u597d\uff0c\u6211\u7684\u7535\u8bdd\u662f{phone}\uff0c\u90ae\u7bb1\uff1a{email}\u3002\u8ba2\u5355\u53f7 {order}\uff0c\u91d1\u989d {price} \u5143\u3002',
  '/**\n * @author {first} {last} <{email}>\n * @see RFC 5322 section 3.4.1\n * On call: {phone}\n */\nexport const TIMEOUT = {n}_000; // from {ip_address}\n',
  'To: {email}\nCc: {email}, {first} <{email}>\nReceived: from mx1.example ([{ip_address}]) by mx2 with ESMTPS id {hex}; Tue, 14 May 2024 09:12:44 +0000\nMessage-ID: <{hex}.{n}@mail>\nSubject: Re: {order}\n\nOk.\n',
  '{first} {last} <{email}> writes:\n> my number {phone} still gets calls\n> about order {order}\nSorry, we removed {phone} today.\n',
  'Patient: {first} {last}\nDOB: 1971-03-09   SSN {ssn}\nTel: {phone}   Insurance paid {price}\nBP 120/80, HR 72, 37.5 C, dose 0.25 mg 3x/day\n',
  'fail2ban: ban {ip_address} (5 tries), unban {ip_address}; next check in 600s; kernel 6.1.0-18, load 0.42 0.35 0.30\n',
];

/** `values`: category to a function that makes one value. */
export function documents(rng, values, count) {
  const own = Object.fromEntries(
    Object.entries(values).map(([category, make]) => [category, () => ({ value: make(), category })]),
  );
  const slots = { ...noise(rng), ...own };
  return Array.from({ length: count }, (_, at) =>
    fill(TEMPLATES[at % TEMPLATES.length], slots, `document/${at % TEMPLATES.length}`),
  );
}
