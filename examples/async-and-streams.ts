/** Shows that async functions and generators stay what they are: a stream is redacted item by item, as it flows. */
import { enforce } from 'enforcecore';

const options = { piiRedaction: true } as const;

const fetchNote = enforce(options, async function fetchNote(id: number): Promise<string> {
  return `note ${id} is from jane@example.com`;
});

const lines = enforce(options, function* lines(): Generator<string> {
  yield 'plain';
  yield 'ssn 123-45-6789';
});

const messages = enforce(options, async function* messages(): AsyncGenerator<{ from: string }> {
  yield { from: 'jane@example.com' };
  yield { from: 'the office' };
});

console.log(await fetchNote(1));
for (const line of lines()) console.log(line);
for await (const { from } of messages()) console.log(from);

/* prints
note 1 is from <EMAIL>
plain
ssn <SSN>
<EMAIL>
the office
*/
