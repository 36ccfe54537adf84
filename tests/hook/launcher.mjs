// .github/hooks/cardlint: what it runs and builds, and when. Builds are played by a script that takes a second (the real one is the
// matter of self_build.mjs); all else is the real thing.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseOptions } from '../interop/common.mjs'
import { commandEnvironment, finish, folder, git, holds, lacks, run, scenario, source } from '../support/scratch.mjs'

const { cardlint } = parseOptions({ cardlint: '' })

// A checkout whose ./dev counts its calls and "builds" a program that prints its arguments, one a line, and ends with 7.
function checkout(dev = '') {
  const root = folder()
  mkdirSync(join(root, '.github/hooks'), { recursive: true })
  cpSync(join(source, '.github/hooks/cardlint'), join(root, '.github/hooks/cardlint'))
  writeFileSync(join(root, 'dev'), `#!/usr/bin/env bash
set -e
cd "$(dirname "$0")"
[[ $* == "run --version" ]]
echo "called" >>calls
env >environment
echo "noise of the build"; echo "and its errors" >&2
${dev}
sleep 1
mkdir -p build/release
for name in cardlint cardlint-probe; do
  printf '%s\\n' '#!/usr/bin/env bash' '[[ \${1:-} == --version ]] || printf "[%s]\\\\n" "$@"' 'exit 7' >build/release/$name
  chmod +x build/release/$name
done
`)
  chmodSync(join(root, 'dev'), 0o755)
  return root
}
const launcher = (root) => join(root, '.github/hooks/cardlint')
const calls = (root) => existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').split('\n').length - 1 : 0

await scenario('it builds once, says so on stderr, and hands on arguments and exit code', () => {
  const root = checkout()
  const words = ['check', 'a b', '', '*', '$HOME', '-x', 'line\nbreak']
  const first = run(folder(), launcher(root), words)
  assert.equal(first.status, 7, first.all)
  assert.equal(first.stdout, words.map((word) => `[${word}]\n`).join(''))
  holds(first.stderr, 'building the program, once', 'the program is built')
  const second = run(folder(), launcher(root), words)
  assert.deepEqual([second.status, second.stdout, second.stderr], [7, first.stdout, ''])
  assert.equal(calls(root), 1)
  assert.ok(existsSync(join(root, 'build/hook/cardlint-probe')))
  assert.ok(!existsSync(join(root, 'build/release')), 'its own object files are left behind')
})

await scenario('object files that somebody else made stay', () => {
  const root = checkout()
  mkdirSync(join(root, 'build/release'), { recursive: true })
  assert.equal(run(root, launcher(root), ['x']).status, 7)
  assert.ok(existsSync(join(root, 'build/release/cardlint')))
})

await scenario('runs at the same time build once', async () => {
  const root = checkout()
  const results = await Promise.all(Array.from({ length: 6 }, (_, i) => new Promise((done) => {
    const child = spawn(launcher(root), [`${i}`], { env: commandEnvironment() })
    let out = '', err = ''
    child.stdout.on('data', (data) => { out += data })
    child.stderr.on('data', (data) => { err += data })
    child.on('close', (code) => done({ code, out, err }))
  })))
  results.forEach(({ code, out, err }, i) => assert.deepEqual([code, out], [7, `[${i}]\n`], err))
  assert.equal(calls(root), 1)
  assert.ok(results.some(({ err }) => err.includes('another run is building the program')))
})

await scenario('a build that fails is said, and is tried again', () => {
  const root = checkout('echo "the reason of it" >&2; exit 4')
  for (const count of [1, 2]) {
    const ran = run(root, launcher(root), ['check'])
    assert.deepEqual([ran.status, ran.stdout], [3, ''], ran.all)
    holds(ran.stderr, 'the reason of it', 'cannot build the program', 'cardlint-system', 'CARDLINT_PROGRAM')
    assert.equal(calls(root), count)
  }
})

