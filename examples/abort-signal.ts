/** Shows giving up: the caller's signal reaches the tool, and a call that was given up before it started never runs. */
import { createEnforcer, enforce } from 'enforcecore';

const enforcer = await createEnforcer({ policy: { name: 'patient', rules: { allowedTools: ['wait'] } } });

async function wait(): Promise<string> {
  const signal = enforce.signal();
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve('the tool saw it and stopped')));
}

const controller = new AbortController();
const waiting = enforcer.enforceAsync(wait, [], { signal: controller.signal });
setImmediate(() => controller.abort());
console.log(await waiting.catch((error: Error) => error.message));

let ran = false;
const late = enforcer.enforceAsync(() => (ran = true), [], { toolName: 'wait', signal: AbortSignal.abort() });
console.log(await late.catch((error: Error & { code?: string }) => error.code), ran);
await enforcer.stop();

/* prints
the tool saw it and stopped
EC_ABORTED false
*/
