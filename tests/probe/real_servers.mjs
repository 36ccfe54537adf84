// cardlint probe against servers that we did not write, as they are shipped, on the loopback interface: the examples of the
// MCP TypeScript SDK 1.x, server-everything, the server package of SDK 2.x. No healthy server may get an error in its true
// posture, and what each check says of it is pinned in real_outcomes.txt.
//
//   node real_servers.mjs --cardlint PROGRAM --packages FOLDER/node_modules [--write]
//
// --write renews real_outcomes.txt. Exits 77, saying so, where the packages are not installed.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { errors, fail, finish, freePort, here, options, probe, scratch, serve, skip } from './common.mjs';

const packages = path.resolve(options.packages);
const sdk = path.join(packages, '@modelcontextprotocol/sdk/dist/esm/examples/server');
const everything = path.join(packages, '@modelcontextprotocol/server-everything/dist/index.js');
if (!fs.existsSync(sdk) || !fs.existsSync(everything)) {
  skip('the npm packages are not installed: run ./dev setup');
}

// check → outcome → names of the runs: what is pinned in real_outcomes.txt, where a person has judged each line.
const outcomes = new Map();
function note(name, report) {
  const words = new Map();
  for (const p of report.probes) {
    const level = p.outcome === 'fail' ? p.severity : p.outcome;
    // How fast an answer comes is the machine's doing, not the server's.
    const word = p.reason === 'slow' ? 'pass' : [level, p.reason].filter(Boolean).join(' ');
    if (!words.has(p.check)) words.set(p.check, new Set());
    words.get(p.check).add(word);
  }
  for (const [check, said] of words) {
    const row = outcomes.get(check) ?? new Map();
    const word = [...said].sort().join(' + ');
    row.set(word, [...(row.get(word) ?? []), name]);
    outcomes.set(check, row);
  }
}

// "simple" for a server that said the same with and without --active, else "simple (default)" or "simple (active)"; "all" for
// all servers in their true posture. Runs in other postures follow by their own names, "in any posture" for all of them.
function named(names, servers, others) {
  const ways = (server) => [['default', server], ['active', `${server} --active`]].filter(([, run]) => names.includes(run)).map(([way]) => way);
  const said = servers.filter((server) => ways(server).length).map((server) => [server, ways(server).join()]);
  const same = said.length === servers.length && said.every(([, way]) => way === said[0][1]) ? said[0][1] : null;
  const shown = (server, way) => (way === 'default,active' ? server : `${server} (${way})`);
  const away = others.filter((name) => names.includes(name));
  return [...(same ? [shown('all', same)] : said.map(([server, way]) => shown(server, way))), ...(away.length === others.length ? ['in any posture'] : away)].join(', ');
}

