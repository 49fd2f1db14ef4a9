/** @module Passports, driving licences, bank accounts and medical numbers: by their shape, or by the word before them. */
import { describe, expect, it } from 'vitest';
import { bankAccount } from './bank-account.ts';
import { driverLicense } from './driver-license.ts';
import { medicalId } from './medical-id.ts';
import { passport } from './passport.ts';
import { textsOf } from './runs.fixture.ts';

describe('passports', () => {
  const found = (text: string): string[] => [...new Set(textsOf(text, ...passport))];
  it.each([
    ['A12345678', 'A12345678'],
    ['AB1234567', 'AB1234567'],
    ['X123456', 'X123456'],
    ['A123456789', 'A123456789'],
    ['US passport 123456789', '123456789'],
    ['passport no. C01X00T47', 'C01X00T47'],
    ['{"passportNumber":"12AB34567"}', '12AB34567'],
    ['Reisepass: c01x00t47', 'c01x00t47'],
    ['passport 45 10 123456', '45 10 123456'],
  ])('in %s', (text, wanted) => {
    expect(found(text)).toContain(wanted);
  });

  it.each([
    'a12345678',
    'A1234567890',
    'ABC123456',
    'A12345',
    'XA12345678x',
    'id 123456789',
    'passport office of 2024',
  ])('not in %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('bank accounts', () => {
  it.each([
    ['routing number 021000021', '021000021'],
    ['ABA: 011401533', '011401533'],
    ['"account_number": "000123456789"', '000123456789'],
    ['acct 12345678', '12345678'],
    ['SWIFT: DEUTDEFF500', 'DEUTDEFF500'],
    ['BIC NEDSZAJJ', 'NEDSZAJJ'],
  ])('in %s', (text, wanted) => {
    expect(textsOf(text, ...bankAccount)).toEqual([wanted]);
  });

  it.each(['routing number 021000022', '021000021', 'DEUTDEFF500', 'BIC deutdeff', 'accounting 12345678'])(
    'not in %s',
    (text) => {
      expect(textsOf(text, ...bankAccount)).toEqual([]);
    },
  );
});

describe('medical numbers', () => {
  it.each([
    ['MBI 1EG4-TE5-MK73', '1EG4-TE5-MK73'],
    ['1EG4TE5MK73', '1EG4TE5MK73'],
    ['NPI: 1234567893', '1234567893'],
    ['MRN 00123456', '00123456'],
    ['patient_id=P1234567', 'P1234567'],
    ['DEA number AB1234563', 'AB1234563'],
    ['NHS number 943 476 5919', '943 476 5919'],
  ])('in %s', (text, wanted) => {
    expect(textsOf(text, ...medicalId)).toContain(wanted);
  });

  it.each(['NPI: 1234567890', '1234567893', 'DEA AB1234564', '1SG4TE5MK73', '0EG4TE5MK73', 'NHS 943 476 5918'])(
    'not in %s',
    (text) => {
      expect(textsOf(text, ...medicalId)).toEqual([]);
    },
  );
});

describe('driving licences', () => {
  it.each([
    ["driver's license D1234567", 'D1234567'],
    ['DL# F255-921-50-094-0', 'F255-921-50-094-0'],
    ['"driver_license":"S514-7790-0102"', 'S514-7790-0102'],
    ['driving licence MORGA657054SM9IJ', 'MORGA657054SM9IJ'],
    ['F\u00fchrerschein B072RRE2I55', 'B072RRE2I55'],
    ['license number is 12345678', '12345678'],
  ])('in %s', (text, wanted) => {
    expect(textsOf(text, driverLicense)).toEqual([wanted]);
  });

  it.each(['D1234567', 'license MIT 2024', 'the driver 12345678', 'licensed under 12345678'])('not in %s', (text) => {
    expect(textsOf(text, driverLicense)).toEqual([]);
  });
});
