/** @module Dates that exist, in the forms that people and programs write. */
import { expect, it } from 'vitest';
import { dateTime } from './date-time.ts';
import { textsOf } from './runs.fixture.ts';

const longest = (text: string): string[] => {
  const found = textsOf(text, ...dateTime);
  return found.filter((one) => !found.some((other) => other !== one && other.includes(one)));
};

it.each([
  ...['2024-05-01', '2024-05-01T10:20:30.123Z', '2024-05-01 10:20:30+02:00', '2024/05/01', '05/01/2024', '31.12.1999'],
  ...[
    '1/5/24',
    'May 1, 2024',
    '1 May 2024',
    '1st of May 2024',
    'Dec 31st',
    '10:20:30',
    '10:30 AM',
    '7 pm',
    '20240501T102030Z',
  ],
  ...['01 May 2024 10:20:30 GMT', '2024-02-29', 'September 2024'],
])('finds %s', (date) => {
  expect(longest(`It was ${date}, they said`)).toEqual([date]);
});

it.each([
  ...[
    '2024-13-01',
    '2023-02-29',
    '2024-04-31',
    '32/01/2024',
    '1.2.3',
    '12-34-56',
    'you may 5',
    'a2024-05-01',
    '25:00:00',
  ],
  ...['1.2.2024.5', '99:99', '0000-00-00', 'v10.12.2', 'May I ask'],
])('nothing in %s', (text) => {
  expect(longest(text)).toEqual([]);
});
