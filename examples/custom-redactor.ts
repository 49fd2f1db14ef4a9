/** Shows a redactor of your own: it says what it found and where, and the corridor puts all finds together. */
import { createEnforcer } from 'enforcecore';
import { defineRedactor } from 'enforcecore/sdk';

const caseNumbers = defineRedactor({ name: 'case-numbers' }, (text) =>
  [...text.matchAll(/\bCASE-\d{4}\b/g)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    category: 'case_number',
    replacement: '<CASE>',
  })),
);

const enforcer = await createEnforcer({
  policy: { name: 'law', rules: { piiRedaction: { enabled: true, categories: ['email'] } } },
  plugins: [caseNumbers],
});
enforcer.on('redaction', ({ direction, category }) => console.log(direction, category));
const file = enforcer.wrap(function file(note: { text: string; tags: string[] }) {
  return { ...note, stored: 'CASE-7777' };
});

console.log(file({ text: 'CASE-1234 is of jane@example.com', tags: ['CASE-1234'] }));
await enforcer.stop();

/* prints
input case_number
input email
input case_number
output case_number
{ text: '<CASE> is of <EMAIL>', tags: [ '<CASE>' ], stored: '<CASE>' }
*/
