// A server that does what no sane server does: one fault a path. Node without packages.
//
//   node scripted_server.mjs [--port N] [--host H] [--log FILE] [--site FILE] [--resets N]
//
// The first N handshakes of TLS are answered by a reset. FILE is a JSON object of further paths: a string names a path of the table below that is to answer in its place, a list
// [status, headers, body] is the answer. "PORT" in it becomes the port.
// Prints one line of JSON, {"port": N}, when it listens (port 0: any free one), and writes one line of JSON to the log for
// each connection and each request:
//   {"connection": 3, "local": "127.0.0.1:40001"}
//   {"connection": 3, "method": "GET", "target": "/ok", "headers": [["Host", "…"], …], "body": "…"}
// It ends when its standard input does, and by itself after ten minutes.
//
// What a path does is the table below; the query holds its parameters.
import fs from 'node:fs';
import net from 'node:net';
import zlib from 'node:zlib';

const options = Object.fromEntries(
  process.argv.slice(2).map((word, i, all) => (word.startsWith('--') ? [word.slice(2), all[i + 1]] : [])).filter((p) => p.length),
);
const log = options.log ? fs.openSync(options.log, 'w') : null;
const record = (entry) => {
  if (log !== null) fs.writeSync(log, JSON.stringify(entry) + '\n');
};

const site = options.site ? fs.readFileSync(options.site, 'utf8') : '{}';
let further = {};
const seen = new Map(); // path → requests so far
const json = '{"ok":true}';
const bomb = zlib.gzipSync(Buffer.alloc(64 << 20), { level: 9 }); // 64 MiB of zeros in 64 KB
const smallBomb = zlib.gzipSync(Buffer.alloc(900_000), { level: 9 }); // 900 KB, below any limit, in 900 bytes
const dense = zlib.gzipSync(Buffer.from(JSON.stringify({ text: 'abcdefgh'.repeat(6000) }))); // 48 KB in 200 bytes

