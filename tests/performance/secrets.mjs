/** Searching clean text with every rule for secrets active: the best of several passes, in processor time. */
import { SecretScanner } from 'enforcecore';

const MEGABYTE = 1_000_000;

export async function secretsRows({ quick }) {
  const scanner = new SecretScanner();
  const passes = quick ? 8 : 60;
  const rows = Object.entries(texts()).map(([name, text]) => ({
    figure: `secrets: 1 MB of clean ${name}, all rules`,
    value: megabytesASecond(() => scanner.detect(text), text.length, passes),
    unit: 'MB/s',
    aim: 150,
  }));
  const short =
    'Please look up the order of the customer and call her back about the delivery that was late, thank you very much indeed, team!';
  const calls = quick ? 2_000 : 100_000;
  const value = microseconds(() => {
    for (let i = 0; i < calls; i++) scanner.detect(short);
  });
  rows.push({ figure: 'secrets: 130 characters, clean', value: value / calls, unit: '\u00b5s' });
  return rows;
}

function texts() {
  const fill = (line) => {
    let text = '';
    for (let i = 0; text.length < MEGABYTE; i++) text += line(i);
    return text.slice(0, MEGABYTE);
  };
  return {
    'JSON logs': fill(
      (i) =>
        `${JSON.stringify({ time: 1_700_000_000_000 + i * 977, level: 'info', msg: 'request completed', path: `/v1/items/${i}`, ms: i % 97, host: `node-${i % 7}` })}\n`,
    ),
    prose: fill(() => 'The engine reads what has been written before, and the reader goes on to the end of the page. '),
  };
}

function megabytesASecond(body, length, passes) {
  let best = Infinity;
  for (let i = 0; i < passes; i++) best = Math.min(best, microseconds(body));
  return length / best;
}

function microseconds(body) {
  const before = process.cpuUsage();
  body();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
