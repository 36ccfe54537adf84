// The whole program against hostile and broken servers of ours, and against nginx over TLS: every fault ends in the right
// reason, in bounded time and memory; what documents name in private networks is not touched, shown by the log of the server
// that they name; credentials reach their origin only; Ctrl-C ends with what is known.
//
//   node whole_program.mjs --cardlint PROGRAM [--nginx PROGRAM] [--only PART]
//
// Without nginx and openssl the parts that need them are left out, and it says so.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { errors, fail, finish, inBatches, of, options, pause, probe, scratch, serveScript } from './common.mjs';

const json = (value) => [200, { 'Content-Type': 'application/json' }, JSON.stringify(value)];
const challenge = (url) => [401, { 'Content-Type': 'application/json', 'WWW-Authenticate': `Bearer resource_metadata="${url}", scope="weather:read"` },
  '{"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"Unauthorized"}}'];
const origin = 'http://127.0.0.1:PORT';
const prm = (servers = [origin]) => ({ resource: `${origin}/mcp`, resource_name: 'Weather', authorization_servers: servers,
  scopes_supported: ['weather:read'], bearer_methods_supported: ['header'] });
const as = (more = {}) => ({ issuer: origin, authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token`,
  registration_endpoint: `${origin}/register`, client_id_metadata_document_supported: true, response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token'], token_endpoint_auth_methods_supported: ['none'],
  code_challenge_methods_supported: ['S256'], authorization_response_iss_parameter_supported: true, scopes_supported: ['weather:read'], ...more });
const places = { prm: '/.well-known/oauth-protected-resource/mcp', as: '/.well-known/oauth-authorization-server' };
// A sound server behind OAuth, on the loopback interface.
const protectedSite = (more = {}) => ({
  '/mcp': challenge(`${origin}${places.prm}`), '/mcp/': [404, {}, ''],
  [places.prm]: json(prm()), [places.as]: json(as()), ...more,
});

let sites = 0;
// A scripted server with these paths; `log()` tells what reached it.
async function scripted(site, ...words) {
  const name = path.join(scratch, `site-${++sites}`);
  fs.writeFileSync(`${name}.json`, JSON.stringify(site));
  const server = await serveScript('scripted_server.mjs', ['--site', `${name}.json`, '--log', `${name}.log`, ...words]);
  const log = () => fs.readFileSync(`${name}.log`, 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
  return { ...server, log, url: `http://127.0.0.1:${server.port}` };
}

// --- faults ---------------------------------------------------------------------------------------------------------

const faults = {
  '/silence': 'timeout', '/slow-headers': 'timeout', '/drip': 'timeout', '/late?ms=4000': 'timeout',
  '/endless-body': 'too-large', '/endless-chunks': 'too-large', '/large?bytes=1048577': 'too-large',
  '/endless-headers': 'headers-too-large', '/many-headers?count=100': 'headers-too-large', '/long-header?bytes=70000': 'headers-too-large',
  '/long-status': 'headers-too-large', '/trailers': 'headers-too-large', '/continue': 'headers-too-large',
  '/small-bomb': 'encoding', '/bomb': 'too-large', '/bomb-chunked': 'too-large', '/double-gzip': 'encoding', '/many-gzip': 'encoding',
  '/false-gzip': 'encoding', '/unknown-coding': 'encoding',
  '/truncated-chunk': 'truncated', '/short-body': 'truncated', '/cut-headers': 'truncated', '/close': 'reset', '/reset': 'reset',
  '/reset-in-body': 'reset', '/bad-chunk': 'protocol', '/negative-length': 'protocol', '/garbage': 'protocol', '/http09': 'protocol',
  '/nul-header': 'protocol',
};
// Sanitizers take memory and time of their own: memory counts beyond what a run without any fault takes. Of an answer at most
// 1 MiB is kept, of a walk some twenty answers.
const bound = { seconds: 30, megabytes: 60 };
let usual = 0;

function bounded(name, run) {
  if (run.seconds > bound.seconds) fail(`${name}: takes ${run.seconds.toFixed(1)} s`);
  if (run.megabytes > usual + bound.megabytes) fail(`${name}: takes ${run.megabytes.toFixed(0)} MB, ${usual.toFixed(0)} are usual`);
  // Not even an escaped report may hold what a terminal obeys.
  if (/[\x00-\x09\x0b-\x1f\x7f\x80-\x9f]/.test(run.out)) fail(`${name}: control characters in the report`);
}

async function measureUsual() {
  const server = await scripted(protectedSite());
  usual = (await probe([`${server.url}/mcp`, '--posture', 'oauth', '--no-user-agents'])).megabytes;
  server.child.kill();
}

async function faultsAtTheRoute() {
  await measureUsual();
  const server = await scripted({});
  let slowest = 0;
  let largest = 0;
  await inBatches(Object.entries(faults), 4, async ([place, reason]) => {
    const run = await probe([server.url + place, '--posture', 'none', '--timeout', '2', '--no-user-agents']);
    if (!run.report) return;
    bounded(place, run);
    [slowest, largest] = [Math.max(slowest, run.seconds), Math.max(largest, run.megabytes)];
    const said = run.report.probes.filter((p) => p.outcome !== 'pass' && p.request?.url === server.url + place).map((p) => p.reason);
    if (!said.includes(reason)) fail(`${place} at the route: '${[...new Set(said)]}', not '${reason}'`);
    if (of(run.report, 'probe-mcp-initialize').some((p) => p.outcome === 'pass')) fail(`${place} at the route: the handshake passes`);
    if (run.code !== 3 && run.code !== 1) fail(`${place} at the route: exit code ${run.code}`);
    if (run.report.summary.notAssessed === 0) fail(`${place} at the route: nothing was left unassessed`);
  });
  console.log(`faults at the MCP route: ${Object.keys(faults).length}, the slowest ${slowest.toFixed(1)} s, at most ${largest.toFixed(0)} MB`);
}

// The document fails that a client needs next; the reason has to be told by the check that asks for it.
async function faultsAt(place, check) {
  await inBatches(Object.entries(faults), 4, async ([fault, reason]) => {
    const server = await scripted(protectedSite({ [place]: fault }));
    const run = await probe([`${server.url}/mcp`, '--posture', 'oauth', '--timeout', '2', '--no-user-agents']);
    server.child.kill();
    if (!run.report) return;
    bounded(`${fault} at ${place}`, run);
    const results = run.report.probes.filter((p) => p.outcome !== 'pass' && p.reason === reason && p.request?.url?.endsWith(place));
    if (results.length === 0) {
      fail(`${fault} at ${place}: nobody says '${reason}': ${of(run.report, check).map((p) => `${p.outcome} ${p.reason}`)}`);
    }
    if (of(run.report, check).some((p) => p.outcome === 'pass')) fail(`${fault} at ${place}: ${check} passes`);
    if (run.code === 0) fail(`${fault} at ${place}: exit code 0`);
  });
  console.log(`faults at ${place}: ${Object.keys(faults).length}`);
}

async function faultsInTheWalk() {
  await measureUsual();
  await faultsAt(places.prm, 'probe-prm-found');
  await faultsAt(places.as, 'probe-as-found');
}

async function oddAnswers() {
  const odd = {
    // Refused in a message, not by the status: clients take it for an answer.
    '200 with an error inside': [{ '/mcp': json({ jsonrpc: '2.0', id: 1, error: { code: -32001, message: 'Unauthorized: missing API key' } }) }, 'apikey',
      'probe-mcp-unauth-200-error', 1],
    // Two challenges in two fields, in any order, read as the grammar has it.
    'two challenges': [{ '/mcp': [401, { 'WWW-Authenticate': ['Basic realm="b"', `Bearer realm="a, \\"b\\"", resource_metadata="${origin}${places.prm}"`] }, ''] }, 'oauth',
      'probe-mcp-challenge-order', 0],
    'a redirect of the route': [{ '/mcp': [302, { Location: '/login' }, ''] }, 'none', 'probe-redirect-login', 1],
    '403 in place of 401': [{ '/mcp': [403, {}, ''] }, 'oauth', 'probe-mcp-unauth-403', 1],
    'a redirect loop of the metadata': [{ [places.prm]: '/loop-a' }, 'oauth', 'probe-redirect', 1],
    'HTML in place of the metadata': [{ [places.as]: [200, { 'Content-Type': 'text/html' }, '<!doctype html><p>hello'] }, 'oauth', 'probe-as-found', 1],
  };
  for (const [name, [more, posture, check, code]] of Object.entries(odd)) {
    const server = await scripted(protectedSite(more));
    const run = await probe([`${server.url}/mcp`, '--posture', posture, '--timeout', '3', '--no-user-agents']);
    server.child.kill();
    if (!run.report) continue;
    if (!of(run.report, check).some((p) => p.outcome === 'fail')) fail(`${name}: ${check} does not fail: ${errors(run.report)}`);
    if (run.code !== code) fail(`${name}: exit code ${run.code}, not ${code}: ${errors(run.report)}`);
  }
  const server = await scripted(protectedSite());
  const sound = await probe([`${server.url}/mcp`, '--posture', 'oauth']);
  if (sound.code !== 0 || errors(sound.report).length) fail(`a sound server: exit code ${sound.code}: ${errors(sound.report)}`);
  server.child.kill();
  console.log(`odd answers: ${Object.keys(odd).length}, and a sound server`);
}

// --- what documents name --------------------------------------------------------------------------------------------

async function privateAddresses() {
  const victim = await scripted({}, '--host', '::');
  const port = victim.port;
  const hosts = ['127.0.0.1', 'localhost', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '017700000001', '0', '0.0.0.0',
    '127.0.0.1.', 'localhost.', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:0:0:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]',
    '%31%32%37.0.0.1', '①②⑦.0.0.1', '１２７.0.0.1', 'ⓛocalhost', 'victim.test', 'metadata.test', '169.254.169.254', '[fe80::1]', '[fd00::1]', '10.0.0.1', '192.168.0.1',
    '100.64.0.1', 'user@127.0.0.1', 'example.com@127.0.0.1', '127.0.0.1#@example.com', '127.0.0.1\\@example.com'];
  // Names that lead there, as their own DNS would have it.
  const resolve = ['--resolve', `victim.test:${port}:127.0.0.1`, '--resolve', `metadata.test:${port}:169.254.169.254`];
  const forms = {
    pointer: (url) => ({ '/mcp': challenge(`${url}/.well-known/oauth-protected-resource/mcp`) }),
    issuer: (url) => ({ [places.prm]: json(prm([url])) }),
    keys: (url) => ({ [places.as]: json(as({ jwks_uri: `${url}/jwks` })) }),
    catalogue: (url) => ({ '/.well-known/ai-catalog.json': json({ specVersion: '1.0', host: { displayName: 'x' },
      entries: [{ identifier: 'urn:air:example.com:mcp:x', type: 'application/mcp-server-card+json', url: `${url}/card.json`, displayName: 'x' }] }) }),
    'redirect of the resource': (url) => ({ [places.prm]: [302, { Location: `${url}/x` }, ''] }),
    'redirect of the server': (url) => ({ [places.as]: [307, { Location: `${url}/x` }, ''] }),
    'redirect of the card': (url) => ({ '/.well-known/mcp/server-card.json': [301, { Location: `${url}/x` }, ''] }),
    'redirect of the route': (url) => ({ '/mcp': [308, { Location: `${url}/mcp` }, ''] }),
  };
  let walks = 0;
  for (const [form, site] of Object.entries(forms)) {
    await inBatches(hosts, 4, async (host) => {
      const server = await scripted(protectedSite(site(`http://${host}:${port}`)));
      const run = await probe([`${server.url}/mcp`, '--posture', 'oauth', '--timeout', '3', '--no-user-agents', ...resolve]);
      server.child.kill();
      walks += 1;
      if (!run.report) return;
      if (run.code === 0 && !form.startsWith('redirect') && form !== 'keys' && form !== 'catalogue') fail(`${form} to ${host}: exit code 0`);
    });
    const reached = victim.log();
    if (reached.length) fail(`${form}: ${reached.length} lines in the log of the server that it names: ${JSON.stringify(reached.slice(0, 3))}`);
  }
  // That a log stays empty proves something only where it would fill: with leave, the same walk gets there.
  const server = await scripted(protectedSite(forms.issuer(`http://victim.test:${port}`)));
  await probe([`${server.url}/mcp`, '--posture', 'oauth', '--timeout', '3', '--no-user-agents', '--allow-private', ...resolve]);
  if (victim.log().length === 0) fail('with --allow-private the named server is not asked: the log proves nothing');
  server.child.kill();
  victim.child.kill();
  console.log(`private addresses: ${walks} walks, no connection`);
}

