/** Shows tools that call tools: each call is judged, and a chain that is too deep is stopped. */
import { createEnforcer, EnforcementDepthError, getEnforcementChain } from 'enforcecore';

const enforcer = await createEnforcer({ policy: { name: 'nested', rules: { deniedTools: ['erase'] } } });

const leaf = enforcer.wrap(() => getEnforcementChain().join(' > '), { toolName: 'leaf' });
const erase = enforcer.wrap(() => 'erased', { toolName: 'erase' });
const plan = enforcer.wrap((inner: () => string) => inner(), { toolName: 'plan' });
const forever = enforcer.wrap((): number => 1 + forever(), { toolName: 'forever' });

console.log(plan(() => leaf()));
try {
  plan(() => erase());
} catch (error) {
  console.log((error as Error).message);
}
try {
  forever();
} catch (error) {
  console.log(error instanceof EnforcementDepthError);
}
await enforcer.stop();

/* prints
plan > leaf
tool `erase` refused by policy `nested`: the tool is denied
true
*/
