// The hooks of .pre-commit-hooks.yaml under pre-commit itself, in real repositories. `--cardlint` is the program that they
// run; that they build one is the matter of self_build.mjs.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseOptions } from '../interop/common.mjs'
import { copySource, finish, folder, git, holds, lacks, repository, run, scenario, source, write } from '../support/scratch.mjs'

const cardlint = resolve(parseOptions({ cardlint: '' }).cardlint)

// The hooks come from a repository, as users get them: the working tree, committed.
const hooks = folder()
copySource(hooks)
git(hooks, 'init', '--quiet')
git(hooks, 'add', '--all', '--force')
git(hooks, 'commit', '--quiet', '--message', 'as it is')
const revision = git(hooks, 'rev-parse', 'HEAD')

const bin = folder()
symlinkSync(cardlint, join(bin, 'cardlint'))
const environment = {
  PRE_COMMIT_HOME: folder(),
  CARDLINT_PROGRAM: cardlint,
  NO_COLOR: '1',
  PATH: `${bin}:${process.env.PATH}`,
}

const good = 'name: weather\ntarget: remote\n'
const bad = 'target: remote\nname: "@acme/weather"\n'
const place = /smithery\.yaml:2:7: error \[manifest-name-pattern\]/
const tool = (name) => ({ name, description: 'Reads the weather of a city', inputSchema: { type: 'object' } })
const card = (...tools) => ({
  serverInfo: { name: 'weather', version: '1.0.0' }, authentication: { required: false, schemes: [] }, tools: tools.map(tool),
  resources: [], prompts: [],
})
const cardPath = 'public/.well-known/mcp/server-card.json'

const preCommit = (root, args, env = {}) => run(root, 'pre-commit', args, { ...environment, ...env })
const config = (...ids) => ({
  '.pre-commit-config.yaml': { repos: [{ repo: hooks, rev: revision, hooks: ids.map((id) => typeof id === 'string' ? { id } : id) }] },
})
// A repository with these hooks at work.
function project(ids, files = {}) {
  const root = repository({ ...config(...ids), ...files })
  const installed = preCommit(root, ['install'])
  assert.equal(installed.status, 0, installed.all)
  return root
}
function commit(root, files, ...args) {
  write(root, files)
  const before = git(root, 'rev-parse', 'HEAD')
  if (!args.includes('--only-staged')) git(root, 'add', '--all', '--force')
  const ran = run(root, 'git', ['commit', '--message', 'next'], environment)
  assert.equal(ran.status === 0, git(root, 'rev-parse', 'HEAD') !== before, ran.all)
  return ran
}
function passes(ran, ...names) {
  assert.equal(ran.status, 0, ran.all)
  for (const name of names) holds(ran.all, new RegExp(`^${name}\\.+Passed$`, 'm'))
}
function blocked(ran, ...patterns) {
  assert.notEqual(ran.status, 0, ran.all)
  holds(ran.all, ...patterns)
}
const project_name = String.raw`cardlint \(project\)`

await scenario('pre-commit finds no fault in the manifest', () => {
  const ran = preCommit(source, ['validate-manifest', join(source, '.pre-commit-hooks.yaml')])
  assert.equal(ran.status, 0, ran.all)
})

await scenario('the example of a configuration is valid and names hooks that exist', () => {
  const example = join(source, '.github/examples/pre-commit-config.yaml')
  const ran = preCommit(source, ['validate-config', example])
  assert.equal(ran.status, 0, ran.all)
  const ids = [...readFileSync(example, 'utf8').matchAll(/id: (\S+)/g)].map((match) => match[1])
  assert.deepEqual(ids, ['cardlint', 'cardlint-project'])
  passes(preCommit(project(ids, { 'smithery.yaml': good }), ['run', '--all-files']), 'cardlint', project_name)
})

await scenario('a good commit passes, quietly', () => {
  const root = project(['cardlint', 'cardlint-project'])
  const ran = commit(root, { 'smithery.yaml': good, [cardPath]: card('get_weather') })
  passes(ran, 'cardlint', project_name)
  lacks(ran.all, 'smithery.yaml:', 'not assessed')
})

for (const id of ['cardlint', 'cardlint-system', 'cardlint-project', 'cardlint-project-system']) {
  await scenario(`${id}: a bad commit is blocked, and the output names place and rule`, () => {
    const env = id.endsWith('-system') ? { CARDLINT_PROGRAM: '/nowhere' } : {}
    const root = project([id])
    write(root, { 'smithery.yaml': bad })
    git(root, 'add', '--all')
    const ran = run(root, 'git', ['commit', '--message', 'next'], { ...environment, ...env })
    blocked(ran, place, 'exit code: 1')
    assert.equal(git(root, 'log', '--oneline').split('\n').length, 1)
  })
}

await scenario('a contradiction that one staged file brings is found by cardlint-project', () => {
  const files = { 'smithery.yaml': good + 'tools: [get_weather]\n', [cardPath]: card('get_weather') }
  const root = project(['cardlint', 'cardlint-project'], files)
  const ran = commit(root, { [cardPath]: card('get_forecast') })
  blocked(ran, /^cardlint\.+Passed$/m, /server-card\.json:\d+:\d+: warning \[parity-tools-manifest\]/, /smithery\.yaml:3:/)
})

await scenario('a companion that is staged alone starts cardlint-project', () => {
  const files = { 'smithery.yaml': good, [cardPath]: card('get_weather'), 'package.json': { name: 'weather', version: '1.0.0' } }
  const root = project(['cardlint', 'cardlint-project'], files)
  blocked(commit(root, { 'package.json': { name: 'weather', version: '2.0.0' } }), /^cardlint\.+.*Skipped$/m, '[parity-version]')
})

