/** Shows a policy written in code, and one enforcer for many tools. Options are camelCase here, snake_case in files. */
import { createEnforcer, EnforcementViolation, Policy } from 'enforcecore';

const policy = new Policy({
  name: 'research',
  rules: {
    allowedTools: ['search', 'summarise'],
    deniedTools: ['shell'],
    piiRedaction: { enabled: true, categories: ['email'], strategy: 'mask' },
  },
});
const enforcer = await createEnforcer({ policy });
const call = (toolName: string): Promise<string> =>
  enforcer.enforceAsync((query: string) => `${toolName}: ${query}`, ['who is jane@example.com?'], { toolName });

console.log(await call('search'));
for (const tool of ['shell', 'SHELL', 'calendar']) {
  await call(tool).catch((error: unknown) => {
    console.log(tool, error instanceof EnforcementViolation && error.violationType);
  });
}
await enforcer.stop();

/* prints
search: who is ****@****.***?
shell tool_denied
SHELL tool_denied
calendar tool_not_allowed
*/
