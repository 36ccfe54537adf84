// A server of the SDK's 2.x packages (MCP 2026-07-28), as their README has it: node modern_server.mjs NODE_MODULES PORT
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [packages, port] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(packages), 'x.cjs'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { McpServer, createMcpHandler } = await load('@modelcontextprotocol/server');
const { toNodeHandler } = await load('@modelcontextprotocol/node');

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'weather', version: '1.0.0' });
  server.registerTool('get_forecast', { title: 'Forecast', description: 'Returns the weather forecast of the next three days.' },
    async () => ({ content: [{ type: 'text', text: 'sunny' }] }));
  return server;
});
const answer = toNodeHandler(handler);
createServer((request, response) => {
  if (new URL(request.url, 'http://localhost').pathname === '/mcp') return answer(request, response);
  response.writeHead(404).end();
}).listen(Number(port), 'localhost');
