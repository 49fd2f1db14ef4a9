/** Shows hooks: they see redacted values only, and one that runs before a call may stop it. */
import { createEnforcer, EnforcementViolation, HookRegistry } from 'enforcecore';

const hooks = new HookRegistry();
hooks.addPreCall((context) => {
  console.log('before', context.toolName, context.args[0]);
  if (String(context.args[0]).includes('confidential')) {
    context.abort = true;
    context.abortReason = 'that is not for sending';
  }
});
hooks.addPostCall(({ toolName, result }) => console.log('after', toolName, result));
hooks.addViolation(({ violationType, violationReason }) => console.log('violation', violationType, violationReason));

const policy = { name: 'mail', rules: { allowedTools: ['send'], piiRedaction: { enabled: true } } };
const enforcer = await createEnforcer({ policy, hooks });
const send = enforcer.wrap(async function send(text: string): Promise<string> {
  return `sent ${text.length} letters`;
});

await send('to jane@example.com');
await send('confidential: the plan').catch((error: unknown) => {
  console.log(error instanceof EnforcementViolation && error.code);
});
await enforcer.stop();

/* prints
before send to <EMAIL>
after send sent 10 letters
before send confidential: the plan
violation hook_abort that is not for sending
EC_HOOK_ABORT
*/
