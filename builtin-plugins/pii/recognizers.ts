/** @module All recognizers of the room. Several may serve one category. */
import type { Recognizer } from './recognizer.ts';
import { bankAccount } from './recognizers/bank-account.ts';
import { creditCard } from './recognizers/credit-card.ts';
import { cryptoAddress } from './recognizers/crypto-address.ts';
import { dateTime } from './recognizers/date-time.ts';
import { driverLicense } from './recognizers/driver-license.ts';
import { email, quotedEmail } from './recognizers/email.ts';
import { iban } from './recognizers/iban.ts';
import { ipV4, ipV6 } from './recognizers/ip-address.ts';
import { macDots, macPairs } from './recognizers/mac-address.ts';
import { medicalId } from './recognizers/medical-id.ts';
import { nationalDocuments } from './recognizers/national-document.ts';
import { nationalNumber } from './recognizers/national-id.ts';
import { phone } from './recognizers/phone.ts';
import { passport } from './recognizers/passport.ts';
import { ssn } from './recognizers/ssn.ts';
import { url } from './recognizers/url.ts';
import { itin, usTin } from './recognizers/us-tin.ts';

export const RECOGNIZERS: readonly Recognizer[] = [
  ...[
    email,
    quotedEmail,
    phone,
    ssn,
    creditCard,
    ipV4,
    ipV6,
    iban,
    itin,
    usTin,
    ...passport,
    driverLicense,
    ...medicalId,
  ],
  ...[nationalNumber, ...nationalDocuments, ...bankAccount, ...cryptoAddress, ...dateTime, url, macPairs, macDots],
];
