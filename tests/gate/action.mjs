// action.yml, step by step, in scratch repositories: what passes, what fails, what is handed on, and that no value of an
// input and no text of a checked file does anything but being a value or a text.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseOptions } from '../interop/common.mjs'
import { copySource, finish, folder, holds, lacks, repository, run, scenario, source, write } from '../support/scratch.mjs'
import { action, runAction } from './runner.mjs'

const options = parseOptions({ cardlint: '' })
const program = resolve(options.cardlint)
const gate = (workspace, inputs = {}, given = {}) => runAction(workspace, { program, ...inputs }, given)

const good = 'name: weather\ntarget: remote\n'
const bad = 'target: remote\nname: "@acme/weather"\n'
const errors = (result) => result.commands.filter(({ name }) => name === 'error')
const sarifOf = (result) => JSON.parse(readFileSync(result.outputs['sarif-file'], 'utf8'))
const refused = (result, ...patterns) => {
  assert.equal(result.failed, true, result.log)
  holds(errors(result).map(({ message }) => message).join('\n'), ...patterns)
}

await scenario('no expression is part of a script, and foreign actions are pinned to commits', () => {
  for (const step of action.runs.steps) {
    if (step.run) {
      lacks(step.run, '${{')
      assert.equal(step.shell, 'bash')
    } else {
      holds(step.uses, /^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/)
    }
  }
})

await scenario('every input reaches a step, and every output comes from one', () => {
  const text = readFileSync(join(source, 'action.yml'), 'utf8')
  const script = readFileSync(join(source, '.github/action/gate'), 'utf8')
  for (const [name, input] of Object.entries(action.inputs)) {
    holds(text, `inputs.${name} `)
    assert.ok(input.description.length > 10 && input.default !== undefined, name)
  }
  for (const [, step, name] of text.matchAll(/steps\.(\w+)\.outputs\.([\w-]+)/g)) {
    assert.ok(action.runs.steps.some(({ id }) => id === step), step)
    holds(script, `output ${name} `)
  }
  for (const [name] of text.matchAll(/GATE_\w+/g)) holds(script, `$${name}`)
})

await scenario('good: the job passes, with reports', () => {
  const result = gate(repository({ 'smithery.yaml': good }))
  assert.equal(result.failed, false, result.log)
  assert.deepEqual([result.outputs['exit-code'], result.outputs.errors, result.outputs['not-assessed']], ['0', '0', '0'])
  assert.equal(sarifOf(result).version, '2.1.0')
  assert.equal(JSON.parse(readFileSync(result.outputs['json-file'], 'utf8')).schemaVersion, 1)
  holds(result.summary, 'cardlint: 0 errors')
  holds(result.log, '1 document checked')
  assert.deepEqual([errors(result), result.used], [[], []])
})

await scenario('bad: the job fails, after the findings were handed on', () => {
  const result = gate(repository({ 'a b/smithery.yaml': bad }), { 'upload-sarif': 'true' })
  assert.deepEqual([result.failed, result.status, result.outputs['exit-code']], [true, 1, '1'])
  assert.equal(result.outputs.errors, '1')
  holds(result.log, 'a b/smithery.yaml:2:7: error [manifest-name-pattern]')
  holds(result.summary, 'manifest-name-pattern', 'a b/smithery.yaml:2:7')
  const [annotation, verdict] = errors(result)
  holds(annotation.properties, 'file=a b/smithery.yaml,line=2,')
  holds(verdict.message, 'exit code 1')
  const found = sarifOf(result).runs[0].results.find(({ ruleId }) => ruleId === 'manifest-name-pattern')
  assert.equal(decodeURI(found.locations[0].physicalLocation.artifactLocation.uri), 'a b/smithery.yaml')
  assert.equal(result.used.length, 1)
  holds(result.used[0].uses, 'github/codeql-action/upload-sarif@')
  assert.deepEqual(result.used[0].with, { sarif_file: result.outputs['sarif-file'], category: 'cardlint-check' })
})

