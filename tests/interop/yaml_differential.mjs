// Compares cardlint's YAML reader with npm's `yaml`: verdict and value, for mutated manifests and for real ones.
//
//   node yaml_differential.mjs --dump PROGRAM [--count N] [--seed N] [--corpus FOLDER] [--show]
//
// Exit code 0 when nothing differs but what yaml_known_differences.json lists.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { chance, here, needPackage, parseOptions } from './common.mjs'

needPackage('yaml')
const { parseDocument } = await import('yaml')

const options = parseOptions({ count: 24000, seed: 1, dump: null, corpus: null, show: false })

// ---- inputs

const { random, pick } = chance(options.seed)

const kCharacters = [...':-?#&*!|>\'"[]{},%@`~ \t\n\\a0é=<.']
const kSnippets = [
  ': ', '- ', '? ', ' #c', '#c', '<<: *defaults', '&a ', '*a', '!!str ', '!x ', '---\n', '...\n', '|\n', '>-\n', '|2', '{a: b}',
  '[a, b]', '"x\n  y"', "'x'", '~', '0x1F', 'yes', '\\u00e9', '{{', '}}', '<%', '{%', ',,', 'k: v\n', '\n\n', '  ', '"', '""', '\t',
  'a: b: c', '  k: v\n', '- x\n', ' : ', ']', '}', '[', '{', '\r\n', '!!int ', '!!float ', '*defaults', '\n# c\n', ': |\n  x\n'
]

function mutate(text) {
  const at = random(text.length + 1)
  const lines = text.split('\n')
  const line = random(lines.length)
  switch (random(14)) {
    case 0: return text.slice(0, at) + text.slice(at + 1)
    case 1: return text.slice(0, at) + pick(kCharacters) + text.slice(at)
    case 2: return text.slice(0, at) + pick(kCharacters) + text.slice(at + 1)
    case 3: return text.slice(0, at) + pick(kSnippets) + text.slice(at)
    case 4: lines.splice(line, 1); break
    case 5: lines.splice(line, 0, pick(lines)); break
    case 6: { const other = random(lines.length); [lines[line], lines[other]] = [lines[other], lines[line]]; break }
    case 7: lines[line] = ' '.repeat(1 + random(3)) + lines[line]; break
    case 8: lines[line] = lines[line].replace(/^ {1,2}/, ''); break
    case 9: lines[line] = lines[line].replace(/^( *) /, '$1\t'); break
    case 10: lines[line] += pick([' ', ' # c', ':', ' |', ',', ' x', '"', '\t', ' &a', ': v']); break
    case 11: if (line + 1 < lines.length) lines.splice(line, 2, lines[line] + pick(['', ' ']) + lines[line + 1].trim()); break
    case 12: lines[line] = lines[line].replace(/[:,] /, (m) => m[0] + '\n' + ' '.repeat(random(6))); break
    default: return text.slice(0, at) + text.slice(at + 1 + random(12))
  }
  return lines.join('\n')
}

function smaller(seed) {
  // A run of lines keeps the faults of one mutant apart and makes every feature come up often.
  const lines = seed.split('\n')
  const first = random(lines.length)
  return random(2) ? seed : lines.slice(first, first + 1 + random(9)).join('\n') + '\n'
}

function mutants() {
  const folder = join(here, 'seeds')
  const seeds = readdirSync(folder).filter((f) => f.endsWith('.yaml')).sort().map((f) => readFileSync(join(folder, f), 'utf8'))
  const refused = seeds.filter((text) => !npm(text).accepts)
  for (const text of refused) console.error(`a seed that npm refuses (${npm(text).message}): ${text.slice(0, 60)}`)
  if (refused.length > 0) process.exit(1)
  const inputs = [...seeds]
  const seen = new Set(inputs)
  while (inputs.length < options.count) {
    let text = smaller(pick(seeds))
    for (let k = random(4); k-- > 0;) text = mutate(text)
    if (seen.has(text)) continue
    seen.add(text)
    inputs.push(text)
  }
  return inputs
}

function manifests(folder) {
  const inputs = []
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry)
    if (statSync(path).isDirectory()) inputs.push(...manifests(path))
    else if (/smithery\.ya?ml$/.test(entry)) inputs.push(readFileSync(path, 'utf8'))
  }
  return inputs
}

