/** Shows monitor mode: every verdict is computed and recorded, and calls run all the same. Redaction still happens. */
import { createEnforcer } from 'enforcecore';

const enforcer = await createEnforcer({
  policy: {
    name: 'trial',
    mode: 'monitor',
    rules: { allowedTools: ['search'], piiRedaction: { enabled: true } },
  },
});
enforcer.on('violation', ({ toolName, violationType, wouldBe }) => console.log({ toolName, violationType, wouldBe }));

const erase = enforcer.wrap((whose: string) => `erased the records of ${whose}`, { toolName: 'erase' });
console.log(erase('jane@example.com'));
console.log(erase.last?.decision);
await enforcer.stop();

/* prints
{ toolName: 'erase', violationType: 'tool_not_allowed', wouldBe: true }
erased the records of <EMAIL>
redacted
*/
