/** @module The heart of the gateway: relays raw JSON-RPC messages and sends every tool call through the corridor. */
import { foldName } from 'enforcecore/sdk';
import type { Awaitable } from 'enforcecore/sdk';
import { BatchReply } from './batch-reply.ts';
import { EnforcedCall } from './enforced-call.ts';
import type { CallSetting, Exchange } from './enforced-call.ts';
import type { Oversized } from './framing.ts';
import { Inbound } from './inbound.ts';
import {
  CODES,
  ENVELOPE,
  errorReply,
  identify,
  idKey,
  isObject,
  Message,
  NULL_ID,
  own,
  parse,
  RpcError,
} from './jsonrpc.ts';
import type { JsonObject } from './jsonrpc.ts';
import { elements, isAmbiguous, textOf } from './json-text.ts';
import { Recent, Tasks } from './memory.ts';
import { Refusals } from './refusals.ts';
import { ENFORCED, faultOf } from './screening.ts';

export type { Exchange, Sending } from './enforced-call.ts';
export type RelaySetting = CallSetting;

interface Open {
  readonly id: string;
  readonly method: string;
  readonly exchange: Exchange;
  readonly batch: BatchReply | undefined;
  readonly call?: EnforcedCall;
  /** The tool whose task is asked about. */
  readonly tool?: string | undefined;
}

/** What stands between one client and one server. It never makes a message of its own but for refusals. */
export class Relay {
  readonly #setting: RelaySetting;
  readonly #open = new Map<string, Open>();
  readonly #inbound: Inbound;
  readonly #tasks: Tasks;
  /** Calls that ended before the server answered, with their tools: the answer is withheld when it comes. */
  readonly #late = new Recent(MOST_ENDED);
  /** Calls whose answer the client was sent, with their tools: a stream may replay it. */
  readonly #answered = new Recent(MOST_ENDED);
  readonly #refusals: Refusals;

  constructor(setting: RelaySetting) {
    this.#setting = setting;
    this.#refusals = new Refusals(setting);
    this.#inbound = new Inbound(setting);
    this.#tasks = setting.tasks ?? new Tasks();
  }

  /** Whether anything waits for an answer. */
  get idle(): boolean {
    return this.#open.size === 0 && this.#refusals.idle;
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
   *
   * @param resumed - whether it comes on a stream that the client has resumed, where answers come again
   */
  fromServer(text: string, resumed = false): Awaitable<string | undefined> {
    const value = parse(text)?.value;
    if (isObject(value)) return this.#fromServer(new Message(text, value), resumed);
    if (!Array.isArray(value) || !value.every(isObject)) {
      this.#setting.log(`dropped ${text.length} characters from the server that are not a JSON-RPC message`);
      return undefined;
    }
    const texts = elements(text).map((range) => textOf(text, range));
    const answers = texts.map((one, index) => this.#fromServer(new Message(one, value[index] as JsonObject), resumed));
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
    if (maybeCall) this.#refusals.record(error, reply);
    else reply();
  }

  /** A message of the server that is too long to be read. Whoever waits for it gets an error. */
  oversizedFromServer(line: Oversized, limit: number): void {
    this.#setting.log(`dropped a message of ${line.bytes} bytes from the server: the limit is ${limit}`);
    const { id } = identify(line);
    if (id === undefined) return;
    const key = idKey(JSON.parse(id));
    void this.lose(new RpcError(CODES.internal, `the answer of the server is longer than ${limit} bytes`), [key]);
  }

  /** A message of the client that could not be read to its end, and may have been a call. */
  unreadFromClient(error: RpcError): void {
    this.#refusals.record(error, () => undefined);
  }

  /**
   * The server will not answer these requests (all when absent): their senders get the error. Resolves when they have
   * it.
   */
  async lose(error: RpcError, keys: Iterable<string> = [...this.#open.keys()]): Promise<void> {
    const calls: Promise<unknown>[] = [];
    for (const key of keys) {
      const open = this.#open.get(key);
      if (!open) continue;
      if (!open.call) {
        this.#close(key, open, errorReply(open.id, error));
        continue;
      }
      open.call.abandon(error);
      calls.push(open.call.finished);
    }
    await Promise.all(calls);
  }

  /** The keys of what came by an exchange and has no answer yet. */
  openOf(exchange: Exchange): readonly string[] {
    return [...this.#open].filter(([, open]) => open.exchange === exchange).map(([key]) => key);
  }

  /** Resolves when every call has been sent or refused. */
  async dispatched(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ call }) => call?.dispatched));
  }

