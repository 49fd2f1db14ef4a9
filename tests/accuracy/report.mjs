/** @module Turns what was measured into judged rows: figure, value, aim, and whether it holds. */
import * as aim from './aims.mjs';

const least = (figure, value, asked) => ({
  figure,
  value: aim.text(value),
  aim: `>= ${asked.toFixed(3)}`,
  holds: aim.cut(value) >= asked,
});
const most = (figure, value, asked, show = (number) => number.toFixed(3)) => ({
  figure,
  value: show(value),
  aim: `<= ${show(asked)}`,
  holds: value <= asked,
});
const absent = (figure) => ({ figure, value: 'not built', aim: '', holds: false });

export function judged({ categories, clean, names, secrets, disguised }) {
  return [
    ...[...categories, ...(names ?? [{ category: 'person_name', built: false }])].flatMap(ofCategory),
    ...ofLogs(clean),
    ...ofDisguised(disguised),
    ...(secrets === undefined ? [absent('secrets')] : ofSecrets(secrets)),
  ];
}

function ofCategory({ category, built, f2, f2All }) {
  const asked = aim.F2[category];
  if (asked === undefined) return [];
  if (!built) return [absent(`${category} F2`)];
  return [
    least(`${category} F2`, f2, asked),
    ...(f2All === undefined || f2All === f2 ? [] : [least(`${category} F2, all categories on`, f2All, asked)]),
  ];
}

const whole = (number) => String(number);
const ofLogs = ({ five, all }) => [
  most('false hits in 1 MB of JSON logs', five.length, aim.LOG_HITS, whole),
  { figure: 'the same, all categories on', value: String(all.length), aim: '', holds: true },
];

const ofDisguised = ({ samples, found, misaligned }) => [
  most(
    `disguised values not found whole, of ${samples}`,
    samples - found,
    Math.floor(samples * (1 - aim.DISGUISED)),
    whole,
  ),
  most('disguised values misaligned', misaligned.length, 0, whole),
];

const ofSecrets = ({ found, near, source }) => [
  least(`tokens of ${found.providers} providers: recall`, found.recall, aim.SECRET_RECALL),
  least('the same, found in their exact place (IoU)', found.aligned, aim.SECRET_RECALL),
  most(`alarms on ${near.samples} near-miss tokens`, near.rate, aim.NEAR_TOKENS),
  most(`alarms on ${source.samples} source files`, source.rate, aim.SOURCES),
];
