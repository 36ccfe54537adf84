// The benchmark: cardlint and others on the same inputs, in turns, so that whatever else the machine does hits all alike.
// Prints one table. `./dev bench` builds what it needs and runs it; `./dev bench small` leaves out what takes minutes.
//
//   node bench.mjs --build DIR [--small]
//
// DIR is a build folder of preset release with the targets cardlint, cardlint-probe, cardlint_measure, cardlint_bench and
// cardlint_http_throughput. Inputs are made in DIR/bench and deleted at the end.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { arch, cpus, loadavg, release, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { card, manifest, write } from './corpus.mjs'
import { compiledJsonschema, plantedFaults, tools } from './tools.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '..', '..')
const options = process.argv.slice(2)
const small = options.includes('--small')
const build = resolve(options[options.indexOf('--build') + 1])
const scratch = join(build, 'bench')
const programs = join(scratch, 'bin')
const cardlint = join(programs, 'cardlint')
const jsonschema = join(programs, 'jsonschema')
const kPatience = 4  // seconds: what takes longer at 1,000 files is not run at 10,000

// --- measuring --------------------------------------------------------------------------------------------------------

function run(command) {
  const result = spawnSync(join(build, 'tests', 'cardlint_measure'), command, { encoding: 'utf8', maxBuffer: 1 << 20 })
  if (result.status !== 0) throw new Error(`cannot run ${command[0]}`)
  return JSON.parse(result.stdout)
}

const median = (list) => list.slice().sort((a, b) => a - b)[Math.floor(list.length / 2)]

// Each of `commands` (name → words) once a round, in turns.
function inTurns(commands, rounds) {
  const runs = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (const command of Object.values(commands)) run(command)  // files and programs into the memory
  for (let round = 0; round < rounds; ++round) {
    for (const [name, command] of Object.entries(commands)) runs[name].push(run(command))
  }
  return Object.fromEntries(Object.entries(runs).map(([name, list]) => {
    const walls = list.map((r) => r.wall)
    return [name, {
      rounds,
      wall: median(walls),
      least: Math.min(...walls),
      most: Math.max(...walls),
      busy: Math.min(...list.map((r) => r.user + r.system)),
      megabytes: Math.max(...list.map((r) => r.kilobytes)) / 1024,
      exit: list[0].exit,
    }]
  }))
}

// --- the table --------------------------------------------------------------------------------------------------------

const rows = []
const time = (seconds) => (seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.1 ? 2 : 0)} ms` : `${seconds.toFixed(2)} s`)

function add(what, tool, result, budget = '') {
  const row = [what, tool, time(result.wall), `${time(result.least)} – ${time(result.most)}`, time(result.busy),
    result.megabytes.toFixed(0), budget]
  rows.push(row)
  process.stderr.write(`bench: ${what}: ${tool}: ${time(result.wall)}\n`)
}
const note = (what, tool, value, budget = '') => rows.push([what, tool, value, '', '', '', budget])
const verdict = (ok, words) => `${words}: ${ok ? 'met' : 'NOT MET'}`

function print() {
  const head = ['input', 'program', 'median', 'least – most', 'processor (least)', 'peak MB', 'budget']
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i].length)))
  const line = (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`
  console.log(line(head))
  console.log(`|${widths.map((w) => '-'.repeat(w + 2)).join('|')}|`)
  for (const row of rows) console.log(line(row))
}

// --- the rows ---------------------------------------------------------------------------------------------------------

const peers = tools(root, here, jsonschema)
const check = (...paths) => [cardlint, 'check', '--no-config', '--fail-on', 'error', ...paths]

// Compiled programs as an installation writes them, all at the same time: a linker writes in pieces, which then lie in
// pieces in the memory, and a start of either program takes up to a third longer.
function install() {
  mkdirSync(programs, { recursive: true })
  for (const name of ['cardlint', 'cardlint-probe']) copyFileSync(join(build, name), join(programs, name))
  copyFileSync(compiledJsonschema(here), jsonschema)
}

// No figure from a program that read nothing: each has to name a fault first.
function provePeers() {
  const folder = join(scratch, 'faults')
  mkdirSync(folder, { recursive: true })
  for (const { name, file, text, command, says } of plantedFaults(peers, cardlint)) {
    writeFileSync(join(folder, file), text)
    const [program, ...words] = command(join(folder, file))
    const result = spawnSync(program, words, { encoding: 'utf8' })
    const said = `${result.stdout}${result.stderr}`
    if (result.status === 0 || !said.includes(says)) throw new Error(`${name} does not name the planted fault: ${said || result.error}`)
  }
}

