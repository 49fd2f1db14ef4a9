/** An MCP client, made with the SDK: starts what it is told to, calls two tools, and prints what came of them. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const { command, args, cwd } = JSON.parse(process.argv[2]);
const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const transport = new StdioClientTransport({ command, args, cwd, stderr: 'pipe' });
transport.stderr?.resume();
const client = new Client({ name: 'client', version: '1' });
await client.connect(transport);
const { tools } = await client.listTools();
print({ listed: tools.map(({ name }) => name) });
for (const name of [
  'delete_all',
  'Delete_All',
  'd\u0435lete_all',
  'delete\u200b_all',
  '\uff44elete_all',
  ' delete_all ',
]) {
  print(await client.callTool({ name, arguments: {} }));
}
print(await client.callTool({ name: 'echo', arguments: { text: 'ann@example.com' } }));
await client.callTool({ name: 'hang', arguments: {} }).then(print, (error) => print({ error: error.message }));
