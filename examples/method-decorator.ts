/** Shows enforce() on methods: a TC39 decorator, which also works under `experimentalDecorators`. */
import { enforce, EnforcementViolation } from 'enforcecore';

const policy = { name: 'accounts', rules: { allowedTools: ['balance', 'accounts.transfer'] } };

class Accounts {
  #cents = 500;

  @enforce({ policy })
  balance(): number {
    return this.#cents;
  }

  @enforce({ policy, toolName: 'accounts.transfer' })
  async transfer(cents: number): Promise<number> {
    return (this.#cents -= cents);
  }

  @enforce({ policy })
  close(): void {
    this.#cents = 0;
  }
}

const accounts = new Accounts();
console.log(accounts.balance(), await accounts.transfer(200));
try {
  accounts.close();
} catch (error) {
  console.log(error instanceof EnforcementViolation && error.violationType, accounts.balance());
}

/* prints
500 300
tool_not_allowed 300
*/
