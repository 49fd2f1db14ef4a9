/** Shows a plugin that adds a section to the policy language: checked, with defaults, like every built-in one. */
import { createEnforcer, Policy } from 'enforcecore';
import { abstain, definePlugin, deny, GUARDS } from 'enforcecore/sdk';
import { z } from 'zod';

const wordLimit = definePlugin({
  name: 'word-limit',
  version: '1.0.0',
  policy: { sections: { word_limit: z.strictObject({ most: z.int().min(1).default(100) }).prefault({}) } },
  setup(host, _deps, { word_limit: { most } }) {
    const tooLong = (value: unknown): boolean => typeof value === 'string' && value.split(/\s+/).length > most;
    host.contribute(GUARDS, {
      name: 'word-limit',
      check: ({ args }) => (args.some(tooLong) ? deny(`more than ${most} words`) : abstain()),
    });
  },
});
const plugins = [wordLimit];

const enforcer = await createEnforcer({ policy: { name: 'terse', rules: { word_limit: { most: 3 } } }, plugins });
const say = enforcer.wrap((text: string) => text, { toolName: 'say' });
console.log(say('short and sweet'));
try {
  say('this goes on for too long');
} catch (error) {
  console.log((error as Error).message);
}
await enforcer.stop();

try {
  new Policy({ name: 'wrong', rules: { word_limit: { most: 0 } } }, { plugins });
} catch (error) {
  console.log((error as Error).message);
}

/* prints
short and sweet
tool `say` refused by policy `terse`: more than 3 words
`rules.word_limit.most` must be at least 1
*/
