/** Shows a guard as a class that is given what it needs: with the decorator, and its twin that needs no compiler flag. */
import { createEnforcer } from 'enforcecore';
import { abstain, defineGuard, definePlugin, deny, Guard, token } from 'enforcecore/sdk';
import type { ToolCall, Verdict } from 'enforcecore/sdk';

const HOUR = token<() => number>('example/hour');
const evening = definePlugin({
  name: 'evening',
  version: '1.0.0',
  provides: [HOUR],
  setup: (host) => host.provide(HOUR, () => 21),
});

class OfficeHours {
  readonly #hour: () => number;
  constructor(hour: () => number) {
    this.#hour = hour;
  }
  check(_call: ToolCall): Verdict {
    return this.#hour() < 17 ? abstain() : deny(`closed at ${this.#hour()} o'clock`);
  }
}
@Guard({ name: 'office-hours', inject: [HOUR] })
class Decorated extends OfficeHours {}
const twin = defineGuard({ name: 'office-hours', inject: [HOUR] }, OfficeHours);

for (const guard of [Decorated, twin]) {
  const enforcer = await createEnforcer({ policy: { name: 'office', rules: {} }, plugins: [evening, guard] });
  await enforcer
    .enforceAsync(() => 'open', [], { toolName: 'door' })
    .catch((error: Error) => console.log(error.message));
  await enforcer.stop();
}

/* prints
tool `door` refused by policy `office`: closed at 21 o'clock
tool `door` refused by policy `office`: closed at 21 o'clock
*/