// --- credentials ----------------------------------------------------------------------------------------------------

async function credentials() {
  const token = 'tok-5c2f9e7a1b3d4f68';
  const key = 'key-9d8e7c6b5a4f3e2d';
  const thief = await scripted({ '/mcp': json({ jsonrpc: '2.0', id: 1, result: {} }) });
  const away = `http://127.0.0.1:${thief.port}`;
  const sites = {
    'pointer elsewhere': { '/mcp': challenge(`${away}/prm`) },
    'issuer elsewhere': { [places.prm]: json(prm([away])) },
    'route redirected': { '/mcp': [307, { Location: `${away}/mcp` }, ''] },
    'card redirected': { '/.well-known/mcp/server-card.json': [302, { Location: `${away}/card` }, ''] },
    // A server that sends back what it got.
    'an echo': { '/mcp': '/echo' },
  };
  for (const [name, more] of Object.entries(sites)) {
    const server = await scripted(protectedSite(more));
    const folder = path.join(scratch, `recording-${name.replaceAll(' ', '-')}`);
    fs.mkdirSync(folder);
    const run = await probe([`${server.url}/mcp`, '--posture', 'oauth', '--timeout', '3', '--allow-private', '--active', '--bearer-env', 'T_TOKEN', '--header-env',
      'X-Api-Key=T_KEY', '--record', folder, '--format', `sarif=${path.join(scratch, 'r.sarif')}`, '--format', `text=${path.join(scratch, 'r.txt')}`, '--verbose'],
    { env: { T_TOKEN: token, T_KEY: key } });
    const got = server.log().filter((line) => line.headers?.some(([, value]) => value.includes(token)));
    if (got.length === 0) fail(`credentials, ${name}: the target never got its token`);
    const written = [run.out, run.err, ...['r.sarif', 'r.txt'].map((file) => fs.readFileSync(path.join(scratch, file), 'utf8')),
      ...fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), 'utf8'))].join('\n');
    for (const secret of [token, key, Buffer.from(token).toString('base64')]) {
      if (written.includes(secret)) fail(`credentials, ${name}: a secret is in a report, a log or a recording`);
    }
    server.child.kill();
  }
  const leaked = thief.log().filter((line) => JSON.stringify(line).match(/tok-5c2f|key-9d8e/));
  if (leaked.length) fail(`credentials reached another origin: ${JSON.stringify(leaked[0])}`);
  if (!thief.log().some((line) => line.method)) fail('nothing was sent to the other origin: the test proves nothing');
  thief.child.kill();
  console.log(`credentials: ${Object.keys(sites).length} servers, none leaked`);
}

