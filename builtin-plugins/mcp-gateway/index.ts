/** @module The MCP gateway: every tool call between an MCP client and an MCP server goes through the policy. */
import { COMMANDS, definePlugin } from 'enforcecore/sdk';
import { mcpCommand } from './command.ts';

export const mcpGateway = definePlugin({
  name: 'mcp-gateway',
  version: '0.1.0',
  description: 'Stands between any MCP client and any MCP server and enforces the policy on every tool call',
  setup(host) {
    host.contribute(COMMANDS, mcpCommand);
  },
});

export default mcpGateway;
