// An MCP server whose documents name hosts that the prober has no business with. Node without packages.
//
//   node hostile_host.mjs ADDRESS…
//
// Prints {"port": N, "other": M}: it listens on two ports of the loopback interface. What it serves names each ADDRESS, and
// the second port, as issuer, endpoint, key set, card, redirection and resource. It ends when its standard input does.
import http from 'node:http';

const sent = new Set();
let other = 0;
const all = () => [...process.argv.slice(2), `127.0.0.1:${other}`, `localhost:${other}`, `127.1:${other}`, `[::1]:${other}`];
const named = (i) => all()[i % all().length];

const server = http.createServer((request, response) => {
  request.resume();
  const i = sent.size;
  sent.add(`${i} ${request.method} ${request.url}`);
  const answer = (status, headers, body) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  const url = (path, k = 0) => `http://${named(i + k)}${path}`;
  const own = `http://${request.headers.host}`;
  if (request.url.includes('oauth-protected-resource')) {
    return answer(200, {}, {
      resource: `${own}/mcp`, jwks_uri: url('/jwks'), resource_documentation: url('/doc'),
      authorization_servers: all().map((host) => `http://${host}`),
    });
  }
  if (request.url.includes('oauth-authorization-server') || request.url.includes('openid-configuration')) {
    return answer(200, {}, {
      issuer: own, authorization_endpoint: url('/a'), token_endpoint: url('/t', 1), jwks_uri: url('/j', 2),
      registration_endpoint: url('/r', 3), response_types_supported: ['code'], code_challenge_methods_supported: ['S256'],
    });
  }
  if (request.url.includes('ai-catalog')) {
    return answer(200, {}, {
      specVersion: '1.0',
      entries: Array.from({ length: 8 }, (_, k) => ({ identifier: `urn:${k}`, displayName: 'a', mediaType: 'application/json', url: url('/card', k) })),
    });
  }
  if (request.url.includes('server-card')) {
    if (i % 2 === 0) return answer(302, { Location: url('/card') }, {});
    return answer(200, {}, {
      serverInfo: { name: 'a', version: '1' }, tools: [], websiteUrl: url('/w'), icons: [{ src: url('/i', 1) }],
      remotes: [{ type: 'streamable-http', url: url('/mcp', 2) }],
    });
  }
  if (request.url.startsWith('/redirected')) return answer(307, { Location: url('/mcp'), Refresh: `0; url=${url('/x')}`, Link: `<${url('/y')}>` }, {});
  return answer(401, { 'WWW-Authenticate': `Bearer resource_metadata="${i % 2 ? url('/prm') : `${own}/.well-known/oauth-protected-resource`}"` }, { error: 'unauthorized' });
});
const second = http.createServer((request, response) => {
  request.resume();
  response.writeHead(404).end();
});
second.listen(0, '127.0.0.1', () => {
  other = second.address().port;
  server.listen(0, '127.0.0.1', () => process.stdout.write(JSON.stringify({ port: server.address().port, other }) + '\n'));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
setTimeout(() => process.exit(0), 600_000).unref();