await scenario('bad files that are not staged block cardlint-project only', () => {
  const files = { 'a/smithery.yaml': bad, 'b/smithery.yaml': good }
  const changed = { 'b/smithery.yaml': good + '# changed\n' }
  passes(commit(project(['cardlint'], files), changed), 'cardlint')
  blocked(commit(project(['cardlint-project'], files), changed), 'a/smithery.yaml:2:7: error')
  passes(commit(project(['cardlint-project'], files), { 'src/main.c': 'int main;\n' }))
})

await scenario('run --all-files judges everything', () => {
  const root = project(['cardlint'], { 'a/smithery.yaml': bad, 'b/smithery.yaml': good, 'notes.txt': '' })
  blocked(preCommit(root, ['run', '--all-files']), 'a/smithery.yaml:2:7', '2 documents checked')
})

await scenario('what is staged is judged, not what lies beside it', () => {
  const root = project(['cardlint', 'cardlint-project'], { 'smithery.yaml': good })
  write(root, { 'smithery.yaml': good + '# staged\n' })
  git(root, 'add', '--all')
  passes(commit(root, { 'smithery.yaml': bad }, '--only-staged'), 'cardlint', project_name)
  git(root, 'add', '--all')
  blocked(commit(root, { 'smithery.yaml': good }, '--only-staged'), place)
})

await scenario('names with spaces, quotes, stars and letters beyond ASCII', () => {
  for (const name of ['my docs/a  b', "it's", '"quoted"', '$(touch owned)', '*', 'größe', '-x', '--exit-zero']) {
    const root = project(['cardlint', 'cardlint-project'])
    const ran = commit(root, { [`${name}/smithery.yaml`]: bad, 'ok/smithery.yaml': good })
    blocked(ran, `${name}/smithery.yaml:2:7: error [manifest-name-pattern]`)
    assert.ok(!existsSync(join(root, 'owned')))
  }
})

await scenario('no name of a file is an option', () => {
  const root = project(['cardlint'])
  const ran = commit(root, { '--write-baseline=../escaped/smithery.yaml': good, '--exit-zero/smithery.yaml': good, 'smithery.yaml': bad })
  blocked(ran, place)
})

await scenario("names that are others' as well are no trouble", () => {
  const root = project(['cardlint', 'cardlint-project'])
  passes(commit(root, {
    'manifest.json': { name: 'App', icons: [] }, 'mcp.json': { colour: 'red' }, 'server.json': [1], 'catalog.json': { books: [] },
    'client-metadata.json': {}, 'package.json': { name: 'app' },
  }), 'cardlint', project_name)
  blocked(commit(root, { 'server.json': { $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json', name: 'x' } }),
    'server.json:')
})

await scenario('a deleted document is no trouble', () => {
  const root = project(['cardlint', 'cardlint-project'], { 'smithery.yaml': good, 'other/smithery.yaml': good })
  rmSync(join(root, 'other/smithery.yaml'))
  passes(commit(root, {}))
  mkdirSync(join(root, 'moved'))
  git(root, 'mv', 'smithery.yaml', 'moved/smithery.yaml')
  passes(commit(root, {}), 'cardlint', project_name)
})

await scenario('a document behind a symbolic link belongs to the project', () => {
  const root = project(['cardlint-project'], { 'real.yaml': bad })
  symlinkSync('real.yaml', join(root, 'smithery.yaml'))
  blocked(commit(root, {}), place)
})

await scenario('the configuration is found upwards, and a faulty one blocks', () => {
  const root = project(['cardlint', 'cardlint-project'], { '.cardlint.yaml': 'rules: {manifest-name-pattern: off}\n' })
  passes(commit(root, { 'deep/er/smithery.yaml': bad }), 'cardlint', project_name)
  blocked(commit(root, { '.cardlint.yaml': 'rulez: {}\n' }), 'exit code: 2', 'rulez')
})

await scenario('what cannot be assessed blocks', () => {
  const root = project(['cardlint'], { '.cardlint.yaml': 'limits: {file-bytes: 1024}\n' })
  blocked(commit(root, { 'smithery.yaml': good + '#'.repeat(2000) + '\n' }), 'exit code: 3', 'not assessed: smithery.yaml')
})

await scenario('args change what counts', () => {
  const files = { 'smithery.yaml': good + 'tools: [get_weather]\n', [cardPath]: card('get_forecast') }
  passes(commit(project([{ id: 'cardlint-project', args: ['--fail-on', 'error'] }]), files), project_name)
  passes(commit(project([{ id: 'cardlint-project', args: ['--rule', 'parity-tools-manifest=off'] }]), files), project_name)
  blocked(commit(project([{ id: 'cardlint-project' }]), files), '[parity-tools-manifest]')
  blocked(commit(project([{ id: 'cardlint', args: ['--no-such-option'] }]), files), 'exit code: 2')
})

await scenario('hooks work in a linked worktree and in a submodule', () => {
  const root = project(['cardlint', 'cardlint-project'], { 'smithery.yaml': good })
  const tree = join(folder(), 'tree')
  git(root, 'worktree', 'add', '--quiet', tree, '-b', 'side')
  blocked(commit(tree, { 'smithery.yaml': bad }), place)
  passes(commit(tree, { 'smithery.yaml': good + '# better\n' }), 'cardlint', project_name)
  const outer = repository({ 'readme.txt': '' })
  git(outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', root, 'inner')
  assert.equal(preCommit(join(outer, 'inner'), ['install']).status, 0)
  blocked(commit(join(outer, 'inner'), { 'smithery.yaml': bad }), place)
})

finish()
