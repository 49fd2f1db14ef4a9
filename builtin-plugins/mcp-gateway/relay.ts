/** @module The heart of the gateway: relays raw JSON-RPC messages and sends every tool call through the corridor. */
import type { Awaitable } from 'enforcecore/sdk';
import { redacted, withoutDeniedTools } from './answers.ts';
import { BatchReply } from './batch-reply.ts';
import { EnforcedCall } from './enforced-call.ts';
import type { CallSetting, Exchange } from './enforced-call.ts';
import type { Oversized } from './framing.ts';
import { CODES, errorReply, identify, idKey, isObject, Message, NULL_ID, own, parse, RpcError } from './jsonrpc.ts';
import type { JsonObject } from './jsonrpc.ts';
import { elements, textOf } from './json-text.ts';
import { ENFORCED, faultOf, INVALID_CALL } from './screening.ts';

export type { Exchange, Sending } from './enforced-call.ts';
export type RelaySetting = CallSetting;

interface Open {
  readonly id: string;
  readonly method: string;
  readonly exchange: Exchange;
  readonly batch: BatchReply | undefined;
  readonly call?: EnforcedCall;
}

/** What stands between one client and one server. It never makes a message of its own but for refusals. */
export class Relay {
  readonly #setting: RelaySetting;
  readonly #open = new Map<string, Open>();
  /** Calls that ended before the server answered: the answer is dropped when it comes. */
  readonly #late = new Set<string>();
  readonly #refusals = new Set<Promise<void>>();

  constructor(setting: RelaySetting) {
    this.#setting = setting;
  }

  /** Whether anything waits for an answer. */
  get idle(): boolean {
    return this.#open.size === 0 && this.#refusals.size === 0;
  }

  /** Takes one message or batch of the client. Never throws: what is wrong with it goes back as a JSON-RPC error. */
  fromClient(text: string, exchange: Exchange): void {
    const parsed = parse(text);
    if (!parsed) return exchange.reply(errorReply(NULL_ID, new RpcError(CODES.parse, 'the message is not valid JSON')));
    const { value } = parsed;
    if (Array.isArray(value)) return this.#batch(text, value, exchange);
    if (isObject(value)) return this.#one(new Message(text, value), exchange, undefined);
    exchange.reply(errorReply(NULL_ID, new RpcError(CODES.invalidRequest, 'a message must be a JSON object')));
  }

