/** Shows a guard of your own in one function: it can deny what the policy allows, never allow what the policy denies. */
import { createEnforcer, EnforcementViolation } from 'enforcecore';
import { abstain, defineGuard, deny } from 'enforcecore/sdk';

const noLargeTransfers = defineGuard({ name: 'no-large-transfers' }, (call) => {
  const [request] = call.args as readonly [{ readonly cents?: number }?];
  return call.tool === 'transfer' && (request?.cents ?? 0) > 10_000 ? deny('more than 100 dollars') : abstain();
});

const enforcer = await createEnforcer({
  policy: { name: 'bank', rules: { allowedTools: ['transfer'] } },
  plugins: [noLargeTransfers],
});
const transfer = enforcer.wrap(async function transfer({ cents }: { cents: number }): Promise<string> {
  return `${cents / 100} dollars sent`;
});

console.log(await transfer({ cents: 500 }));
await transfer({ cents: 50_000 }).catch((error: unknown) => {
  console.log(error instanceof EnforcementViolation && error.reason);
});
await enforcer.stop();

/* prints
5 dollars sent
more than 100 dollars
*/