// --- what is judged --------------------------------------------------------------------------------------------------

async function byOneRule() {
  const server = await scripted(protectedSite());
  const words = [`${server.url}/mcp`, '--posture', 'none', '--allow-private'];
  const run = (...more) => probe([...words, ...more]);
  const checks = ({ report }) => [...new Set(report.probes.map((p) => p.check))].join();
  const all = await run();
  const sound = all.report.probes.filter((p) => p.outcome === 'pass').slice(0, 2).map((p) => p.check);
  const [one, other, files] = [await run('--only', 'probe-mcp-unauth-status'), await run(...sound.flatMap((check) => ['--only', check])),
    await run('--only', 'prm')];
  if (all.code !== 1 || one.code !== 1) fail(`--only: exit codes ${all.code} and ${one.code}, not 1`);
  if (checks(one) !== 'probe-mcp-unauth-status') fail(`--only: ${checks(one)}`);
  if (checks(other) !== sound.join() || other.code !== 0) fail(`--only, twice: ${checks(other)}, exit code ${other.code}`);
  if (files.report.probes.length || !files.report.documents.length) fail('--only with a group of rules on documents: it is not their group that judges');
  for (const { report } of [one, other, files]) {
    if (report.targets[0].exchanges !== all.report.targets[0].exchanges) fail('--only: another number of exchanges');
    if (report.diagnostics.some((d) => !d.rule.startsWith('prm-'))) fail(`--only: ${report.diagnostics.map((d) => d.rule)}`);
  }
  server.child.kill();
  console.log(`--only: ${all.report.probes.length} results, ${one.report.probes.length} of the rule that was named`);
}