await scenario('informational: findings and what was not assessed fail nothing, and are counted', () => {
  const found = gate(repository({ 'smithery.yaml': bad }), { informational: 'true' })
  assert.deepEqual([found.failed, found.outputs['exit-code'], found.outputs.errors], [false, '1', '1'])
  const missing = gate(repository({ 'smithery.yaml': good }), { informational: 'true', paths: 'nowhere' })
  assert.deepEqual([missing.failed, missing.outputs['exit-code'], missing.outputs['not-assessed']], [false, '3', '1'])
})

await scenario('unassessed: the job fails; strict puts it before findings', () => {
  const nothing = gate(repository({ 'notes.txt': '' }))
  assert.deepEqual([nothing.status, nothing.outputs['exit-code'], nothing.outputs['not-assessed']], [3, '3', '1'])
  holds(nothing.commands.map(({ message }) => message).join('\n'), 'nothing to check', 'something could not be assessed')
  const both = repository({ 'smithery.yaml': bad })
  assert.equal(gate(both, { paths: '.\nnowhere' }).outputs['exit-code'], '1')
  assert.equal(gate(both, { paths: '.\nnowhere', strict: 'true' }).outputs['exit-code'], '3')
})

await scenario('wrong usage fails the job, informational or not', () => {
  const root = repository({ 'smithery.yaml': good, 'faulty.yaml': 'rulez: {}\n' })
  for (const inputs of [{ 'fail-on': 'fatal' }, { config: 'faulty.yaml' }, { config: 'missing.yaml' }, { consumers: 'nobody' },
    { args: '--no-such-option' }, { baseline: 'missing.json' }, { posture: 'upright' }, { formats: 'nonsense=x' }]) {
    const result = gate(root, { ...inputs, informational: 'true' })
    assert.deepEqual([result.failed, result.outputs['exit-code']], [true, '2'], JSON.stringify(inputs) + result.log)
    refused(result, 'wrong inputs')
  }
  refused(gate(root, { formats: 'junit' }), "'formats' takes FORMAT=FILE")
  refused(gate(root, { targets: 'https://mcp.example.com/mcp' }), "'targets' is for the command 'probe'")
  refused(gate(root, { command: 'probe', paths: 'a\nb' }), "'paths' names more than one folder")
  assert.equal(gate(root, { formats: 'junit' }).outputs['exit-code'], '2')
})

await scenario('inputs of the action itself are checked first', () => {
  const root = repository({ 'smithery.yaml': good })
  for (const name of ['strict', 'informational', 'annotations', 'summary', 'upload-sarif', 'cache'])
    refused(gate(root, { [name]: 'yes' }), `the input '${name}' is 'yes', which is none of: true, false`)
  refused(gate(root, { command: 'rules' }), "the input 'command' is 'rules'")
  refused(gate(root, { program: '/nowhere/cardlint' }), 'the program is not there')
  refused(gate(root, { program: '/bin/false' }), 'the program does not start')
  refused(gate(root, { package: 'x.deb' }), 'exclude each other')
  refused(runAction(root, { package: 'x.deb' }), "'package' needs 'package-sha256'")
})

