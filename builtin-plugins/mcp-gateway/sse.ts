/** @module Server-sent events on their way through: every message is inspected, ids and retry times are kept. */
import type { createParser, EventSourceMessage } from 'eventsource-parser';
import type { Relay } from './relay.ts';

export interface SseOptions {
  readonly relay: Relay;
  readonly createParser: typeof createParser;
  readonly maxMessageBytes: number;
  /** Ids of merged streams mean nothing to either side: they are left out. */
  readonly withIds: boolean;
  /** The client has resumed this stream. */
  readonly resumed: boolean;
  emit(text: string): void | Promise<void>;
  /** Told once the stream is known to be resumable. */
  onId?(): void;
}

/** One event, as text. Data that spans lines keeps its lines. */
export function eventText({ id, event, data }: EventSourceMessage): string {
  const lines = data.split('\n').map((line) => `data: ${line}\n`);
  return `${event === undefined ? '' : `event: ${event}\n`}${id === undefined ? '' : `id: ${id}\n`}${lines.join('')}\n`;
}

/** Reads a stream to its end and emits it inspected, in order. Rejects when the stream breaks or an event is too long. */
export async function relayEvents(body: AsyncIterable<Uint8Array>, options: SseOptions): Promise<void> {
  const { relay, emit, withIds, resumed, onId, maxMessageBytes } = options;
  const queue: (string | EventSourceMessage)[] = [];
  let broken: Error | undefined;
  const parser = options.createParser({
    maxBufferSize: maxMessageBytes,
    onEvent: (event) => void queue.push(event),
    onRetry: (ms) => void queue.push(`retry: ${ms}\n\n`),
    onComment: (comment) => void queue.push(`: ${comment}\n\n`),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') broken = error;
    },
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const item of queue.splice(0)) {
      if (typeof item === 'string') {
        await emit(item);
        continue;
      }
      if (item.id !== undefined) onId?.();
      // A priming event has an id and no message.
      const data = item.data === '' ? '' : await relay.fromServer(item.data, resumed);
      if (data === undefined) continue;
      await emit(eventText(withIds ? { ...item, data } : { event: item.event, data, id: undefined }));
    }
    if (broken) throw broken;
  }
}