  /** Resolves when every call has ended and been recorded. */
  async settled(): Promise<void> {
    await Promise.all([...[...this.#open.values()].map(({ call }) => call?.finished), this.#refusals.settled()]);
  }

  #batch(text: string, values: readonly unknown[], exchange: Exchange): void {
    if (values.length === 0 || !values.every(isObject)) {
      const error = new RpcError(CODES.invalidRequest, 'a batch must hold JSON-RPC messages and nothing else');
      return this.#refusals.record(error, () => exchange.reply(errorReply(NULL_ID, error)));
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
    if (fault) return this.#refusals.refuse(message, fault, reply);
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

  #track(message: Message, exchange: Exchange, batch: BatchReply | undefined): void {
    if (!isRequest(message)) return;
    const method = message.value['method'] as string;
    const tool = this.#tasks.toolOf(own(message.value['params'], 'taskId'));
    this.#open.set(idKey(message.value['id']), { id: message.idText, method, exchange, batch, tool });
  }

  #call(message: Message, exchange: Exchange, batch: BatchReply | undefined): void {
    const key = idKey(message.value['id']);
    const { name, arguments: args } = message.value['params'] as { name: string; arguments?: JsonObject };
    const call = new EnforcedCall(this.#setting, message, name, args ?? {}, exchange);
    const open = { id: message.idText, method: ENFORCED, exchange, batch, call };
    this.#open.set(key, open);
    call.start();
    void call.finished.then((text) => {
      (call.sent && !call.answered ? this.#late : this.#answered).set(key, name);
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

  #fromServer(message: Message, resumed: boolean): Awaitable<string | undefined> {
    const { value, text } = message;
    if (isAmbiguous(message.parts, ENVELOPE)) return this.#malformed(message);
    if (message.has('result') || message.has('error')) return this.#answer(message, resumed);
    const { method } = value as { method?: unknown };
    if (typeof method !== 'string') return this.#malformed(message);
    if (!foldName(method).startsWith('notifications/tasks')) return text;
    return this.#inbound.notification(message, this.#tasks.toolOf(own(value['params'], 'taskId')));
  }

  #answer(message: Message, resumed: boolean): Awaitable<string | undefined> {
    const key = idKey(message.value['id']);
    const open = this.#open.get(key);
    if (!open) return this.#unexpected(message, key, resumed);
    if (open.call) {
      if (open.call.answered) return this.#dropped('a second answer of the server to one call');
      this.#tasks.learn(message.value['result'], open.call.name);
      open.call.answer(message);
      return open.batch ? undefined : open.call.finished;
    }
    const answer = this.#inbound.answer(open.method, open.tool, message);
    if (!open.batch) {
      this.#open.delete(key);
      return answer;
    }
    void Promise.resolve(answer).then((one) => this.#close(key, open, one));
    return undefined;
  }

  /** The client may read it as another message than we do. Whoever waits for this answer gets an error. */
  #malformed(message: Message): undefined {
    const error = new RpcError(CODES.internal, 'the server sent a malformed answer');
    if (message.has('id')) void this.lose(error, [idKey(message.value['id'])]);
    return this.#dropped('a malformed message of the server');
  }

  #unexpected(message: Message, key: string, resumed: boolean): Awaitable<string | undefined> {
    const { transport } = this.#setting;
    if (this.#late.has(key)) {
      if (transport === 'stdio') this.#late.delete(key);
      if (!resumed) return undefined;
      // The call was recorded as one that has no answer.
      return errorReply(message.idText, new RpcError(CODES.closed, 'the call had ended before its answer came'));
    }
    if (message.has('error') && (message.value['id'] ?? null) === null) return this.#inbound.error(message);
    if (resumed) return this.#inbound.replay(message, this.#answered.get(key));
    return this.#dropped('an answer of the server to a request that nobody made');
  }

  #dropped(what: string): undefined {
    this.#setting.log(`dropped ${what}`);
  }
}

const MOST_ENDED = 1000;

function isRequest(message: Message): boolean {
  return message.has('id') && message.has('method');
}

function cancelled(id: string): string {
  const reason = '"the policy ended the call"';
  return `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${id},"reason":${reason}}}`;
}