await scenario('a build that ends without a program is said', () => {
  const root = checkout('exit 0')
  const ran = run(root, launcher(root), ['check'])
  assert.equal(ran.status, 3, ran.all)
  holds(ran.stderr, 'cannot build the program')
})

await scenario('a checkout that cannot be written is said', () => {
  const root = checkout()
  writeFileSync(join(root, 'build'), '')
  const ran = run(root, launcher(root), ['check'])
  assert.equal(ran.status, 3, ran.all)
  holds(ran.stderr, 'build/hook cannot be written')
})

await scenario('a checkout that moved on is built anew', () => {
  const root = checkout()
  git(root, 'init', '--quiet')
  git(root, 'add', 'dev', '.github')
  run(root, launcher(root), ['x'])
  run(root, launcher(root), ['x'])
  assert.equal(calls(root), 1)
  const later = new Date(Date.now() + 60_000)
  utimesSync(join(root, '.git/index'), later, later)
  holds(run(root, launcher(root), ['x']).stderr, 'building the program')
  assert.equal(calls(root), 2)
})

await scenario('the build sees nothing of the repository that commits', () => {
  const root = checkout()
  run(root, launcher(root), ['x'], { GIT_DIR: '/elsewhere/.git', GIT_INDEX_FILE: '/elsewhere/index', GIT_WORK_TREE: '/elsewhere' })
  lacks(readFileSync(join(root, 'environment'), 'utf8'), '/elsewhere')
})

await scenario('it is found by a relative path and through another folder', () => {
  const root = checkout()
  assert.equal(run(root, '.github/hooks/cardlint', ['x']).status, 7)
  assert.equal(run(join(root, '.github/hooks'), 'bash', ['cardlint', 'x']).status, 7)
  assert.equal(run(join(root, '.github/hooks'), './cardlint', ['x']).status, 7)
  assert.equal(calls(root), 1)
})

await scenario('pre-commit hides what a hook says, so the terminal is told', () => {
  const root = checkout()
  const ran = run(root, 'script', ['--quiet', '--return', '--command', `"${launcher(root)}" x >out 2>err`, '/dev/null'])
  assert.equal(ran.status, 7, ran.all)
  holds(ran.stdout, 'building the program, once')
  holds(readFileSync(join(root, 'err'), 'utf8'), 'building the program, once')
  assert.equal(readFileSync(join(root, 'out'), 'utf8'), '[x]\n')
})

await scenario('CARDLINT_PROGRAM is run in its place', () => {
  const root = checkout()
  const ran = run(root, launcher(root), ['--version'], { CARDLINT_PROGRAM: resolve(cardlint) })
  assert.equal(ran.status, 0, ran.all)
  holds(ran.stdout, /^cardlint \d+\.\d+\.\d+/)
  for (const wrong of ['/nowhere/cardlint', root, join(root, 'calls')]) {
    const refused = run(root, launcher(root), ['--version'], { CARDLINT_PROGRAM: wrong })
    assert.deepEqual([refused.status, refused.stdout], [3, ''])
    holds(refused.stderr, 'CARDLINT_PROGRAM names no program')
  }
  assert.equal(calls(root), 0)
})

await scenario('a run that finds its program costs a few milliseconds', () => {
  const root = checkout()
  run(root, launcher(root), ['x'])
  symlinkSync('/bin/true', join(root, 'true'))
  const rounds = (command) => {
    const start = process.hrtime.bigint()
    for (let i = 0; i < 20; ++i) run(root, command, ['x'], { CARDLINT_PROGRAM: '/bin/true' })
    return Number(process.hrtime.bigint() - start) / 20e6
  }
  const cost = rounds(launcher(root)) - rounds('/bin/true')
  console.log(`      ${cost.toFixed(1)} ms`)
  assert.ok(cost < 250, `${cost} ms`)  // far above: the machine may be busy
})

finish()
