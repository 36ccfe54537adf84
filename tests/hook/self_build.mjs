// The hook as a user meets it first: pre-commit clones the repository, the hook builds the program there through ./dev, and
// the next commit finds it built. ccache makes it short where these sources were compiled before.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { copySource, finish, folder, git, holds, repository, run, scenario } from '../support/scratch.mjs'

await scenario('a hook builds its program once, and judges', () => {
  const hooks = folder()
  copySource(hooks)
  git(hooks, 'init', '--quiet')
  git(hooks, 'add', '--all', '--force')
  git(hooks, 'commit', '--quiet', '--message', 'as it is')
  const root = repository({
    '.pre-commit-config.yaml': { repos: [{ repo: hooks, rev: git(hooks, 'rev-parse', 'HEAD'), hooks: [{ id: 'cardlint' }, { id: 'cardlint-project' }] }] },
    'smithery.yaml': 'name: weather\ntarget: remote\n',
  })
  const home = folder()
  const preCommit = (...args) => run(root, 'pre-commit', args, { PRE_COMMIT_HOME: home, NO_COLOR: '1' }, { timeout: 1_500_000 })

  const start = Date.now()
  const first = preCommit('run', '--all-files', '--verbose')
  assert.equal(first.status, 0, first.all)
  holds(first.all, 'building the program, once', 'the program is built', /^cardlint \(project\)\.+Passed$/m, '1 document checked')
  console.log(`      the first run: ${Math.round((Date.now() - start) / 1000)} s`)

  const clone = readdirSync(home).map((name) => join(home, name)).find((path) => existsSync(join(path, '.github/hooks/cardlint')))
  assert.ok(existsSync(join(clone, 'build/hook/cardlint')))
  assert.ok(!existsSync(join(clone, 'build/release')))
  // The prober came along.
  const probe = run(root, join(clone, '.github/hooks/cardlint'), ['probe', '--version'])
  assert.deepEqual([probe.status, probe.stderr], [0, ''])

  run(root, 'sh', ['-c', 'echo "name: no name at all" >smithery.yaml'])
  const again = Date.now()
  const second = preCommit('run', '--all-files', '--verbose')
  assert.equal(second.status, 1, second.all)
  holds(second.all, /smithery\.yaml:1:7: error \[manifest-name-pattern\]/)
  assert.ok(!second.all.includes('building the program'), second.all)
  console.log(`      the next run: ${Date.now() - again} ms`)
})

finish()
