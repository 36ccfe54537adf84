// What the tests of the whole prober share: options, a scratch folder, servers as child processes, a run of `cardlint probe`
// with its JSON report, and a count of failures.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const here = path.dirname(fileURLToPath(import.meta.url));
// --name VALUE or --name=VALUE; --name alone gives ''.
export const options = Object.fromEntries(
  process.argv.slice(2).filter((word) => word.startsWith('--')).map((word) => {
    const [name, value] = word.slice(2).split(/=(.*)/s);
    const next = process.argv[process.argv.indexOf(word) + 1] ?? '';
    return [name, value ?? (next.startsWith('--') ? '' : next)];
  }),
);
export const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'cardlint-probe-'));

const started = [];
let failures = 0;
export const fail = (what) => {
  console.log(`FAILED: ${what}`);
  failures += 1;
};
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// For what cannot be tested here: ctest shows it as skipped.
export function skip(why) {
  fs.rmSync(scratch, { recursive: true, force: true });
  console.log(why);
  process.exit(77);
}

// Runs the parts one by one, whatever becomes of each; then ends all servers and the program.
export async function finish(parts) {
  for (const part of parts) {
    try {
      await part();
    } catch (error) {
      fail(error.stack ?? String(error));
    }
  }
  for (const child of started) child.kill();
  fs.rmSync(scratch, { recursive: true, force: true });
  console.log(failures === 0 ? 'all well' : `${failures} failures`);
  process.exit(failures === 0 ? 0 : 1);
}

// Runs `work` on each item, so many at a time; most of it is waiting.
export async function inBatches(items, size, work) {
  for (let at = 0; at < items.length; at += size) await Promise.all(items.slice(at, at + size).map(work));
}

// A port that was free a moment ago.
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const answers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect({ port, host: 'localhost' });
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });

// Starts node with `args` and waits until all ports answer.
export async function serve(name, args, env, ports) {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  started.push(child);
  let said = '';
  child.stderr.on('data', (piece) => (said += piece));
  for (let i = 0; i < 200; i += 1) {
    if ((await Promise.all(ports.map(answers))).every(Boolean)) return child;
    if (child.exitCode !== null) break;
    await pause(100);
  }
  throw new Error(`${name} does not answer: ${said.slice(0, 400)}`);
}

// A server script of this folder that says in one line of JSON where it listens, and ends with its standard input.
export async function serveScript(script, args) {
  const child = spawn(process.execPath, [path.join(here, script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  for await (const line of createInterface({ input: child.stdout })) return { child, ...JSON.parse(line) };
  throw new Error(`${script} did not start`);
}

// Asynchronous: servers in this process have to answer meanwhile. `report` is null when stdout is no JSON, which counts as a
// failure; `seconds` and `megabytes` (peak) are of the prober.
export function probe(args, { env = {}, during = () => {}, limit = 120_000 } = {}) {
  return new Promise((resolve) => {
    const begun = process.hrtime.bigint();
    const words = ['probe', ...args, '--seed', '1', '--format', 'json'];
    if (!args.includes('--project')) words.push('--project', '');
    const child = spawn(path.resolve(options.cardlint), words, {
      // Freed memory that a sanitizer holds back is not the prober's.
      env: { ASAN_OPTIONS: 'quarantine_size_mb=8', ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], cwd: scratch,
    });
    const timer = setTimeout(() => (fail(`the prober hangs: ${args.join(' ')}`), child.kill('SIGKILL')), limit);
    let [out, err, peak] = ['', '', 0];
    // `cardlint probe` becomes cardlint-probe by exec, so it is this very process.
    const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 20);
    child.stdout.on('data', (piece) => (out += piece));
    child.stderr.on('data', (piece) => (err += piece));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      clearInterval(watch);
      let report = null;
      try {
        report = JSON.parse(out);
      } catch {
        fail(`no report: ${args.join(' ')}: ${signal ?? code} ${err.slice(0, 300)}`);
      }
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      resolve({ code, signal, report, out, err, seconds, megabytes: peak / 1024 });
    });
    during(child);
  });
}

function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

// Errors in a report, as "check: message".
export const errors = (report) => [
  ...report.diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.rule}: ${d.message}`),
  ...report.probes.filter((p) => p.outcome === 'fail' && p.severity === 'error').map((p) => `${p.check}: ${p.message}`),
];
// The results of one check.
export const of = (report, check) => report.probes.filter((p) => p.check === check);
