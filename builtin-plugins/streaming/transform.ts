/** @module A flow of text as a transform of Node's streams. */
import { Transform } from 'node:stream';
import type { Awaitable } from 'enforcecore/sdk';

interface Flow {
  push(text: string): Awaitable<string>;
  flush(): Awaitable<string>;
}

/** Bytes are read as UTF-8, whatever they are cut into. */
export function nodeTransform(flow: Flow): Transform {
  const decoder = new TextDecoder();
  const read = (chunk: string | Uint8Array): string =>
    typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  return new Transform({
    decodeStrings: false,
    encoding: 'utf8',
    transform: (chunk: string | Uint8Array, _encoding, done) => settle(done, async () => flow.push(read(chunk))),
    flush: (done) => settle(done, async () => (await flow.push(decoder.decode())) + (await flow.flush())),
  });
}

function settle(done: (error: Error | null, text?: string) => void, body: () => Promise<string>): void {
  body().then(
    (text) => done(null, text),
    (error: unknown) => done(error as Error),
  );
}