const answer = (status, headers, body = '') => {
  const lines = Object.entries({ 'Content-Length': Buffer.byteLength(body), ...headers })
    .flatMap(([name, value]) => (Array.isArray(value) ? value.map((v) => [name, v]) : [[name, value]]))
    .map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n`, 'latin1'), Buffer.from(body)]);
};

// Writes again and again until the other side has had enough.
const forever = (socket, make, milliseconds = 0) => {
  const go = () => {
    if (socket.destroyed) return;
    if (milliseconds) {
      socket.write(make());
      setTimeout(go, milliseconds);
    } else if (socket.write(make())) {
      setImmediate(go);
    } else {
      socket.once('drain', go);
    }
  };
  go();
};

const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

// What each path does. `again` is how often it was asked before; `query` its parameters.
const paths = {
  '/ok': ({ socket }) => socket.write(answer(200, { 'Content-Type': 'application/json' }, json)),
  '/echo': ({ socket, request }) =>
    socket.write(answer(200, { 'Content-Type': 'application/json' }, JSON.stringify(request))),
  '/status': ({ socket, query }) => socket.write(answer(Number(query.get('code')), {}, 'no')),
  '/error-inside': ({ socket }) => socket.write(answer(200, { 'Content-Type': 'application/json' }, '{"error":"not found"}')),
  '/two-challenges': ({ socket }) =>
    socket.write(answer(401, { 'WWW-Authenticate': ['Bearer realm="a"', 'Basic realm="b", Bearer realm="c"'] })),

  // time
  '/silence': () => {},
  '/slow-headers': ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    forever(socket, () => 'X-A: b\r\n', 200);
  },
  '/drip': ({ socket }) => {
    socket.write(`${head}Content-Length: 1000\r\n\r\n`);
    forever(socket, () => 'x', 100);
  },
  '/late': ({ socket, query }) => setTimeout(() => socket.write(answer(200, {}, json)), Number(query.get('ms'))),

  // size
  '/endless-body': ({ socket }) => {
    socket.write(`${head}Connection: close\r\n\r\n`);
    forever(socket, () => Buffer.alloc(1 << 16, 0x20));
  },
  '/endless-chunks': ({ socket }) => {
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    forever(socket, () => '1000\r\n' + ' '.repeat(0x1000) + '\r\n');
  },
  '/large': ({ socket, query }) => socket.write(answer(200, {}, 'x'.repeat(Number(query.get('bytes'))))),
  '/endless-headers': ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    forever(socket, () => 'X-A: b\r\n');
  },
  '/many-headers': ({ socket, query }) => {
    const count = Number(query.get('count'));
    socket.write('HTTP/1.1 200 OK\r\n' + 'X-A: b\r\n'.repeat(count) + 'Content-Length: 0\r\n\r\n');
  },
  '/long-header': ({ socket, query }) =>
    socket.write(answer(200, { 'X-Long': 'a'.repeat(Number(query.get('bytes'))) }, json)),
  '/long-status': ({ socket }) => socket.write('HTTP/1.1 200 ' + 'O'.repeat(5 << 20) + 'K\r\n\r\n'),
  '/trailers': ({ socket }) => {
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n`);
    forever(socket, () => 'X-A: b\r\n');
  },
  '/continue': ({ socket }) => forever(socket, () => 'HTTP/1.1 100 Continue\r\n\r\n'),
  '/hints': ({ socket }) =>
    socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n' + answer(200, { 'X-Final': 'yes' }, json)),

  // codings
  '/gzip': ({ socket }) => socket.write(coded('gzip', zlib.gzipSync(json))),
  '/deflate': ({ socket }) => socket.write(coded('deflate', zlib.deflateSync(json))),
  '/brotli': ({ socket }) => socket.write(coded('br', zlib.brotliCompressSync(json))),
  '/dense': ({ socket }) => socket.write(coded('gzip', dense)),
  '/small-bomb': ({ socket }) => socket.write(coded('gzip', smallBomb)),
  '/bomb': ({ socket }) => socket.write(coded('gzip', bomb)),
  '/bomb-chunked': ({ socket }) =>
    socket.write(Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n'),
      Buffer.from(bomb.length.toString(16) + '\r\n'), bomb, Buffer.from('\r\n0\r\n\r\n'),
    ])),
  '/double-gzip': ({ socket }) => socket.write(coded('gzip, gzip', zlib.gzipSync(zlib.gzipSync(json)))),
  '/many-gzip': ({ socket }) => socket.write(coded('gzip, gzip, gzip, gzip, gzip, gzip', json)),
  '/false-gzip': ({ socket }) => socket.write(coded('gzip', Buffer.from('this is no gzip'))),
  '/unknown-coding': ({ socket }) => socket.write(coded('rot13', Buffer.from(json))),

  // redirects; `to` is the Location, byte for byte after percent-decoding
  '/redirect': ({ socket, query }) => {
    const to = query.getAll('to');
    socket.write(answer(Number(query.get('code') ?? 302), to.length ? { Location: to } : {}, 'moved'));
  },
  '/loop-a': ({ socket }) => socket.write(answer(302, { Location: '/loop-b' })),
  '/loop-b': ({ socket }) => socket.write(answer(302, { Location: '/loop-a' })),
  '/chain': ({ socket, query }) => {
    const left = Number(query.get('left'));
    socket.write(left === 0 ? answer(200, {}, json) : answer(302, { Location: `?left=${left - 1}` }));
  },
  '/redirect-endless': ({ socket }) => {
    socket.write('HTTP/1.1 302 X\r\nLocation: /ok\r\nConnection: close\r\n\r\n');
    forever(socket, () => Buffer.alloc(1 << 16, 0x20));
  },

  // broken answers
  '/truncated-chunk': ({ socket }) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n20\r\n{"ok":`),
  '/bad-chunk': ({ socket }) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`),
  '/short-body': ({ socket }) => socket.end(`${head}Content-Length: 100\r\n\r\n{"ok":true}`),
  '/long-body': ({ socket }) => socket.end(`${head}Content-Length: 2\r\nConnection: close\r\n\r\n{}{}{}{}`),
  '/negative-length': ({ socket }) => socket.end(`${head}Content-Length: -1\r\n\r\n{}`),
  '/cut-headers': ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Type: appl'),
  '/cut-between-headers': ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n'),
  '/close': ({ socket }) => socket.end(),
  '/reset': ({ socket }) => socket.resetAndDestroy(),
  '/reset-in-body': ({ socket }) => {
    socket.write(`${head}Content-Length: 100\r\n\r\n{"ok":`, () => setTimeout(() => socket.resetAndDestroy(), 50));
  },
  '/garbage': ({ socket }) => socket.end('\x16\x03\x01\x02 SSH-2.0-OpenSSH_9.2\r\n\r\n'),
  '/http09': ({ socket }) => socket.end('<html>hello</html>\n'),
  '/nul-header': ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 2\r\n\r\n{}'),
  '/no-colon': ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nthis is no header\r\nContent-Length: 2\r\n\r\n{}'),
  '/folded': ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nX-A: one\r\n\ttwo\r\nContent-Length: 2\r\n\r\n{}'),
  '/escape-header': ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nX-A: \x1b[2Jgone\r\nContent-Length: 2\r\n\r\n{}'),
  '/cookie': ({ socket }) => socket.write(answer(200, { 'Set-Cookie': 'id=1; Path=/' }, json)),

  // another try helps
  '/busy-once': ({ socket, again, query }) =>
    socket.write(again === 0
      ? answer(Number(query.get('code') ?? 503), query.has('after') ? { 'Retry-After': query.get('after') } : {}, 'busy')
      : answer(200, {}, json)),

  // streams that stay open
  '/events': ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n');
    const event = 'event: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n';
    socket.write(`${event.length.toString(16)}\r\n${event}\r\n`);
  },
};

