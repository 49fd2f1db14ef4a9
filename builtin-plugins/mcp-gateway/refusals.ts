/** @module Messages of the client that are refused before they are calls: each leaves its record, then gets its answer. */
import type { CallSetting } from './enforced-call.ts';
import { errorReply, own } from './jsonrpc.ts';
import type { Message, RpcError } from './jsonrpc.ts';
import { ENFORCED, INVALID_CALL } from './screening.ts';

export class Refusals {
  readonly #setting: CallSetting;
  readonly #pending = new Set<Promise<void>>();

  constructor(setting: CallSetting) {
    this.#setting = setting;
  }

  get idle(): boolean {
    return this.#pending.size === 0;
  }

  /** Resolves when all are recorded and answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  refuse(message: Message, error: RpcError, reply: (text: string) => void): void {
    const name = own(message.value['params'], 'name');
    const named = message.value['method'] === ENFORCED && typeof name === 'string' && name !== '';
    const answer = (): void => {
      if (message.has('id')) reply(errorReply(message.idText, error));
      else this.#setting.log(`refused a notification of the client: ${error.message}`);
    };
    this.record(error, answer, named ? name : INVALID_CALL);
  }

  /** Leaves a record of a call that is refused before it is one: the aborted signal keeps it from running. */
  record(error: RpcError, then: () => void, toolName = INVALID_CALL): void {
    const never = (): never => {
      throw error;
    };
    const { enforcer, session } = this.#setting;
    const options = { toolName, signal: AbortSignal.abort(error), ...(session === undefined ? {} : { session }) };
    const recorded = enforcer
      .enforceAsync(never, [], options)
      .then(undefined, () => undefined) // it always ends with a refusal; which one makes no difference
      .then(then)
      .finally(() => this.#pending.delete(recorded));
    this.#pending.add(recorded);
  }
}
