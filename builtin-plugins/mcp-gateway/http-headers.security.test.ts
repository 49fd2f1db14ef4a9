import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { answerJson, call, endAll, gateway } from './fixtures/http.ts';

afterEach(endAll);

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };

describe('headers name no tool that the body does not', () => {
  it.each([
    ['a batch', [ping], { 'mcp-method': 'tools/call', 'mcp-name': 'denied' }],
    ['an answer', { jsonrpc: '2.0', id: 1, result: {} }, { 'mcp-method': 'tools/call', 'mcp-name': 'denied' }],
    ['a batch, by the method alone', [ping], { 'mcp-method': 'tools/call' }],
    ['an answer, by the method alone', { jsonrpc: '2.0', id: 1, result: {} }, { 'mcp-method': 'tools/call' }],
    ['another method', ping, { 'mcp-method': 'ping', 'mcp-name': 'denied' }],
    ['a name alone', ping, { 'mcp-name': 'denied' }],
    ['a name in base64', call(1, 'echo'), { 'mcp-name': `=?base64?${Buffer.from('denied').toString('base64')}?=` }],
    ['two names', call(1, 'echo'), { 'mcp-name': 'echo, denied' }],
    ['a method in another case', call(1, 'echo'), { 'mcp-method': 'Tools/Call' }],
    ['a notification', { jsonrpc: '2.0', method: 'notifications/x' }, { 'mcp-method': 'tools/call' }],
  ])('%s', async (_, body, headers) => {
    const seen: string[] = [];
    const g = await gateway(({ text }, response) => {
      seen.push(text);
      answerJson(response, { jsonrpc: '2.0', id: 1, result: {} });
    });
    const response = await g.post(body, headers as Record<string, string>);
    expect(await response.text()).toContain('-32020');
    expect(seen).toEqual([]);
  });

  it.each([
    [{ ...ping, method: 'prompts/get', params: { name: 'hello' } }, 'hello'],
    [{ ...ping, method: 'resources/read', params: { uri: 'file:///a' } }, 'file:///a'],
  ])('and what they say of other requests passes', async (body, name) => {
    const g = await gateway((_, response) => answerJson(response, { jsonrpc: '2.0', id: 1, result: {} }));
    expect((await g.post(body, { 'mcp-method': body.method, 'mcp-name': name })).status).toBe(200);
  });
});

describe('a page on the web', () => {
  const statusOf = (url: string, method: string, headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const body = method === 'POST' ? '{}' : undefined;
      request(url, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end(body);
    });

  it.each([
    ['POST', { host: 'rebound.example' }],
    ['GET', { host: 'rebound.example:80' }],
    ['DELETE', { host: '127.0.0.1.evil.example' }],
    ['GET', { host: 'localhost.evil.example' }],
    ['OPTIONS', { origin: 'https://evil.example' }],
    ['GET', { origin: 'http://127.0.0.1.evil.example' }],
    ['GET', { origin: 'file://' }],
    ['GET', { origin: 'chrome-extension://abcdef' }],
  ])('cannot reach the gateway by another name: %s %o', async (method, headers) => {
    const g = await gateway(() => expect.unreachable());
    expect(await statusOf(g.url, method, headers as Record<string, string>)).toBe(403);
  });

  it('is not told more than a local one by HEAD', async () => {
    const g = await gateway(() => expect.unreachable());
    expect(await statusOf(g.url, 'HEAD', {})).toBe(405);
  });
});