// The table of what each run made of each check. --write renews the file: read the difference before you commit it.
function pinned(servers, others) {
  let text = '# What each check says of servers that others wrote, as shipped, in their true posture: see real_servers.mjs. Each line has\n'
    + '# been judged. "default" and "active" tell runs without and with --active apart where they differ.\n';
  for (const [check, row] of [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    text += `${check}\n`;
    for (const [word, names] of [...row].sort(([a], [b]) => (a < b ? -1 : 1))) text += `  ${word}: ${named(names, servers, others)}\n`;
  }
  const file = path.join(here, 'real_outcomes.txt');
  if ('write' in options) return fs.writeFileSync(file, text);
  const [is, was] = [text, fs.readFileSync(file, 'utf8')].map((t) => t.split('\n'));
  for (const line of is.filter((l) => !was.includes(l))) fail(`real_outcomes.txt does not have: ${line}`);
  for (const line of was.filter((l) => !is.includes(l))) fail(`real_outcomes.txt has, and it was not found: ${line}`);
  if (is.join() !== was.join()) fail('real_outcomes.txt is another: read what differs, then --write');
}

async function healthy(name, args, { era, known = [] } = {}) {
  const { code, report } = await probe(args);
  if (!report) return;
  for (const error of errors(report)) {
    if (!known.some((check) => error.startsWith(`${check}:`))) fail(`${name}: ${error}`);
  }
  for (const check of known) {
    if (!errors(report).some((error) => error.startsWith(`${check}:`))) fail(`${name}: ${check} is no longer found`);
  }
  if (code !== (known.length ? 1 : 0)) fail(`${name}: exit code ${code}`);
  const [target] = report.targets;
  if (target.era !== era) fail(`${name}: era ${target.era}, not ${era}`);
  note(name, report);
  const count = (outcome) => report.probes.filter((p) => p.outcome === outcome).length;
  const warnings = report.probes.filter((p) => p.outcome === 'fail' && p.severity === 'warning').map((p) => p.check);
  console.log(`${name}: ${target.exchanges} exchanges, era ${target.era}, ${count('pass')} pass, ${count('fail')} fail`
    + ` (warnings: ${warnings.join(', ') || 'none'}), ${count('not-assessed')} not assessed`);
}

// MCP 2025-11-25 demands 403 for a strange Origin, and these examples on localhost do not look at it: true findings, as is a
// strange Host that is let through.
const servers = [
  { name: 'simple', file: 'simpleStreamableHttp.js', era: 'legacy', known: ['probe-mcp-origin'] },
  { name: 'stateless', file: 'simpleStatelessStreamableHttp.js', era: 'legacy', known: ['probe-mcp-origin'] },
  { name: 'json', file: 'jsonResponseStreamableHttp.js', era: 'legacy', known: ['probe-mcp-origin'] },
  { name: 'polling', file: 'ssePollingExample.js', era: 'legacy', known: ['probe-mcp-origin'] },
  { name: 'standalone', file: 'standaloneSseWithGetStreamableHttp.js', era: 'legacy', known: ['probe-mcp-origin'] },
  { name: 'hono', file: 'honoWebStandardStreamableHttp.js', era: 'legacy', known: ['probe-mcp-origin', 'probe-mcp-host-rebinding'] },
  { name: 'compatible', file: 'sseAndStreamableHttpCompatibleServer.js', era: 'legacy', known: ['probe-mcp-origin'] },
  { name: 'sse', file: 'simpleSseServer.js', path: '/mcp', era: 'http-sse', known: [] },
];

async function sdkServers() {
  const ports = await Promise.all(Array.from({ length: 5 }, freePort));
  const [oauth, auth, all, allSse, modern] = ports;
  const preload = ['--import', path.join(here, 'on_port.mjs')];
  for (const server of servers) {
    server.port = await freePort();
    const port = String(server.port);
    await serve(server.name, [...preload, path.join(sdk, server.file)], { PORT: port, MCP_PORT: port }, [server.port]);
    server.url = `http://localhost:${port}/mcp`;
  }
  await serve('simpleStreamableHttp --oauth', [path.join(sdk, 'simpleStreamableHttp.js'), '--oauth'],
    { MCP_PORT: String(oauth), MCP_AUTH_PORT: String(auth) }, [oauth, auth]);
  const everythingServer = await serve('server-everything', [everything, 'streamableHttp'], { PORT: String(all) }, [all]);
  await serve('server-everything sse', [everything, 'sse'], { PORT: String(allSse) }, [allSse]);
  await serve('SDK 2.x', [path.join(here, 'modern_server.mjs'), packages, String(modern)], {}, [modern]);
  const rebinding = ['probe-mcp-origin', 'probe-mcp-host-rebinding'];
  const runs = [
    ...servers.map((server) => ({ ...server, posture: 'none' })),
    { name: 'everything', url: `http://localhost:${all}/mcp`, posture: 'none', era: 'legacy', known: rebinding },
    { name: 'everything-sse', url: `http://localhost:${allSse}/sse`, posture: 'none', era: 'http-sse', known: [] },
    { name: 'simple-oauth', url: `http://localhost:${oauth}/mcp`, posture: 'oauth', era: 'unknown', known: [] },
    { name: 'modern', url: `http://localhost:${modern}/mcp`, posture: 'none', era: 'dual', known: rebinding },
  ];
  for (const { name, url, posture, era, known } of runs) {
    const words = [url, '--posture', posture, ...(posture === 'oauth' ? ['--allow-private'] : [])];
    await healthy(name, words, { era });
    await healthy(`${name} --active`, [...words, '--active'], { era, known });
  }
  // Every posture of one open and one protected server: the others that are true of it have no errors, wrong ones have these.
  const [simple, closed] = [servers[0].url, `http://localhost:${oauth}/mcp`];
  const others = [
    ['simple as planned', simple, 'planned', []],
    ['simple as mixed', simple, 'mixed', ['probe-prm-found']],
    ['simple as apikey', simple, 'apikey', ['probe-mcp-unauth-status']],
    ['simple as oauth', simple, 'oauth', ['probe-mcp-unauth-status', 'probe-prm-found']],
    ['simple-oauth as mixed', closed, 'mixed', []],
    ['simple-oauth as none', closed, 'none', ['probe-mcp-unauth-status']],
    ['simple-oauth as apikey', closed, 'apikey', []],
    ['simple-oauth as planned', closed, 'planned', []],
  ];
  for (const [name, url, posture, known] of others) await healthy(name, [url, '--posture', posture, '--allow-private'], { era: url === simple ? 'legacy' : 'unknown', known });
  pinned(runs.map(({ name }) => name), others.map(([name]) => name));
  // The posture from the answers.
  const { report: guessed } = await probe([`http://localhost:${oauth}/mcp`, '--allow-private']);
  if (guessed && (guessed.targets[0].posture !== 'oauth' || errors(guessed).length)) fail(`posture from the answers: ${errors(guessed)}`);
  // Without --allow-private the authorization server, which only a document names, is not touched.
  const { report } = await probe([`http://localhost:${oauth}/mcp`, '--posture', 'oauth']);
  if (report && report.probes.some((p) => p.check === 'probe-as-found' && p.outcome === 'pass')) fail('a private address was followed');

  everythingServer.kill();
  await new Promise((resolve) => everythingServer.once('close', resolve));
  const { code } = await probe([`http://localhost:${all}/mcp`, '--posture', 'none']);
  if (code !== 3) fail(`a killed server gives ${code}, not 3`);
}

// A recording is judged as the live answers were.
async function recordings() {
  const port = await freePort();
  await serve('simpleStreamableHttp', [path.join(sdk, 'simpleStreamableHttp.js')], { MCP_PORT: String(port) }, [port]);
  const folder = path.join(scratch, 'recording');
  fs.mkdirSync(folder);
  const url = `http://localhost:${port}/mcp`;
  const live = await probe([url, '--posture', 'none', '--bearer-env', 'PROBE_TEST_TOKEN', '--record', folder],
    { env: { PROBE_TEST_TOKEN: 'tok-3f9a1c7e5b2d4f60' } });
  const again = await probe(['--replay', folder]);
  const outcomes = (r) => JSON.stringify(r.report?.probes.map((p) => [p.check, p.outcome, p.reason, p.severity, p.message]));
  if (outcomes(live) !== outcomes(again)) fail('the recording is judged otherwise than the live answers');
  const kept = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('');
  if (kept.includes('3f9a1c7e') || live.out.includes('3f9a1c7e') || live.err.includes('3f9a1c7e')) fail('the token is in a recording or report');
  console.log('recording: judged alike, without the token');
}

// The rows of a host's guide, as fixtures/probe/host-guide has them, against a host that keeps them and against one that
// breaks each of them.
async function hostGuide() {
  const fixture = path.join(here, '../../fixtures/probe/host-guide');
  const folder = path.join(scratch, 'guide');
  fs.cpSync(fixture, folder, { recursive: true });
  const card = fs.readFileSync(path.join(folder, '.well-known/mcp/server-card.json'));
  const sound = {
    'GET /.well-known/mcp/server-card.json': [200, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'max-age=300' }, card],
    'HEAD /.well-known/mcp/server-card.json': [200, { 'Content-Type': 'application/json', 'Content-Length': card.length }, ''],
    'POST /api/mcp': [401, { 'Content-Type': 'application/json', 'WWW-Authenticate': 'Bearer realm="mcp"' }, '{"error":"unauthorized"}'],
    'GET /api/mcp': [401, { 'Content-Type': 'application/json', 'WWW-Authenticate': 'Bearer realm="mcp"' }, '{"error":"unauthorized"}'],
  };
  let table = sound;
  const server = http.createServer((request, response) => {
    const [status, headers, body] = table[`${request.method} ${request.url}`] ?? [404, {}, ''];
    request.resume();
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${server.address().port}`;
  const config = path.join(folder, '.cardlint.yaml');
  const text = fs.readFileSync(config, 'utf8');
  fs.writeFileSync(config, text.replaceAll('https://mcp.example.com', origin).replaceAll('https://example.com', origin));
  const rows = (report) => report.probes.filter((p) => p.check === 'probe-expectation');
  const good = await probe(['--config', config, '--allow-private']);
  if (good.report) {
    const own = rows(good.report);
    if (own.some((p) => p.outcome !== 'pass') || own.length === 0) fail(`host guide: ${JSON.stringify(own.map((p) => p.message))}`);
    for (const error of errors(good.report)) fail(`host guide, kept: ${error}`);
  }
  const broken = {
    'another card': ['GET /.well-known/mcp/server-card.json', [200, { 'Content-Type': 'application/json' }, '{"serverInfo":{"name":"a","version":"1"},"tools":[]}']],
    'card behind a login': ['GET /.well-known/mcp/server-card.json', [401, {}, '']],
    'no HEAD': ['HEAD /.well-known/mcp/server-card.json', [405, {}, '']],
    '403 in place of 401': ['GET /api/mcp', [403, {}, '']],
    'resource metadata too early': ['GET /.well-known/oauth-protected-resource', [200, { 'Content-Type': 'application/json' }, '{"resource":1}']],
    'authorization server broken': ['GET /.well-known/oauth-authorization-server', [500, {}, '']],
  };
  for (const [name, [key, value]] of Object.entries(broken)) {
    table = { ...sound, [key]: value };
    const { code, report } = await probe(['--config', config, '--allow-private']);
    if (!report) continue;
    if (!rows(report).some((p) => p.outcome === 'fail')) fail(`host guide, ${name}: no row fails`);
    if (code !== 1) fail(`host guide, ${name}: exit code ${code}`);
  }
  server.close();
  console.log('host guide: kept and broken rows are told apart');
}

await finish([hostGuide, sdkServers, recordings]);