// What the command line leaves open.
async function byConfiguration() {
  const server = await scripted(protectedSite());
  const project = path.join(scratch, 'configured');
  fs.mkdirSync(project);
  const run = async (config, ...words) => {
    fs.writeFileSync(path.join(project, '.cardlint.yaml'), config);
    const { code, report } = await probe([`${server.url}/mcp`, '--allow-private', '--project', project, ...words]);
    return `${report.targets[0].posture} ${code}`;
  };
  const targets = `targets: [{url: "${server.url}/mcp", posture: oauth}]\n`;
  const [only, status] = ['--only', 'probe-mcp-unauth-status'];
  for (const [expected, ...given] of [
    ['none 1', 'posture: none\n', only, status],
    ['none 1', 'posture: none\nfail-on: info\n', only, status],
    ['oauth 0', 'posture: none\n', only, status, '--posture', 'oauth'],
    ['oauth 0', `posture: none\n${targets}`, only, status],
    ['none 0', `posture: none\nrules: {${status}: warning}\n`, only, status],
    ['none 1', `posture: none\nfail-on: warning\nrules: {${status}: warning}\n`, only, status],
    ['none 0', `posture: none\nfail-on: warning\nrules: {${status}: warning}\n`, only, status, '--fail-on', 'error'],
  ]) {
    const got = await run(...given);
    if (got !== expected) fail(`configured by ${JSON.stringify(given)}: ${got}, not ${expected}`);
  }
  server.child.kill();
  console.log('the configuration: posture and fail-on hold where the command line says nothing');
}