await scenario('hostile values are values', () => {
  const touch = 'touch owned'
  const values = [`$(${touch})\`${touch}\`"; ${touch}; "'; ${touch}; '<(${touch})`, `a=$(${touch})`,
    'x\n::set-output name=exit-code::0\n%0A::error::pwned##[error]pwned', '--exit-zero', '-', '* ${{ github.token }}$GITHUB_OUTPUT${IFS}',
    '../../etc/passwd\r\nc=d\u001b[31m\u0007\u202e']
  // These are held against lists of words, so one value is as good as the next.
  const words = ['command', 'strict', 'informational', 'annotations', 'summary', 'upload-sarif', 'cache']
  const root = repository({ 'smithery.yaml': bad })
  for (const name of Object.keys(action.inputs).filter((each) => each !== 'category')) {  // which reaches no script
    for (const value of words.includes(name) ? values.slice(0, 2) : values) {
      const result = gate(root, { [name]: value })
      const what = `${name}: ${JSON.stringify(value)}\n${result.log}`
      lacks([...readdirSync(root, { recursive: true }), ...readdirSync(result.temp)].join('\n'), 'owned')
      for (const command of result.commands) {
        assert.ok(['error', 'warning', 'notice'].includes(command.name), what)
        assert.ok(!command.message.startsWith('pwned'), what)
      }
      lacks(result.log, '\u001b', '\u0007')
      // Only the author of the workflow may say that findings do not count, and only with 'args'.
      if (name !== 'args') assert.equal(result.failed, true, what)
    }
  }
  // A report is written where 'formats' says; nothing else is.
  assert.deepEqual(readdirSync(root).sort(), ['.git', 'smithery.yaml'])
})

await scenario('hostile files say nothing to the runner', () => {
  const texts = ['::set-output name=exit-code::0', '##[set-output name=exit-code]0', '::stop-commands::x', '::add-mask::e', '::error::pwned',
    '%0A::error::pwned', '##[error]pwned']
  const files = {}
  texts.forEach((text, i) => {
    files[`${i}/smithery.yaml`] = `name: "${text}"\ntarget: "${text}"\n# ${text}\n${text.startsWith('#') ? text : '# '}\nbuild:\n  dockerBuildPath: "../${text}"\n`
    files[`${i} ${text.replaceAll('/', '')}/server-card.json`] = { serverInfo: { name: text, version: `1\n${text}` }, tools: text }
    files[`line\n${text}/smithery.yaml`] = bad
  })
  const result = gate(repository(files), { 'fail-on': 'info' })
  assert.deepEqual([result.failed, result.outputs['exit-code']], [true, '1'])
  assert.ok(Number(result.outputs.errors) > 10, result.outputs.errors)
  for (const command of result.commands) {
    assert.ok(['error', 'warning', 'notice'].includes(command.name), command.name)
    holds(command.properties, /^(file=.*)?title=cardlint|,title=cardlint/)
  }
})

await scenario('the log shows ten annotations a level, and none when they are off', () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}/smithery.yaml`, bad]))
  const result = gate(repository(files))
  assert.equal(result.outputs.errors, '30')
  assert.equal(errors(result).filter(({ properties }) => properties.includes('file=')).length, 10)
  const off = gate(repository(files), { annotations: 'false', summary: 'false' })
  assert.deepEqual([off.commands.filter(({ properties }) => properties.includes('file=')).length, off.summary, off.outputs.errors], [0, '', '30'])
})

await scenario('a summary that GitHub would refuse is replaced', () => {
  const path = join(folder(), 'cardlint')
  writeFileSync(path, `#!/usr/bin/env bash