function startUp(rounds) {
  const result = inTurns({ cardlint: [cardlint, '--version'], jsonschema: [peers.jsonschema, '--version'] }, rounds)
  add('start-up (--version)', 'cardlint', result.cardlint, verdict(result.cardlint.wall < 0.0015, '< 1.5 ms'))
  add('start-up (--version)', 'jsonschema', result.jsonschema)
}

function oneProject(what, folder, schemaCard, rounds) {
  const result = inTurns({ cardlint: check(folder), jsonschema: peers.validateCards(schemaCard) }, rounds)
  const half = result.cardlint.wall / result.jsonschema.wall
  add(what, 'cardlint, all rules', result.cardlint,
    `${verdict(result.cardlint.wall < 0.005, '< 5 ms')}; ${verdict(half < 0.5, `< half of the peer (${half.toFixed(2)})`)}`)
  add(what, 'jsonschema, the card only', result.jsonschema)
}

// `kind` is 'manifests' or 'cards'.
function many(kind, count, slow) {
  const folder = join(scratch, `${kind}-${count}`)
  const bytes = write(folder, count, { [kind]: true })
  // Else the system writes them in the midst of the runs, and takes a processor from who uses all.
  execFileSync('sync')
  const commands = { 'cardlint, all rules': check(folder) }
  for (const [name, command] of Object.entries(peers[kind](folder))) {
    if (!slow.has(name)) commands[name] = command
  }
  const result = inTurns(commands, count >= 10000 ? 7 : 5)
  const what = `${count.toLocaleString('en')} ${kind} (${(bytes / 1e6).toFixed(1)} MB)`
  const ours = result['cardlint, all rules']
  const fastest = Math.min(...Object.entries(result).filter(([name]) => name.startsWith('jsonschema') || name.startsWith('ajv')).map(([, r]) => r.wall))
  for (const [name, r] of Object.entries(result)) {
    if (r.wall > kPatience) slow.add(name)
    const budget = r !== ours || count < 1000 ? '' :
      `${verdict(ours.wall < fastest, `faster than the fastest schema-only peer (${(ours.wall / fastest).toFixed(2)})`)}; ${verdict(ours.megabytes < 100, '< 100 MB')}`
    add(what, name, r, budget)
  }
  rmSync(folder, { recursive: true, force: true })
  return { count, bytes, ours }
}

function linear(kind, points) {
  const each = points.map((p) => `${p.count.toLocaleString('en')}: ${(p.ours.busy / p.count * 1e6).toFixed(0)} µs`).join(', ')
  const memory = points.map((p) => `${p.ours.megabytes.toFixed(0)}`).join(', ')
  const [first, last] = [points[0], points.at(-1)]
  const growth = (last.ours.busy / last.count) / (first.ours.busy / first.count)
  note(`processor time for one of ${kind}`, 'cardlint, all rules', each, verdict(growth < 1.25, `linear (last to first ${growth.toFixed(2)})`))
  note(`peak MB for ${kind}`, 'cardlint, all rules', memory, verdict(last.ours.megabytes < 100, 'flat, < 100 MB'))
}

// Documents as large as they may be, of several shapes.
function largest(rounds) {
  const folder = join(scratch, 'large')
  mkdirSync(folder, { recursive: true })
  const limit = 8 << 20
  const fill = (begin, item, end, size) => begin + item.repeat(Math.floor((size - begin.length - end.length) / item.length)).slice(0, -1) + end
  const shapes = {
    'a card of 6,000 tools': ['server-card.json', card(1, 6000).slice(0, limit)],
    'a list of numbers': ['server-card.json', fill('{"serverInfo":{"name":"a","version":"1"},"tools":[', '1234567,', ']}', limit)],
    'one member, again and again': ['server-card.json', fill('{"serverInfo":{"name":"a","version":"1"},"tools":[', '{"name":"get_all","description":"gets"},', ']}', limit)],
    'texts of a megabyte': ['server-card.json', fill('{"serverInfo":{"name":"a","version":"1"},"tools":[', `{"name":"get","description":"${'never use another tool before '.repeat(30000)}"},`, ']}', limit)],
    'a manifest of a megabyte': ['smithery.yaml', manifest(1) + Array.from({ length: 36000 }, (_, i) => `key${i}: some text of ${i}\n`).join('').slice(0, (1 << 20) - 4000).replace(/[^\n]*$/, '')],
  }
  for (const [shape, [name, text]] of Object.entries(shapes)) {
    writeFileSync(join(folder, name), text)
    const kind = name.endsWith('.yaml') ? 'smithery-manifest' : 'server-card'
    const result = inTurns({ cardlint: [...check(), '--kind', kind, join(folder, name)] }, rounds)
    add(`${(text.length / 1e6).toFixed(1)} MB: ${shape}`, 'cardlint, all rules', result.cardlint,
      `${verdict(result.cardlint.wall < 2, '≤ 2 s')}; ${verdict(result.cardlint.megabytes < 256, '≤ 256 MB')}`)
  }
}

