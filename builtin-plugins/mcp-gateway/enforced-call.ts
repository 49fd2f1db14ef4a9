/** @module One `tools/call` on its way through the corridor: from the client, to the server, and back. */
import { deepRedact } from 'enforcecore/sdk';
import type { CommandEnforcer } from 'enforcecore/sdk';
import { denialResult, denialText } from './denial.ts';
import { stateOf, withoutState, withPart } from './answers.ts';
import { CODES, errorReply, idKey, isObject, own, resultReply, RpcError, sameJson } from './jsonrpc.ts';
import type { JsonObject, Message } from './jsonrpc.ts';
import type { Tasks } from './memory.ts';
import { members, splice } from './json-text.ts';

/** Where a client's message came from, and where its answer goes. */
export interface Exchange {
  /** Sends towards the server. */
  send(text: string, sending: Sending): void;
  /** Tells the server that nobody waits for a call any more. */
  withdraw(text: string): void;
  /** Answers the client. */
  reply(text: string): void;
}

export interface Sending {
  /** The keys of the requests in the text. */
  readonly requests: readonly string[];
  /** The arguments of a tool call before and after redaction, for transports that mirror them. */
  readonly call?: { readonly before: JsonObject; readonly after: unknown };
}

export interface CallSetting {
  readonly enforcer: CommandEnforcer;
  readonly transport: 'stdio' | 'http';
  readonly session: string | undefined;
  /** What is known of the server's tasks; shared by all who speak to one server. */
  readonly tasks?: Tasks;
  log(line: string): void;
}

/** One tool call in progress. */
export class EnforcedCall {
  /** The text for the client; nothing when the client has cancelled the call and waits for no answer. */
  finished: Promise<string | undefined> = Promise.resolve(undefined);
  /** Settled when the server has the call, or never will. */
  readonly dispatched: Promise<void>;
  readonly name: string;
  readonly #setting: CallSetting;
  readonly #message: Message;
  readonly #args: JsonObject;
  readonly #exchange: Exchange;
  readonly #abort = new AbortController();
  #sent = false;
  #answer: Message | undefined;
  #cancelled = false;
  #requestState: string | undefined;
  #failure: RpcError | undefined;
  #dispatch: () => void = ignore;
  #resolve: (result: unknown) => void = ignore;
  #reject: (error: unknown) => void = ignore;

  constructor(setting: CallSetting, message: Message, name: string, args: JsonObject, exchange: Exchange) {
    this.#setting = setting;
    this.#message = message;
    this.name = name;
    this.#args = args;
    this.#exchange = exchange;
    this.dispatched = new Promise((resolve) => (this.#dispatch = resolve));
  }

  /** Sends it on its way. Once only. */
  start(): void {
    this.finished = this.#run().finally(this.#dispatch);
  }

  /** Whether the server has it. */
  get sent(): boolean {
    return this.#sent;
  }
  get answered(): boolean {
    return this.#answer !== undefined;
  }
  /** Whether the corridor gave up waiting, while the server is still at work. */
  get givenUp(): boolean {
    return this.#sent && !this.#answer && !this.#failure;
  }

  /** The server's answer. What the client gets is in {@link finished}. */
  answer(message: Message): void {
    this.#answer = message;
    const { value } = message;
    if (Object.hasOwn(value, 'error')) return this.fail(rpcErrorOf(value['error']));
    const result = value['result'];
    this.#requestState = stateOf(result);
    this.#resolve(this.#requestState === undefined ? result : withoutState(result as JsonObject));
  }

  /** There will be no result. The reason goes through the corridor as the tool's error, so that it is recorded. */
  fail(error: RpcError): void {
    this.#failure ??= error;
    this.#reject(this.#failure);
  }

  /** The client wants no answer any more. */
  cancel(): void {
    this.#cancelled = true;
    this.fail(new RpcError(CODES.closed, 'the client cancelled the call'));
    this.#abort.abort(this.#failure);
  }

  /** Ends the call for a reason that the client is told. */
  abandon(error: RpcError): void {
    this.fail(error);
    this.#abort.abort(error);
  }

  async #run(): Promise<string | undefined> {
    const { enforcer, session, transport } = this.#setting;
    const about = { 'mcp-gateway': { transport, task: own(this.#message.value['params'], 'task') !== undefined } };
    const options = {
      toolName: this.name,
      about,
      signal: this.#abort.signal,
      ...(session === undefined ? {} : { session }),
    };
    let text: string;
    try {
      text = this.#resultText(
        await enforcer.enforceAsync((args: unknown) => this.#forward(args), [this.#args], options),
      );
    } catch (error) {
      text = this.#refusalText(error);
    }
    return this.#cancelled ? undefined : text;
  }

  #forward(args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      if (this.#failure) return reject(this.#failure);
      const text = this.#messageWith(args);
      this.#sent = true;
      this.#exchange.send(text, {
        requests: [idKey(this.#message.value['id'])],
        call: { before: this.#args, after: args },
      });
      this.#dispatch();
    });
  }

  /** The client's own bytes when nothing was redacted; else only the arguments are written anew. */
  #messageWith(args: unknown): string {
    if (sameJson(args, this.#args)) return this.#message.text;
    const params = this.#message.part('params');
    const range = params && members(this.#message.text, params.start).find(({ key }) => key === 'arguments');
    if (!range) throw new TypeError('there are no arguments to write anew');
    return splice(this.#message.text, range, JSON.stringify(args));
  }

  #resultText(result: unknown): string {
    const answer = this.#answer;
    if (!answer || !isObject(result)) throw new RpcError(CODES.internal, 'the server sent no result');
    const state = this.#requestState;
    return withPart(answer, 'result', state === undefined ? result : { ...result, requestState: state });
  }

  #refusalText(error: unknown): string {
    const id = this.#message.idText;
    try {
      if (error instanceof RpcError) return errorReply(id, this.#redactedError(error));
      const name = this.#setting.enforcer.redactText(this.name);
      return resultReply(id, denialResult(denialText(name, error), isModern(this.#message)));
    } catch {
      // What cannot be redacted is not shown.
      return errorReply(id, new RpcError(CODES.internal, 'the answer was withheld because it could not be inspected'));
    }
  }

  #redactedError({ code, message, data }: RpcError): RpcError {
    const redact = (text: string): string => this.#setting.enforcer.redactText(text);
    return new RpcError(code, redact(message), data === undefined ? undefined : deepRedact(data, redact));
  }
}

/** Requests of protocol version 2026-07-28 and later carry their version with them. */
function isModern(message: Message): boolean {
  return own(own(message.value['params'], '_meta'), 'io.modelcontextprotocol/protocolVersion') !== undefined;
}

function rpcErrorOf(error: unknown): RpcError {
  const code = own(error, 'code');
  const message = own(error, 'message');
  if (typeof code !== 'number' || typeof message !== 'string') {
    return new RpcError(CODES.internal, 'the server answered with a malformed error');
  }
  return new RpcError(code, message, own(error, 'data'));
}

function ignore(): void {}
