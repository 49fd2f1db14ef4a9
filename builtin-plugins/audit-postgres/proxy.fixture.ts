/** @module Stands between a client and the server, and cuts the connection when it is told to. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface CuttingProxy {
  /** The folder of its socket: a `host` for clients. */
  readonly folder: string;
  readonly cuts: number;
  /** Cuts once, when the server has said this: the client does not hear it. */
  cutAfter(text: string): void;
  close(): Promise<void>;
}

export async function cuttingProxy(target: string): Promise<CuttingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'enforcecore-pg-proxy-'));
  const sockets = new Set<Socket>();
  let waitsFor: string | undefined;
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(target);
    for (const one of [client, upstream]) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => (client.destroy(), upstream.destroy(), sockets.delete(one)));
    }
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      if (waitsFor !== undefined && chunk.includes(waitsFor)) {
        waitsFor = undefined;
        cuts++;
        client.destroy();
      } else client.write(chunk);
    });
  });
  server.listen(join(folder, basename(target)));
  await once(server, 'listening');
  return {
    folder,
    get cuts() {
      return cuts;
    },
    cutAfter: (text) => void (waitsFor = text),
    async close() {
      for (const one of sockets) one.destroy();
      server.close();
      await once(server, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
