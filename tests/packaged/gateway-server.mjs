/** An MCP server, made with the SDK, whose tool never ends. It tells its pid and its parent's, and talks without end. */
import { writeFileSync } from 'node:fs';
import { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const server = new McpServer({ name: 'hanging', version: '1' });
server.registerTool('echo', { inputSchema: z.object({ text: z.string() }) }, ({ text }) => ({
  content: [{ type: 'text', text: `${text} and bob@example.com` }],
}));
server.registerTool('hang', { inputSchema: z.object({}) }, () => {
  writeFileSync(process.argv[2], `${process.pid} ${process.ppid}`);
  setInterval(() => process.stderr.write('still at work\n'), 5);
  return new Promise(() => undefined);
});
// Names that look like one that the policy denies, or are one in another case.
for (const name of ['delete_all', 'Delete_All', 'd\u0435lete_all', 'delete\u200b_all', '\uff44elete_all']) {
  server.registerTool(name, { inputSchema: z.object({}) }, () => ({ content: [{ type: 'text', text: 'deleted' }] }));
}
await server.connect(new StdioServerTransport());