  /**
   * Takes one message or batch of the server. Gives what the client gets in its place: the text itself when nothing
   * was to be done, nothing when it is not for the client.
   */
  fromServer(text: string): Awaitable<string | undefined> {
    const value = parse(text)?.value;
    if (isObject(value)) return this.#answer(new Message(text, value));
    if (!Array.isArray(value) || !value.every(isObject)) {
      this.#setting.log(`dropped ${text.length} characters from the server that are not a JSON-RPC message`);
      return undefined;
    }
    const texts = elements(text).map((range) => textOf(text, range));
    const answers = texts.map((one, index) => this.#answer(new Message(one, value[index] as JsonObject)));
    if (answers.every((answer, index) => answer === texts[index])) return text;
    return Promise.all(answers).then((all) => {
      const left = all.filter((one) => one !== undefined);
      return left.length > 0 ? `[${left.join(',')}]` : undefined;
    });
  }

  /** A message of the client that is too long to be read. */
  oversizedFromClient(line: Oversized, limit: number, exchange: Exchange): void {
    const { id, maybeCall } = identify(line);
    const error = new RpcError(CODES.invalidRequest, `the message is longer than ${limit} bytes`);
    this.#setting.log(`refused a message of ${line.bytes} bytes from the client: the limit is ${limit}`);
    const reply = (): void => (id === undefined ? undefined : exchange.reply(errorReply(id, error)));
    if (maybeCall) this.#record(INVALID_CALL, error, reply);
    else reply();
  }

  /** A message of the server that is too long to be read. Whoever waits for it gets an error. */
  oversizedFromServer(line: Oversized, limit: number): void {
    this.#setting.log(`dropped a message of ${line.bytes} bytes from the server: the limit is ${limit}`);
    const { id } = identify(line);
    if (id === undefined) return;
    const key = idKey(JSON.parse(id));
    this.lose(new RpcError(CODES.internal, `the answer of the server is longer than ${limit} bytes`), [key]);
  }

  /** The server will not answer these requests (all when absent): their senders get the error. */
  lose(error: RpcError, keys: Iterable<string> = [...this.#open.keys()]): void {
    for (const key of keys) {
      const open = this.#open.get(key);
      if (!open) continue;
      if (open.call) open.call.abandon(error);
      else this.#close(key, open, errorReply(open.id, error));
    }
  }

  /** Resolves when every call has been sent or refused. */
  async dispatched(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ call }) => call?.dispatched));
  }

  /** Resolves when every call has ended and been recorded. */
  async settled(): Promise<void> {
    await Promise.all([...[...this.#open.values()].map(({ call }) => call?.finished), ...this.#refusals]);
  }

  #batch(text: string, values: readonly unknown[], exchange: Exchange): void {
    if (values.length === 0 || !values.every(isObject)) {
      const error = new RpcError(CODES.invalidRequest, 'a batch must hold JSON-RPC messages and nothing else');
      return this.#record(INVALID_CALL, error, () => exchange.reply(errorReply(NULL_ID, error)));
    }
    const messages = elements(text).map(
      (range, index) => new Message(textOf(text, range), values[index] as JsonObject),
    );
    const plain = messages.every((one) => one.value['method'] !== ENFORCED && !this.#fault(one));
    const keys = messages.filter(isRequest).map(({ value }) => idKey(value['id']));
    if (plain && new Set(keys).size === keys.length) {
      for (const message of messages) this.#track(message, exchange, undefined);
      return exchange.send(text, { requests: keys });
    }
    // The server gets them one by one, so that no call waits for another one's checks.
    const awaited = messages.filter((one) => one.has('id') && (one.has('method') || this.#fault(one))).length;
    const gather = this.#setting.transport === 'stdio' && awaited > 0;
    const batch = gather ? new BatchReply(awaited, (all) => exchange.reply(all)) : undefined;
    for (const message of messages) this.#one(message, exchange, batch);
  }

  #one(message: Message, exchange: Exchange, batch: BatchReply | undefined): void {
    const reply = batch ? (answer: string) => batch.add(answer) : (answer: string) => exchange.reply(answer);
    const fault = this.#fault(message);
    if (fault) return this.#refuse(message, fault, reply);
    if (message.value['method'] === ENFORCED) return this.#call(message, exchange, batch);
    this.#track(message, exchange, batch);
    if (message.value['method'] === 'notifications/cancelled') this.#cancel(own(message.value['params'], 'requestId'));
    exchange.send(message.text, { requests: isRequest(message) ? [idKey(message.value['id'])] : [] });
  }

  #fault(message: Message): RpcError | undefined {
    const fault = faultOf(message);
    if (fault || !isRequest(message)) return fault;
    const key = idKey(message.value['id']);
    if (!this.#open.has(key) && !this.#late.has(key)) return undefined;
    return new RpcError(CODES.invalidRequest, 'a request with this id is still open');
  }

  #refuse(message: Message, error: RpcError, reply: (text: string) => void): void {
    const name = own(message.value['params'], 'name');
    const named = message.value['method'] === ENFORCED && typeof name === 'string' && name !== '';
    const answer = (): void => {
      if (message.has('id')) reply(errorReply(message.idText, error));
      else this.#setting.log(`refused a notification of the client: ${error.message}`);
    };
    this.#record(named ? name : INVALID_CALL, error, answer);
  }

  /** Leaves a record of a call that is refused before it is one: the aborted signal keeps it from running. */
  #record(toolName: string, error: RpcError, then: () => void): void {
    const never = (): never => {
      throw error;
    };
    const recorded = this.#setting.enforcer
      .enforceAsync(never, [], { toolName, signal: AbortSignal.abort(error) })
      .then(undefined, () => undefined) // it always ends with a refusal; which one makes no difference
      .then(then)
      .finally(() => this.#refusals.delete(recorded));
    this.#refusals.add(recorded);
  }

  #track(message: Message, exchange: Exchange, batch: BatchReply | undefined): void {
    if (!isRequest(message)) return;
    const method = message.value['method'] as string;
    this.#open.set(idKey(message.value['id']), { id: message.idText, method, exchange, batch });
  }

  #call(message: Message, exchange: Exchange, batch: BatchReply | undefined): void {
    const key = idKey(message.value['id']);
    const { name, arguments: args } = message.value['params'] as { name: string; arguments?: JsonObject };
    const call = new EnforcedCall(this.#setting, message, name, args ?? {}, exchange);
    const open = { id: message.idText, method: ENFORCED, exchange, batch, call };
    this.#open.set(key, open);
    call.start();
    void call.finished.then((text) => {
      if (call.sent && !call.answered) this.#expectLate(key);
      if (call.givenUp) exchange.withdraw(cancelled(open.id));
      this.#close(key, open, text, call.answered);
    });
  }

  #close(key: string, open: Open, text: string | undefined, onItsWay = false): void {
    if (this.#open.get(key) !== open) return;
    this.#open.delete(key);
    if (open.batch) open.batch.add(text);
    else if (text !== undefined && !onItsWay) open.exchange.reply(text);
  }

  #cancel(id: unknown): void {
    const key = idKey(id);
    const open = this.#open.get(key);
    if (open?.call) open.call.cancel();
    else if (open?.batch) this.#close(key, open, undefined);
  }

  #expectLate(key: string): void {
    this.#late.add(key);
    if (this.#late.size <= MOST_LATE) return;
    for (const oldest of this.#late) {
      this.#late.delete(oldest);
      break;
    }
  }

  #answer(message: Message): Awaitable<string | undefined> {
    const { value, text } = message;
    if (!message.has('result') && !message.has('error')) {
      const task = typeof value['method'] === 'string' && value['method'].startsWith('notifications/tasks');
      return task ? this.#inspected(message, () => redacted(message, 'params', this.#setting.enforcer)) : text;
    }
    const key = idKey(value['id']);
    const open = this.#open.get(key);
    if (!open) return this.#unexpected(message, key);
    if (open.call) {
      if (open.call.answered) return this.#dropped('a second answer of the server to one call');
      open.call.answer(message);
      return open.batch ? undefined : open.call.finished;
    }
    const answer = this.#answerTo(open.method, message);
    if (!open.batch) {
      this.#open.delete(key);
      return answer;
    }
    void Promise.resolve(answer).then((one) => this.#close(key, open, one));
    return undefined;
  }

  #answerTo(method: string, message: Message): Awaitable<string> {
    const { enforcer } = this.#setting;
    if (method === 'tools/list') return this.#inspected(message, () => withoutDeniedTools(message, enforcer));
    if (!method.startsWith('tasks/')) return message.text;
    const name = message.has('error') ? 'error' : 'result';
    return this.#inspected(message, () => redacted(message, name, enforcer));
  }

  #unexpected(message: Message, key: string): Awaitable<string | undefined> {
    if (this.#late.delete(key)) return undefined;
    const { enforcer, transport } = this.#setting;
    const error = message.has('error');
    if (error && (message.value['id'] ?? null) === null) {
      return this.#inspected(message, () => redacted(message, 'error', enforcer));
    }
    if (transport === 'stdio') return this.#dropped('an answer of the server to a request that nobody made');
    // A resumed stream replays answers; whether it was a tool's is not known any more.
    return this.#inspected(message, async () => {
      const text = redacted(message, error ? 'error' : 'result', enforcer);
      return error ? text : withoutDeniedTools(new Message(text, JSON.parse(text) as JsonObject), enforcer);
    });
  }

  #dropped(what: string): undefined {
    this.#setting.log(`dropped ${what}`);
  }

  /** What cannot be inspected is withheld. */
  #inspected(message: Message, inspect: () => Awaitable<string>): Promise<string> {
    const withheld = new RpcError(CODES.internal, 'the answer was withheld because it could not be inspected');
    return new Promise<string>((resolve) => resolve(inspect())).catch(() => errorReply(message.idText, withheld));
  }
}

const MOST_LATE = 1000;

function isRequest(message: Message): boolean {
  return message.has('id') && message.has('method');
}

function cancelled(id: string): string {
  const reason = '"the policy ended the call"';
  return `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${id},"reason":${reason}}}`;
}