for word; do case $word in --format=markdown=*) head -c 2000000 /dev/zero | tr '\\0' x >"\${word#--format=markdown=}" ;; esac; done
`)
  chmodSync(path, 0o755)
  const result = gate(repository({}), { program: path })
  assert.equal(result.failed, false, result.log)
  holds(result.summary, 'more than fits')
  assert.deepEqual([result.outputs.errors, result.outputs['sarif-file']], ['', ''])
})

await scenario('paths, more reports, levels, consumers, baseline and arguments reach the program', () => {
  const root = repository({ 'a b/smithery.yaml': bad, 'c/smithery.yaml': bad, 'd/smithery.yaml': good + 'extra: 1\n' })
  assert.equal(gate(root, { paths: 'a b\n\nc\r\n' }).outputs.errors, '2')
  assert.equal(gate(root, { paths: 'd', args: '--rule\nmanifest-name-pattern=off' }).outputs['exit-code'], '0')
  const reports = gate(root, { formats: 'junit=my report.xml\ngitlab=quality.json' })
  holds(readFileSync(join(root, 'my report.xml'), 'utf8'), '<testsuites')
  assert.equal(JSON.parse(readFileSync(join(root, 'quality.json'), 'utf8')).filter(({ severity }) => severity === 'major' || severity === 'critical').length, 2, reports.log)
  assert.equal(run(root, program, ['check', '--write-baseline', 'known.json', '.']).status, 0)
  assert.equal(gate(root, { baseline: 'known.json' }).outputs['exit-code'], '0')
  assert.equal(gate(root, { args: '--exit-zero' }).failed, false)
})

await scenario('without a .git, as containers without git have it, the workspace is the repository', () => {
  const tool = (name) => ({ name, description: 'Reads the weather of a city', inputSchema: { type: 'object' } })
  const files = {
    'server/smithery.yaml': good + 'tools: [get_weather]\n',
    'public/.well-known/mcp/server-card.json': { serverInfo: { name: 'weather', version: '1.0.0' }, tools: [tool('get_forecast')] },
  }
  const inputs = { 'fail-on': 'warning', args: '--only=parity' }
  for (const root of [repository(files), folder(files)]) {
    const result = gate(root, inputs)
    assert.equal(result.outputs['exit-code'], '1', result.log)
    holds(result.summary, 'parity-tools-manifest')
  }
  assert.equal(gate(folder(files), { ...inputs, args: '--root=server\n--only=parity', paths: 'server' }).outputs['exit-code'], '0')
})

// Runs a server in a process of its own, since the action is waited for.
function server(script) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((done) => child.stdout.once('data', (port) => done({ port: Number(port), child })))
}

await scenario('probe: an unreachable server is not assessed; a token is sent and never shown', async () => {
  const root = repository({ 'notes.txt': '' })
  const closed = await server(`
import { createServer } from 'node:net'
const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => console.log(port)) })`)
  const inputs = { command: 'probe', posture: 'apikey', args: '--timeout=5' }
  const down = gate(root, { ...inputs, targets: `http://127.0.0.1:${closed.port}/mcp` })
  assert.deepEqual([down.status, down.outputs['exit-code']], [3, '3'], down.log)
  assert.ok(Number(down.outputs['not-assessed']) > 0)

  const seen = join(folder(), 'seen')
  const live = await server(`
import { createServer } from 'node:http'
import { appendFileSync } from 'node:fs'
const s = createServer((request, response) => {
  appendFileSync(${JSON.stringify(seen)}, (request.headers.authorization ?? 'none') + '\\n')
  response.writeHead(500, { 'content-type': 'text/plain' }).end('no')
}).listen(0, '127.0.0.1', () => console.log(s.address().port))`)
  try {
    const up = gate(root, { ...inputs, targets: `http://127.0.0.1:${live.port}/mcp`, 'bearer-env': 'MCP_TOKEN', 'upload-sarif': 'true' },
      { env: { MCP_TOKEN: 'token-of-the-test' } })
    assert.equal(up.failed, true, up.log)
    assert.equal(up.used[0].with.category, 'cardlint-probe')
    holds(readFileSync(seen, 'utf8'), 'Bearer token-of-the-test')
    for (const text of [up.log, up.summary, readFileSync(up.outputs['sarif-file'], 'utf8')]) lacks(text, 'token-of-the-test')
  } finally {
    live.child.kill()
  }
})

