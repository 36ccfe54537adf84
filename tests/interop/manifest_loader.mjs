// Holds cardlint's verdict of smithery-cli against the way the Smithery CLI takes smithery.yaml in: npm `yaml` with its default
// options, then `name` and `target`, and nothing else; what does not fit counts as an absent file. (smithery-ai/cli@407ac3b3,
// src/lib/config-loader.ts; the real `yaml` package does the reading.)
//
//   node manifest_loader.mjs --cardlint PROGRAM [--count N] [--seed N] [--corpus FOLDER]
//
// Exit code 0 when nothing differs but what manifest_known_differences.json lists: inputs of which cardlint gives no verdict
// because of the rule that is named there, or that npm's reader itself cannot explain.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chance, check, here, needPackage, parseOptions } from './common.mjs'

needPackage('yaml')
const yaml = await import('yaml')

const options = parseOptions({ cardlint: null, count: 1500, seed: 1, corpus: null })

// ---- the loader

function loads(text) {
  let value
  try {
    value = yaml.parse(text, { logLevel: 'error' })
  } catch (error) {
    return { accepts: false, why: error.code ?? error.name }
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return { accepts: false, why: 'no map' }
  const { name, target } = value
  if (name !== undefined && !(typeof name === 'string' && /^[a-zA-Z][a-zA-Z0-9-_]{2,38}$/.test(name)))
    return { accepts: false, why: 'name' }
  if (target !== undefined && target !== 'local' && target !== 'remote') return { accepts: false, why: 'target' }
  return { accepts: true }
}

// ---- inputs

const { random, pick } = chance(options.seed)

const kNames = [
  'weather', 'ab', 'abc', 'a'.repeat(39), 'a'.repeat(40), '9lives', '@acme/weather', '"@acme/weather"', 'acme/weather', 'w e', 'wëather',
  'true', '~', 'null', '12', '1e3', '"123"', '"a_-b"', "'abc'", '""', '[abc]', '{a: b}', 'no-', '-no', 'abc # comment', '&n abc', '!!str abc',
  '!x abc', '|\n  abc', '>-\n  abc', '*n', 'abc\n  def', '2026-11-20', '0x1F', '.inf', '"a\\u0062c"', '{{ name }}', '<% name %>', 'name: x'
]
const kTargets = [
  'local', 'remote', 'Local', 'cloud', '"remote"', "'local'", '[local]', '{}', '~', '""', 'true', 'remote # yes', '&t local', 'remote ', '!!str local',
  '|\n  local', '|-\n  local', 'local\n  remote', '>-\n  remote'
]
const kRest = [
  'runtime: typescript', 'runtime: container\nstartCommand:\n  type: http', 'build:\n  dockerfile: Dockerfile', 'env: {A: 1}', '? a\n: b',
  'description: a: b', 'x: "unclosed', 'x: [1, 2', '\tx: 1', 'x: 1\nx: 2', '<<: {name: abc}', 'base: &b {target: cloud}\n<<: *b', '---', '...',
  '--- # more\na: b', '%YAML 1.1', '- a', 'tools:\n  - one\n  - {name: two}', '# just a comment', 'x: &x [*x]', 'x: *nobody',
  'x: &l [a, a]\ny: [*l, *l]', 'constructor: {}', '__proto__: {name: 9}', 'x: !!binary aGk=', 'x: !custom 1', 'a:\n b: 1\n  c: 2', '"name": abc',
  'Name: 7', 'name : abc', 'x: |2\n    a', 'x:   >+\n\n\n', 'x: @a', 'x: `a', 'x: %a', 'null: 1', '{a: b}: c', '[1]: 2', ': x', 'x:', '{}', '[]', '{name: 7}'
]

function* systematic() {
  for (const name of kNames) yield `name: ${name}\n`
  for (const target of kTargets) yield `name: weather\ntarget: ${target}\n`
  for (const rest of kRest) {
    yield `${rest}\n`
    yield `name: weather\n${rest}\n`
    yield `${rest}\nname: 9\n`
  }
  for (const text of ['', '\n', '~', 'weather', '12', '"x"', '[]', '{}', '{"name": "weather", "target": "remote"}', '{"name": 7}', '\uFEFFname: abc\n'])
    yield text
}

function mutant() {
  const lines = []
  if (random(4)) lines.push(`name: ${pick(kNames)}`)
  if (random(3) === 0) lines.push(`target: ${pick(kTargets)}`)
  for (let k = random(3); k-- > 0;) lines.splice(random(lines.length + 1), 0, pick(kRest))
  let text = `${lines.join(pick(['\n', '\n', '\n', '\r\n']))}\n`
  if (random(5) === 0) {
    const at = random(text.length)
    text = text.slice(0, at) + pick([...' :-#&*!|>\'"[]{},%@`~\t\n?', '\u00e9', '']) + text.slice(at + random(2))
  }
  return text
}

function mutants() {
  const texts = new Set(systematic())
  while (texts.size < options.count) texts.add(mutant())
  return [...texts]
}

function manifests(folder) {
  const texts = []
  for (const entry of readdirSync(folder).sort()) {
    const path = join(folder, entry)
    if (statSync(path).isDirectory()) texts.push(...manifests(path))
    else if (entry === 'smithery.yaml') texts.push(readFileSync(path, 'utf8'))
  }
  return texts
}

// ---- cardlint

function ours(texts) {
  const folder = mkdtempSync(join(tmpdir(), 'cardlint-manifest-'))
  try {
    texts.forEach((text, i) => {
      mkdirSync(join(folder, `${i}`))
      writeFileSync(join(folder, `${i}`, 'smithery.yaml'), text)
    })
    const answers = texts.map(() => ({ says: 'nothing', because: [] }))
    const { documents, diagnostics } = check(options.cardlint, folder, ['.'])
    for (const { path, rule } of diagnostics) answers[Number(path.split('/')[0])].because.push(rule)
    for (const { path, verdicts } of documents) {
      const own = verdicts.find((v) => v.consumer === 'smithery-cli')
      if (own) answers[Number(path.split('/')[0])] = { says: own.verdict, because: own.because }
    }
    return answers
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// ---- the comparison

const known = JSON.parse(readFileSync(join(here, 'manifest_known_differences.json'), 'utf8')).classes

function compare(title, texts) {
  const mine = ours(texts)
  const counts = { accepts: 0, ignores: 0 }
  const classes = {}
  const unexplained = []
  texts.forEach((text, i) => {
    const theirs = loads(text)
    const our = mine[i]
    if (our.says === (theirs.accepts ? 'accepts' : 'ignores')) return ++counts[our.says]
    const match = known.find((k) => k.npm ? theirs.why === k.npm : our.says === 'nothing' && our.because.includes(k.rule))
    if (match) classes[match.class] = (classes[match.class] ?? 0) + 1
    else unexplained.push({ text, theirs, our })
  })
  console.log(`${title}: ${texts.length} inputs, ${counts.accepts} accepted by both, ${counts.ignores} ignored by both`)
  for (const [name, count] of Object.entries(classes).sort()) console.log(`  known difference ${name}: ${count}`)
  for (const { text, theirs, our } of unexplained.slice(0, 30)) {
    console.log(`  UNEXPLAINED ${JSON.stringify(text)}: the loader ${theirs.accepts ? 'accepts' : `ignores it (${theirs.why})`}, ` +
      `cardlint says ${our.says} (${our.because.join(', ')})`)
  }
  if (unexplained.length > 0) console.log(`  ${unexplained.length} unexplained in all`)
  return unexplained.length
}

let unexplained = compare('mutants', mutants())
if (options.corpus) unexplained += compare('corpus', manifests(options.corpus))
process.exit(unexplained === 0 ? 0 : 1)
