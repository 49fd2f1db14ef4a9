/** @module What a server sends that is not the answer to a running call. Results among it take the same way back as one. */
import type { Awaitable } from 'enforcecore/sdk';
import { redactedError, reviewed, withoutDeniedTools } from './answers.ts';
import { denialResult, withheldText } from './denial.ts';
import type { CallSetting } from './enforced-call.ts';
import { CODES, errorReply, Message, parse, resultReply, RpcError } from './jsonrpc.ts';
import type { JsonObject } from './jsonrpc.ts';

/** Stands for the tool whose name is not known any more. */
export const UNKNOWN_TOOL = 'unknown_tool';

export class Inbound {
  readonly #setting: CallSetting;

  constructor(setting: CallSetting) {
    this.#setting = setting;
  }

  /** The answer to a request that is no tool call. @param tool - the tool whose task was asked about */
  answer(method: string, tool: string | undefined, message: Message): Awaitable<string> {
    const { enforcer } = this.#setting;
    if (method === 'tools/list') return this.#inspected(message, () => withoutDeniedTools(message, enforcer));
    if (!method.startsWith('tasks/')) return message.text;
    return this.#result(message, tool, method === 'tasks/result');
  }

  /** News of a task, which may carry its result. */
  async notification(message: Message, tool: string | undefined): Promise<string | undefined> {
    if (!message.has('params')) return message.text;
    try {
      return await reviewed(message, 'params', tool ?? UNKNOWN_TOOL, this.#setting);
    } catch (error) {
      await this.#record(message.value['params'], tool);
      this.#setting.log(`dropped a notification of the server: ${withheldText(undefined, error)}`);
      return undefined;
    }
  }

  /** An answer on a resumed stream. @param tool - the tool it is of; when not known it may be anything's */
  async replay(message: Message, tool: string | undefined): Promise<string> {
    const text = await this.#result(message, tool, tool !== undefined);
    const value = parse(text)?.value as JsonObject;
    const again = new Message(text, value);
    return this.#inspected(again, () => withoutDeniedTools(again, this.#setting.enforcer));
  }

  error(message: Message): Promise<string> {
    return this.#inspected(message, () => redactedError(message, this.#setting.enforcer));
  }

  async #result(message: Message, tool: string | undefined, ofCall: boolean): Promise<string> {
    if (message.has('error')) return this.error(message);
    try {
      return await reviewed(message, 'result', tool ?? UNKNOWN_TOOL, this.#setting);
    } catch (error) {
      await this.#record(message.value['result'], tool);
      const text = withheldText(tool === undefined ? undefined : this.#setting.enforcer.redactText(tool), error);
      if (ofCall) return resultReply(message.idText, denialResult(text, false));
      return errorReply(message.idText, new RpcError(CODES.internal, text));
    }
  }

  /** A review leaves no trace. What it refused is sent through the corridor, where the refusal is recorded. */
  async #record(result: unknown, tool: string | undefined): Promise<void> {
    const { enforcer, session, transport } = this.#setting;
    const about = { 'mcp-gateway': { transport, task: true } };
    const options = { toolName: tool ?? UNKNOWN_TOOL, about, ...(session === undefined ? {} : { session }) };
    try {
      await enforcer.enforceAsync(() => result, [], options);
    } catch {
      return; // refused again, and recorded as that
    }
    this.#setting.log('an answer of the server was withheld, and the trail does not say so');
  }

  /** What cannot be inspected is withheld. */
  #inspected(message: Message, inspect: () => Awaitable<string>): Promise<string> {
    const withheld = new RpcError(CODES.internal, 'the answer was withheld because it could not be inspected');
    return new Promise<string>((resolve) => resolve(inspect())).catch(() => errorReply(message.idText, withheld));
  }
}