// ---- the two readers

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  return `{${Object.keys(value).sort().map((k) => `${JSON.stringify(k)}:${canonical(value[k])}`).join(',')}}`
}

function npm(text) {
  try {
    const doc = parseDocument(text, { logLevel: 'error' })
    if (doc.errors.length > 0) return { accepts: false, why: doc.errors[0].code, message: doc.errors[0].message.split('\n')[0] }
    return { accepts: true, value: canonical(JSON.parse(JSON.stringify(doc.toJS()) ?? 'null')) }
  } catch (error) {
    return { accepts: false, why: error.name, message: error.message }
  }
}

// Faults that we note and read on, where npm throws.
const kNpmRefuses = new Set(['duplicate-key', 'second-document', 'alias-budget'])

function ours(texts) {
  const input = texts.map((text) => Buffer.from(text, 'utf8').toString('base64')).join('\n') + '\n'
  const run = spawnSync(options.dump, [], { input, maxBuffer: 1 << 30, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`${options.dump} ended with ${run.status ?? run.signal}: ${run.stderr}`)
  return run.stdout.trimEnd().split('\n').map((line) => {
    const answer = JSON.parse(line)
    const fault = answer.faults.find((f) => f.fatal || kNpmRefuses.has(f.code))
    if (fault?.code === 'empty-document') return { accepts: true, value: 'null', fault }
    if (fault) return { accepts: false, code: fault.code, fault }
    return { accepts: true, value: canonical(JSON.parse(answer.value)) }
  })
}

// ---- the comparison

// Differences that are known, recognised by what the two readers said. The list says of each who is right and why.
const kKnown = JSON.parse(readFileSync(join(here, 'yaml_known_differences.json'), 'utf8')).classes
function known(text, theirs, mine) {
  // A file with template markup says so instead of naming the fault of syntax.
  const template = mine.code === 'template'
  const code = template ? 'yaml-syntax' : mine.code
  return kKnown.find((k) =>
    (k.npm === 'accepts') === theirs.accepts && (k.code ? code === k.code : mine.accepts) &&
    (!k.detail || template || new RegExp(k.detail).test(mine.fault?.detail ?? '')) && (!k.text || new RegExp(k.text, 'm').test(text)) &&
    (!k.value || new RegExp(k.value).test(theirs.value)) && (!k.npmCode || theirs.why === k.npmCode))
}

function compare(title, texts) {
  const mine = ours(texts)
  if (mine.length !== texts.length) throw new Error(`${texts.length} inputs, ${mine.length} answers`)
  const counts = { both_accept: 0, both_refuse: 0 }
  const classes = {}
  const unexplained = {}
  texts.forEach((text, i) => {
    const theirs = npm(text)
    const our = mine[i]
    if (theirs.accepts && our.accepts && theirs.value === our.value) return ++counts.both_accept
    if (!theirs.accepts && !our.accepts && our.code !== 'yaml-unread') return ++counts.both_refuse
    const match = known(text, theirs, our)
    if (match) {
      classes[match.class] = (classes[match.class] ?? 0) + 1
      return
    }
    const label = `npm ${theirs.accepts ? 'accepts' : theirs.why}, cardlint ${our.code ?? 'accepts'}`
    ;(unexplained[label] ??= []).push({ text, theirs, our })
  })
  console.log(`${title}: ${texts.length} inputs, ${counts.both_accept} accepted by both with equal values, ` +
    `${counts.both_refuse} refused by both`)
  for (const [name, count] of Object.entries(classes).sort()) console.log(`  known difference ${name}: ${count}`)
  let total = 0
  for (const [label, list] of Object.entries(unexplained)) {
    total += list.length
    console.log(`  UNEXPLAINED ${label}: ${list.length}`)
    list.sort((a, b) => a.text.length - b.text.length)
    for (const { text, theirs, our } of list.slice(0, options.show ? 12 : 2)) {
      console.log(`    ${JSON.stringify(text)}\n      npm  ${theirs.message ?? theirs.value}\n      ours ${our.fault?.detail ?? our.value}`)
    }
  }
  return total
}

let unexplained = compare('mutants', mutants())
if (options.corpus) unexplained += compare('corpus', manifests(options.corpus))
process.exit(unexplained === 0 ? 0 : 1)
