/** Detection and redaction: single calls as loop medians, long texts as throughput, streams by the push. */
import { Redactor, StreamingRedactor } from 'enforcecore';
import { medianUs } from './measure.mjs';

const TEXT =
  'Please look up the order of jane.doe@example.com and call her back on 555-123-4567 about the delivery, thank you very much, team!';
const CLEAN =
  'Please look up the order of the customer and call her back on Monday about the delivery, thank you very much, dear team of ours!!';
const SCATTERED = Array.from({ length: 16 }, (_, i) => (i % 4 === 0 ? TEXT : CLEAN))
  .join(' ')
  .slice(0, 2048);
const ALL = [
  ...['email', 'phone', 'ssn', 'credit_card', 'ip_address', 'iban', 'itin', 'us_tin', 'passport', 'driver_license'],
  ...['medical_id', 'national_id', 'bank_account', 'crypto_address', 'date_time', 'url', 'mac_address'],
];
/** Five fixed-shape patterns, as many would write them: what V8 takes for the same text. */
const PLAIN = [
  /[\w.+-]+@[\w-]+\.[\w.]+/g,
  /\b\d{3}[-.]\d{3}[-.]\d{4}\b/g,
  /\b\d{3}-\d{2}-\d{4}\b/g,
  /\b(?:\d{4}[- ]?){3}\d{4}\b/g,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
];

/** A megabyte of log lines without personal data. */
function logs() {
  const lines = [];
  for (let i = 0, size = 0; size < 1_000_000; i++) {
    const line = JSON.stringify({
      level: 30,
      service: 'checkout',
      msg: 'request completed',
      path: `/v2/orders/${(i * 2654435761) % 99991}`,
      status: 200,
      duration_ms: (i * 37) % 900,
      trace: ((i * 2654435761) >>> 0).toString(16).padStart(8, '0').repeat(4),
      version: '2.14.1',
    });
    lines.push(line);
    size += line.length + 1;
  }
  return lines.join('\n');
}

export async function redactionRows(options) {
  const usual = new Redactor();
  const all = new Redactor({ categories: ALL });
  const plain = (text) => PLAIN.reduce((now, pattern) => now.replace(pattern, '<X>'), text);
  const stream = new StreamingRedactor();
  const long = `${TEXT} ${CLEAN} ${CLEAN} `.repeat(50);
  let at = 0;
  const us = await medianUs(
    {
      text: () => usual.redact(TEXT),
      clean: () => usual.redact(CLEAN),
      scattered: () => usual.redact(SCATTERED),
      plain: () => plain(TEXT),
      push: () => {
        stream.push(long.slice(at, at + 8));
        at = (at + 8) % (long.length - 8);
        if (at < 8) stream.reset();
      },
    },
    options,
  );
  const log = logs();
  const rate = (body) => log.length / best(body, options.quick ? 3 : 25) / 1000;
  return [
    { figure: 'redaction: 130 characters with an e-mail and a phone', value: us.text, unit: 'µs', aim: 1.5 },
    { figure: 'redaction: over five plain patterns of V8', value: us.text / us.plain, unit: 'times' },
    { figure: 'redaction: 130 characters, clean', value: us.clean, unit: 'µs', aim: 0.4 },
    { figure: 'redaction: 2 KB with scattered finds', value: us.scattered, unit: 'µs', aim: 12 },
    { figure: 'redaction: a push of 8 characters', value: us.push, unit: 'µs', aim: 2 },
    {
      figure: 'redaction: 1 MB of clean JSON logs, five categories',
      value: rate(() => usual.redact(log)),
      unit: 'MB/s',
      aim: 200,
    },
    {
      figure: 'redaction: 1 MB of clean JSON logs, all categories',
      value: rate(() => all.redact(log)),
      unit: 'MB/s',
      aim: 120,
    },
    { figure: 'redaction: the same, five plain patterns of V8', value: rate(() => plain(log)), unit: 'MB/s' },
  ];
}

/** Milliseconds of the best of some runs. */
function best(body, runs) {
  let least = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint();
    body();
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e6);
  }
  return least;
}
