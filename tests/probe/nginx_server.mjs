// nginx with certificates of every sort, for the tests of the prober. Own configuration, own folder, free ports; no service of
// the system is touched. Node without packages; needs nginx and openssl.
//
//   node nginx_server.mjs --folder DIR [--nginx PROGRAM] [--files N] [--site FILE]
//
// FILE holds directives for each of its servers, beside those for static files.
// DIR is made and holds everything: ca.pem, the configuration, the files that are served (DIR/www). Prints one line of JSON
// when all ports answer:
//   {"port": plain, "good": …, "expired": …, "early": …, "wrong": …, "untrusted": …, "old": …, "ca": "DIR/ca.pem", "log": "DIR/access.log"}
// Ends, and nginx with it, when its standard input does, and by itself after ten minutes.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const options = Object.fromEntries(
  process.argv.slice(2).map((word, i, all) => (word.startsWith('--') ? [word.slice(2), all[i + 1]] : [])).filter((p) => p.length),
);
const folder = path.resolve(options.folder);
const www = path.join(folder, 'www');
fs.mkdirSync(path.join(www, '.well-known/mcp'), { recursive: true });
const at = (name) => path.join(folder, name);
const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });

// --- certificates: a CA, another that nobody trusts, and leaves ------------------------------------------------------
fs.writeFileSync(at('ca.cnf'), `
[ca]
default_ca = own
[own]
new_certs_dir = ${folder}
database = ${at('index.txt')}
serial = ${at('serial')}
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`);
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
for (const name of ['ca', 'other-ca']) {
  openssl('req', '-x509', ...key, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '30', '-subj', `/CN=cardlint test ${name}`,
    '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign');
}
function leaf(name, host, ca, start, end) {
  fs.writeFileSync(at('index.txt'), '');
  fs.writeFileSync(at('serial'), '01\n');
  openssl('req', '-new', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}${name === 'good' ? ',DNS:mcp.example.com' : ''}`);
  openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', '-cert', `${ca}.pem`, '-keyfile', `${ca}.key`, '-in', `${name}.csr`, '-out', `${name}.pem`,
    '-startdate', start, '-enddate', end);
}
const year = new Date().getUTCFullYear();
const [past, recent, soon, future] = [year - 3, year - 1, year + 2, year + 3].map((y) => `${y}0101000000Z`);
leaf('good', 'good.test', 'ca', recent, soon);
leaf('expired', 'good.test', 'ca', past, recent);
leaf('early', 'good.test', 'ca', soon, future);
leaf('wrong', 'other.test', 'ca', recent, soon);
leaf('untrusted', 'good.test', 'other-ca', recent, soon);

// --- files --------------------------------------------------------------------------------------------------------------
const kilobyte = JSON.stringify({ name: 'test', text: 'x'.repeat(990) });
fs.writeFileSync(path.join(www, 'ok.json'), kilobyte);
fs.writeFileSync(path.join(www, '.well-known/mcp/server-card.json'), kilobyte);
for (let i = 0; i < Number(options.files ?? 0); ++i) fs.writeFileSync(path.join(www, `${i}.json`), kilobyte);

// --- free ports: nginx cannot choose its own ------------------------------------------------------------------------
const free = async () =>
  new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
const servers = ['plain', 'good', 'expired', 'early', 'wrong', 'untrusted', 'old'];

const site = options.site ? `include ${path.resolve(options.site)};` : '';

function configuration(ports) {
  const tls = (name, certificate, more = '') => `
  server {
    listen 127.0.0.1:${ports[name]} ssl http2;
    ssl_certificate ${at(certificate + '.pem')};
    ssl_certificate_key ${at(certificate + '.key')};
    ${more}
    root ${www};
    ${site}
    location /to-plain { return 302 http://good.test:${ports.plain}/ok.json; }
    location /to-good { return 302 /ok.json; }
  }`;
  return `
daemon off;
${process.getuid() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${at('nginx.pid')};
error_log ${at('error.log')};
events { worker_connections 1024; }
http {
  access_log ${options.files ? 'off' : `${at('access.log')}`};
  types { application/json json; }
  default_type application/octet-stream;
  keepalive_requests 1000000;
  client_body_temp_path ${at('body')};
  proxy_temp_path ${at('proxy')};
  fastcgi_temp_path ${at('fastcgi')};
  uwsgi_temp_path ${at('uwsgi')};
  scgi_temp_path ${at('scgi')};
  ssl_protocols TLSv1.2 TLSv1.3;
  server {
    listen 127.0.0.1:${ports.plain};
    root ${www};
    ${site}
  }
  ${['good', 'expired', 'early', 'wrong', 'untrusted'].map((name) => tls(name, name)).join('')}
  ${tls('old', 'good', 'ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;')}
}
`;
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let nginx;
async function start() {
  const ports = {};
  for (const name of servers) ports[name] = await free();
  fs.writeFileSync(at('nginx.conf'), configuration(ports));
  nginx = spawn(options.nginx ?? 'nginx', ['-p', folder, '-e', at('error.log'), '-c', at('nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
  let ended = false;
  nginx.on('exit', () => { ended = true; });
  nginx.on('error', () => { ended = true; });
  for (let i = 0; i < 100 && !ended; ++i) {
    if ((await Promise.all(Object.values(ports).map(answers))).every(Boolean)) return ports;
    await pause(20);
  }
  nginx.kill('SIGTERM');
  return null;
}

const stop = () => {
  nginx?.kill('SIGTERM');
  process.exit(0);
};
process.stdin.resume();
for (const event of ['end', 'error']) process.stdin.on(event, stop);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop);
process.on('exit', () => nginx?.kill('SIGTERM'));
setTimeout(stop, 600_000).unref();

let ports = null;
for (let attempt = 0; attempt < 5 && !ports; ++attempt) ports = await start();  // a port may be taken meanwhile
if (!ports) process.exit(1);
const { plain, ...others } = ports;
process.stdout.write(JSON.stringify({ port: plain, ...others, ca: at('ca.pem'), log: at('access.log') }) + '\n');