function coded(coding, body) {
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`),
    Buffer.from(body),
  ]);
}

function serve(socket, connection, request) {
  record({ connection, ...request });
  const other = further[request.target];
  if (Array.isArray(other)) {
    const [status, headers, body] = other;
    return socket.write(answer(status, headers, request.method === 'HEAD' ? '' : body));
  }
  const target = other ?? request.target;
  const at = target.indexOf('?');
  const path = at < 0 ? target : target.slice(0, at);
  const query = new URLSearchParams(at < 0 ? '' : target.slice(at + 1));
  const again = seen.get(request.target) ?? 0;
  seen.set(request.target, again + 1);
  const act = paths[path];
  if (!act) return socket.write(answer(404, {}, 'not found'));
  act({ socket, request, query, again });
}

let connections = 0;
let resets = Number(options.resets ?? 0);
const server = net.createServer({ allowHalfOpen: false }, (socket) => {
  const connection = ++connections;
  record({ connection, local: `${socket.localAddress}:${socket.localPort}` });
  socket.on('error', () => {});
  let data = Buffer.alloc(0);
  socket.on('data', (piece) => {
    // The beginning of a TLS handshake: a server that breaks off there.
    if (data.length === 0 && piece[0] === 0x16 && resets-- > 0) return socket.resetAndDestroy();
    data = Buffer.concat([data, piece]);
    for (;;) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) return;
      const [first, ...lines] = data.subarray(0, end).toString('latin1').split('\r\n');
      const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
      const length = Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
      if (data.length < end + 4 + length) return;
      const body = data.subarray(end + 4, end + 4 + length).toString('latin1');
      data = data.subarray(end + 4 + length);
      const [method, target] = first.split(' ');
      serve(socket, connection, { method, target, headers, body });
    }
  });
});
server.listen(Number(options.port ?? 0), options.host ?? '127.0.0.1', () => {
  further = JSON.parse(site.replaceAll('PORT', String(server.address().port)));
  process.stdout.write(JSON.stringify({ port: server.address().port }) + '\n');
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
setTimeout(() => process.exit(0), 600_000).unref();