// --- the end of a run -----------------------------------------------------------------------------------------------

// Both targets wait for an answer that never comes, and the handshake of the first is over.
async function whenWaiting(server, act) {
  const asked = (path) => server.log().filter((line) => line.target === path).length;
  for (let i = 0; i < 200 && !(asked('/mcp') > 1 && asked(places.prm) && asked('/silence')); i += 1) await pause(100);
  await pause(500);
  act();
}

async function interrupted() {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    const server = await scripted(protectedSite({ [places.prm]: '/silence' }));
    const run = await probe([`${server.url}/mcp`, `${server.url}/silence`, '--posture', 'oauth', '--timeout', '60', '--no-user-agents'],
      { during: (child) => whenWaiting(server, () => child.kill(signal)), limit: 60_000 });
    server.child.kill();
    if (!run.report) continue;
    if (run.signal) fail(`${signal}: the program was ended by it`);
    if (run.code !== 1 && run.code !== 3) fail(`${signal}: exit code ${run.code}`);
    if (run.seconds > 40) fail(`${signal}: ends after ${run.seconds.toFixed(1)} s, not when it is told to`);
    const reasons = run.report.probes.map((p) => p.reason);
    if (!reasons.includes('interrupted')) fail(`${signal}: nobody says that the run was interrupted`);
    // What was known by then is judged.
    if (!of(run.report, 'probe-mcp-unauth-status').some((p) => p.outcome === 'pass')) fail(`${signal}: the answers before it are lost`);
    if (run.report.targets.length !== 2) fail(`${signal}: ${run.report.targets.length} targets in the report`);
  }
  console.log('SIGINT and SIGTERM: the run ends with what is known');
}