await scenario('a release package is unpacked when its checksum is right', () => {
  const root = repository({ 'smithery.yaml': bad })
  const tree = folder()
  mkdirSync(join(tree, 'usr/bin'), { recursive: true })
  for (const name of ['cardlint', 'cardlint-probe']) copyFileSync(join(dirname(program), name), join(tree, 'usr/bin', name))
  write(tree, { 'DEBIAN/control': 'Package: cardlint\nVersion: 0\nArchitecture: all\nMaintainer: A <a@example.com>\nDescription: x\n' })
  const packages = folder()
  assert.equal(run(packages, 'dpkg-deb', ['-Znone', '--build', tree, 'cardlint 0.deb']).status, 0)
  assert.equal(run(packages, 'tar', ['-czf', 'cardlint.tar.gz', '-C', tree, 'usr']).status, 0)
  for (const name of ['cardlint 0.deb', 'cardlint.tar.gz']) {
    const path = join(packages, name)
    const sum = createHash('sha256').update(readFileSync(path)).digest('hex')
    for (const command of ['check', 'probe']) {
      const inputs = { command, package: path, 'package-sha256': sum, args: command === 'probe' ? '--plan' : '' }
      const result = runAction(root, inputs)
      assert.equal(result.outputs['exit-code'], command === 'check' ? '1' : '0', result.log)
      assert.deepEqual(result.used, [])
    }
    refused(runAction(root, { package: path, 'package-sha256': sum.replace(/^./, (c) => c === '0' ? '1' : '0') }), 'not the one with this checksum')
  }
  const sum = '0'.repeat(64)
  refused(runAction(root, { package: join(packages, 'none.deb'), 'package-sha256': sum }), 'the package is not there')
  for (const url of ['http://127.0.0.1/x.deb', 'file:///etc/passwd'])
    refused(runAction(root, { package: url, 'package-sha256': sum }), 'neither a path nor an https URL')
})

await scenario('without a program one is built, and kept in the cache by what it is made of', () => {
  const checkout = folder()
  copySource(checkout)
  // ./dev plays a build: it counts its calls and takes the programs that are there.
  writeFileSync(join(checkout, 'dev'), `#!/usr/bin/env bash
set -e
cd "$(dirname "$0")"
echo called >>../calls
mkdir -p build/release
cp ${dirname(program)}/cardlint ${dirname(program)}/cardlint-probe build/release/
`)
  const calls = () => readFileSync(join(checkout, '../calls'), 'utf8').trim().split('\n').length
  const root = repository({ 'smithery.yaml': bad })
  const temp = folder()
  const first = runAction(root, {}, { path: checkout, temp })
  assert.deepEqual([first.outputs['exit-code'], calls()], ['1', 1], first.log)
  const [{ uses, with: { path, key } }] = first.used
  holds(uses, 'actions/cache@')
  holds(key, /^cardlint-[0-9a-f]{32}$/)
  assert.deepEqual(readdirSync(path).sort(), ['cardlint', 'cardlint-probe'])
  // The next job gets them back in place of a build.
  const second = runAction(root, { command: 'probe', args: '--plan' }, { path: checkout, temp })
  assert.deepEqual([second.outputs['exit-code'], calls()], ['0', 1], second.log)
  assert.equal(second.used[0].with.key, key)
  // One that does not start here is built anew.
  writeFileSync(join(path, 'cardlint'), '#!/bin/sh\nexit 127\n')
  assert.equal(runAction(root, {}, { path: checkout, temp }).outputs['exit-code'], '1')
  write(checkout, { 'rules/extra.yaml': 'id: x\n' })
  assert.notEqual(runAction(root, {}, { path: checkout, temp }).used[0].with.key, key)
  assert.deepEqual(runAction(root, { cache: 'false' }, { path: checkout, temp }).used, [])
  writeFileSync(join(checkout, 'dev'), '#!/bin/sh\necho "no compiler" >&2\nexit 1\n')
  const failed = runAction(root, { informational: 'true' }, { path: checkout, temp: folder() })
  // The program of before is still in the checkout; without it nothing can be built.
  assert.equal(failed.failed, false, failed.log)
  run(checkout, 'rm', ['-r', 'build'])
  const hopeless = runAction(root, { informational: 'true' }, { path: checkout, temp: folder() })
  refused(hopeless, 'the program could not be built', 'cardlint did not run')
  holds(hopeless.log, 'no compiler')
})

finish()