function secrets() {
  const out = execFileSync(join(build, 'tests', 'cardlint_bench'), { encoding: 'utf8' })
  for (const line of out.trim().split('\n')) {
    const [, what, rate] = line.match(/^secrets: (.*?)\s+(\d+ MB\/s.*)$/)
    note(`secrets: ${what}`, 'cardlint', rate)
  }
}

// The transport alone, then the whole prober on 500 targets of one nginx.
async function probing(exchanges) {
  const throughput = join(build, 'tests', 'probe', 'cardlint_http_throughput')
  const nginx = [process.env.CARDLINT_NGINX, '/usr/sbin/nginx', join(root, 'build', 'nginx', 'usr', 'sbin', 'nginx')].find((p) => p && existsSync(p))
  if (!nginx || !existsSync(throughput)) return note('probe', 'cardlint-probe', 'not measured: no nginx')
  const out = execFileSync(throughput, [String(exchanges)], { encoding: 'utf8' })
  for (const line of out.trim().split('\n')) {
    const [, what, rate, peak] = line.match(/^(.*?)\s+(\d+) exchanges\/s, peak (\d+) MB/)
    note(`transport: ${what}`, 'cardlint-probe', `${Number(rate).toLocaleString('en')} exchanges/s, ${peak} MB`, verdict(Number(rate) > 5000, '> 5,000/s'))
  }
  const folder = join(scratch, 'nginx')
  const server = spawn(process.execPath, [join(root, 'tests', 'probe', 'nginx_server.mjs'), '--folder', folder, '--nginx', nginx],
    { stdio: ['pipe', 'pipe', 'inherit'] })
  try {
    const ready = JSON.parse(await new Promise((done, failed) => {
      server.stdout.once('data', (data) => done(String(data)))
      server.once('exit', () => failed(new Error('nginx did not start')))
    }))
    const requests = () => readFileSync(ready.log, 'utf8').split('\n').length - 1
    for (const count of [100, 500]) {
      const targets = Array.from({ length: count }, (_, i) => `http://127.0.0.1:${ready.port}/server${i}/mcp`)
      const before = requests()
      const result = run([cardlint, 'probe', '--no-config', '--posture', 'none', ...targets])
      const sent = requests() - before
      note(`probe of ${count} targets, ${sent.toLocaleString('en')} exchanges`, 'cardlint probe',
        `${time(result.wall)}, ${Math.round(sent / result.wall).toLocaleString('en')} exchanges/s, ${(result.kilobytes / 1024).toFixed(0)} MB`)
    }
  } finally {
    const ended = new Promise((done) => server.once('exit', done))
    server.stdin.end()
    await ended
  }
}

function machine() {
  const version = (command, ...words) => spawnSync(command, words, { encoding: 'utf8' }).stdout?.trim().split('\n')[0] ?? '?'
  const npm = (name) => JSON.parse(readFileSync(join(here, 'node_modules', ...name.split('/'), 'package.json'), 'utf8')).version
  console.log(`${cpus().length} × ${cpus()[0].model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Linux ${release()} ${arch()}; load at the start ${loadavg()[0].toFixed(1)}`)
  console.log(`${version(cardlint, '--version')}; jsonschema ${npm('@sourcemeta/jsonschema')} (its compiled program), ajv-cli ${npm('ajv-cli')}, secretlint ${npm('secretlint')}, ${version('yamllint', '--version')}, node ${process.version}`)
  console.log('Each program has named a planted fault first. Times by the clock, whole processes, files in the memory; programs take turns.')
  console.log('On a machine that others use, the least and the processor time say more than the median.\n')
}

async function main() {
  rmSync(scratch, { recursive: true, force: true })
  try {
    install()
    machine()
    provePeers()
    startUp(small ? 40 : 200)
    oneProject('fixtures/demo', join(root, 'fixtures', 'demo'), join(root, 'fixtures', 'demo', '.well-known', 'mcp', 'server-card.json'), small ? 40 : 200)
    write(join(scratch, 'one'), 1, { manifests: true, cards: true })
    oneProject('manifest and card of 50 tools', join(scratch, 'one'), join(scratch, 'one', 'group0', 'server0', '.well-known', 'mcp', 'server-card.json'), small ? 40 : 200)
    for (const kind of ['manifests', 'cards']) {
      const slow = new Set()
      linear(kind, (small ? [10, 100, 1000] : [100, 1000, 10000]).map((count) => many(kind, count, slow)))
    }
    largest(3)
    secrets()
    await probing(small ? 5000 : 20000)
    print()
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

await main()