// `script` (util-linux) gives the program a terminal.
async function progressLine() {
  if (spawnSync('script', ['--version']).status !== 0) return console.log('progress line: skipped, there is no script(1)');
  const server = await scripted(protectedSite());
  const words = [path.resolve(options.cardlint), 'probe', `${server.url}/mcp`, `${server.url}/late?ms=500`, '--posture', 'oauth', '--project', "''"];
  const run = (more) => new Promise((resolve) => {
    const child = spawn('script', ['-qefc', [...words, ...more].join(' '), path.join(scratch, 'typescript')], { stdio: ['ignore', 'pipe', 'ignore'], cwd: scratch });
    let out = '';
    child.stdout.on('data', (piece) => (out += piece));
    child.once('close', () => resolve(out));
  });
  const shown = await run(['2>&1']);
  if (!/\rprobe: \d+ of 2 targets, \d+ exchanges\x1b\[K/.test(shown)) fail(`no progress line on a terminal: ${JSON.stringify(shown.slice(0, 200))}`);
  if (!shown.includes('\r\x1b[K')) fail('the progress line stays');
  const quiet = await run(['--quiet', '2>&1']);
  if (quiet.includes('exchanges\x1b[K')) fail('--quiet shows a progress line');
  const piped = await probe([`${server.url}/mcp`, '--posture', 'oauth']);
  if (piped.err !== '') fail(`progress on a pipe: ${JSON.stringify(piped.err)}`);
  server.child.kill();
  console.log('progress line: on a terminal, and nowhere else');
}

// --- revisions ------------------------------------------------------------------------------------------------------

// The pointer in the challenge: MCP 2025-06-18 demands it, later revisions only where no well-known document answers.
async function revisions() {
  const bare = [401, { 'WWW-Authenticate': 'Bearer realm="weather", scope="weather:read"' }, ''];
  const withDocument = await scripted(protectedSite({ '/mcp': bare }));
  const without = await scripted(protectedSite({ '/mcp': bare, [places.prm]: [404, {}, ''] }));
  const cases = [[withDocument, [], 'warning'], [withDocument, ['--spec', '2025-11-25'], 'warning'], [withDocument, ['--spec', '2025-06-18'], 'error'],
    [without, [], 'error'], [without, ['--spec', '2025-06-18'], 'error'], [without, ['--spec', '2025-11-25'], 'error']];
  for (const [server, words, level] of cases) {
    const { report } = await probe([`${server.url}/mcp`, '--posture', 'oauth', '--no-user-agents', ...words]);
    const found = of(report, 'probe-mcp-challenge-pointer').map((p) => p.severity ?? p.outcome).join();
    if (found !== level) fail(`a challenge without pointer, ${words.join(' ') || 'no revision'}: ${found}, not ${level}`);
  }
  withDocument.child.kill();
  without.child.kill();
  console.log('revisions: the pointer in the challenge is judged by each');
}

// --- nginx over TLS -------------------------------------------------------------------------------------------------

async function nginxOverTls() {
  if (!options.nginx || options.nginx.endsWith('NOTFOUND') || spawnSync('openssl', ['version']).status !== 0) return console.log('nginx over TLS: skipped, nginx or openssl is not there');
  const card = JSON.stringify({ serverInfo: { name: 'weather', version: '1.0.0' }, authentication: { required: true, schemes: ['oauth2'] },
    tools: [{ name: 'get_forecast', description: 'Returns the weather forecast of the next three days for a city.', inputSchema: { type: 'object', properties: {} },
      annotations: { readOnlyHint: true } }], resources: [], prompts: [] });
  const site = path.join(scratch, 'site.conf');
  const body = (text) => `'${text.replaceAll("'", "\\'")}'`;
  const at = (place, value) => `location = ${place} { default_type application/json; return 200 ${body(JSON.stringify(value).replaceAll('http://127.0.0.1:PORT', 'https://$http_host'))}; }`;
  fs.writeFileSync(site, `
location = /mcp {
  default_type application/json;
  add_header WWW-Authenticate 'Bearer resource_metadata="https://$http_host${places.prm}", scope="weather:read"' always;
  return 401 '{"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"Unauthorized"}}';
}
location = /key/mcp {
  default_type application/json;
  add_header WWW-Authenticate 'ApiKey realm="weather"' always;
  return 401 '{"error":"unauthorized"}';
}
${at(places.prm, prm())}
${at(places.as, as())}
location = /.well-known/mcp/server-card.json {
  default_type application/json;
  add_header Access-Control-Allow-Origin '*' always;
  add_header Cache-Control 'max-age=300' always;
}
location / { default_type application/json; return 404 '{}'; }
`);
  const folder = path.join(scratch, 'nginx');
  const server = await serveScript('nginx_server.mjs', ['--folder', folder, '--nginx', options.nginx, '--site', site]);
  fs.writeFileSync(path.join(folder, 'www/.well-known/mcp/server-card.json'), card);
  const file = path.join(scratch, 'server-card.json');
  fs.writeFileSync(file, card);
  const trust = (host, port) => ['--cacert', server.ca, '--resolve', `${host}:${port}:127.0.0.1`, '--allow-private', '--timeout', '5'];
  const run = (name, host = 'good.test', route = '/mcp', posture = 'oauth', more = []) =>
    probe([`https://${host}:${server[name]}${route}`, '--posture', posture, ...trust(host, server[name]), ...more]);

  // nginx answers a POST before it has read it, and on a busy machine libcurl 7.88 now and then sees a reset of the stream in
  // place of the answer: said as what it is ("reset", exit code 3), and asked again here.
  let sound;
  for (let attempt = 0; attempt < 4; attempt += 1) {
    sound = await run('good', 'mcp.example.com', '/mcp', 'oauth', ['--card', file]);
    if (!sound.report?.probes.some((p) => p.reason === 'reset')) break;
    console.log(`nginx, sound: a stream was reset: ${of(sound.report, 'probe-tls-invalid').map((p) => p.message)}`);
  }
  // The plain port of the same host is another server here, so http:// is refused as it should be.
  if (sound.code !== 0) fail(`nginx, sound: exit code ${sound.code}: ${errors(sound.report)}`);
  for (const check of ['probe-tls-invalid', 'probe-prm-found', 'probe-as-found', 'probe-as-issuer', 'probe-card-drift', 'probe-card-head', 'probe-mcp-challenge-pointer-url']) {
    if (!of(sound.report, check).some((p) => p.outcome === 'pass')) fail(`nginx, sound: ${check} does not pass: ${of(sound.report, check).map((p) => p.outcome + p.reason)}`);
  }
  const keyed = await run('good', 'mcp.example.com', '/key/mcp', 'apikey');
  for (const error of errors(keyed.report).filter((e) => !e.startsWith('probe-prm') && !e.startsWith('probe-as'))) fail(`nginx, by key: ${error}`);
  const broken = { expired: 'tls-expired', early: 'tls-expired', untrusted: 'tls-untrusted', wrong: 'tls-host', old: 'tls' };
  for (const [name, reason] of Object.entries(broken)) {
    const { code, report } = await run(name);
    const said = of(report, 'probe-tls-invalid');
    if (!said.some((p) => p.outcome === 'fail' && p.severity === 'error' && p.reason === reason)) {
      fail(`nginx, ${name}: ${said.map((p) => `${p.outcome} ${p.reason}`)}, not ${reason}`);
    }
    if (code !== 1) fail(`nginx, ${name}: exit code ${code}`);
  }
  // The card that is served is not the one of the repository.
  fs.writeFileSync(file, card.replace('1.0.0', '1.0.1'));
  const drifted = await run('good', 'mcp.example.com', '/mcp', 'oauth', ['--card', file]);
  if (!of(drifted.report, 'probe-card-drift').some((p) => p.outcome === 'fail' && p.severity === 'error')) fail('nginx, another card: not found');
  // Killed: nothing is clean.
  server.child.stdin.end();
  await new Promise((resolve) => server.child.once('close', resolve));
  await pause(300);
  const dead = await run('good');
  if (dead.code !== 3) fail(`nginx, killed: exit code ${dead.code}, not 3`);
  console.log(`nginx over TLS: a sound server, ${Object.keys(broken).length} bad certificates, another card, a killed server`);
}

const parts = [faultsAtTheRoute, faultsInTheWalk, oddAnswers, privateAddresses, credentials, byOneRule, byConfiguration, interrupted, progressLine, revisions, nginxOverTls];
const chosen = parts.filter((part) => !options.only || part.name === options.only);
if (chosen.length === 0) fail(`there is no part '${options.only}'`);
await finish(chosen);
