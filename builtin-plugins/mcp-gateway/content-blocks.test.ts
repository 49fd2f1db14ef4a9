/** @module Content blocks of every kind, on their way through a real corridor. */
import { allow, createEnforcer, definePlugin, GUARDS, REDACTORS } from 'enforcecore/sdk';
import type { CommandEnforcer } from 'enforcecore/sdk';
import { expect, it } from 'vitest';
import { call, parsed, result, turn } from './fixtures/bench.ts';
import { Relay } from './relay.ts';

const words = definePlugin({
  name: 'words',
  version: '1.0.0',
  setup(host) {
    host.contribute(GUARDS, { check: () => allow() });
    host.contribute(REDACTORS, {
      name: 'words',
      stream: { before: 48, hold: (text) => text.length },
      find: (text, from = 0) =>
        [...text.matchAll(/ann@example\.com|(?<=ssn\W{1,4})\d{9}/g)]
          .filter(({ index }) => index >= from)
          .map(({ 0: hit, index }) => ({
            start: index,
            end: index + hit.length,
            category: 'word',
            replacement: '<X>',
          })),
    });
  },
});
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const pixels = Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 37) % 256)).toString('base64');

it('redacts text, embedded resources, links and structured content, and leaves images and sounds alone', async () => {
  const enforcer = await createEnforcer({
    policy: { name: 'blocks' },
    settings: { auditEnabled: false },
    plugins: [words],
  });
  const toServer: string[] = [];
  const toClient: string[] = [];
  const relay = new Relay({
    enforcer: enforcer as unknown as CommandEnforcer,
    transport: 'stdio',
    session: 's',
    log: () => undefined,
  });
  const exchange = {
    send: (text: string) => void toServer.push(text),
    withdraw: () => undefined,
    reply: (text: string) => void toClient.push(text),
  };
  relay.fromClient(JSON.stringify(call(1, 'report', { ssn: 123456789, json: '{"ssn":123456789}' })), exchange);
  while (toServer.length + toClient.length === 0) await turn();
  expect(toClient).toEqual([]);
  expect(parsed(toServer[0]).params.arguments).toEqual({ ssn: '<X>', json: '{"ssn":"<X>"}' });
  const content = (mail: string, ssn: unknown): object => ({
    content: [
      { type: 'text', text: `to ${mail}` },
      { type: 'resource', resource: { uri: 'a:b', mimeType: 'text/plain', blob: base64(`write to ${mail}`) } },
      { type: 'resource', resource: { uri: 'a:c', mimeType: 'application/octet-stream', blob: pixels } },
      { type: 'resource_link', uri: `https://h.example/${mail}`, name: mail, description: mail },
      { type: 'image', mimeType: 'image/png', data: pixels },
      { type: 'audio', mimeType: 'audio/wav', data: pixels },
    ],
    structuredContent: { ssn, rows: [{ to: mail }] },
  });
  const answer = await relay.fromServer(JSON.stringify(result(1, content('ann@example.com', 123456789))), false);
  while (answer === undefined && toClient.length === 0) await turn();
  expect(parsed(answer ?? toClient[0])).toEqual(result(1, content('<X>', '<X>')));
  await enforcer.stop();
});
