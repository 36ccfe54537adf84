// The patterns of files in .pre-commit-hooks.yaml against the program's own recognition by name: `cardlint` hands over
// exactly what is recognised, `cardlint-project` starts for all of it. Python reads the patterns, as pre-commit does.
import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { chance, parseOptions } from '../interop/common.mjs'
import { finish, run, scenario, source } from '../support/scratch.mjs'

const options = parseOptions({ kinds: '', python: 'python3', seed: 1, count: 20000 })
const { random, pick } = chance(options.seed)

const folders = ['', '.well-known', 'well-known', 'mcp', '.vscode', '.cursor', 'a b', 'mcp-server-card', 'x.mcpb', 'public', 'sub-dir',
  '-x', '.well-known.d', 'my.well-known']
const names = ['smithery.yaml', 'smithery.yml', 'server-card.json', 'x-server-card.json', 'server-card', 'server-cards.json',
  'mcp-server.json', 'mcp-server-card', 'mcp-server-card.json', 'mcp-server-card.json.bak', 'mcp.json', 'mcp', '.mcp.json',
  'jwks.json', 'ai-catalog.json', 'catalog.json', 'oauth-protected-resource', 'oauth-protected-resource.sample.json',
  'oauth-authorization-server', 'openid-configuration', 'oauth-protected-resourceful', 'client-metadata.json', 'oauth-client.json',
  'client-id-metadata.json', 'oauth-client-metadata.json', 'oauth-client-id.json', 'claude_desktop_config.json', 'server.json',
  'manifest.json', 'mcpb-manifest.json', 'bundle.mcpb', '.mcpb', 'package.json', 'notes.txt', 'servers.json', 'xmcp.json']

// A path out of known parts, sometimes with a letter too many, too few or another.
function path() {
  const parts = Array.from({ length: random(4) }, () => pick(folders)).filter((part) => part !== '')
  let text = [...parts, pick(names)].join('/')
  if (random(3) === 0) {
    const at = random(text.length)
    text = text.slice(0, at) + pick(['', 'x', '.', '/', '-', 'S', text[at] + text[at]]) + text.slice(at + 1)
  }
  return text
}
// As git has them: relative, no empty component, none that is a dot or two.
const isGitPath = (text) => text !== '' && !text.split('/').some((part) => ['', '.', '..', '.git'].includes(part))

const judge = `
import json, re, sys, yaml
hooks = {hook['id']: re.compile(hook['files']) for hook in yaml.safe_load(open(sys.argv[1]))}
print(json.dumps([[bool(hooks[id].search(path)) for id in sys.argv[2:]] for path in json.load(sys.stdin)]))
`

await scenario('names are recognised by the patterns as by the program', () => {
  const paths = [...new Set(Array.from({ length: options.count }, path).filter(isGitPath))]
  const kinds = run(source, resolve(options.kinds), [], {}, { input: paths.join('\n') + '\n' })
  assert.equal(kinds.status, 0, kinds.stderr)
  const known = kinds.stdout.trim().split('\n').map((word) => word === '1')
  assert.equal(known.length, paths.length)
  const ids = ['cardlint', 'cardlint-system', 'cardlint-project', 'cardlint-project-system']
  const python = run(source, options.python, ['-c', judge, join(source, '.pre-commit-hooks.yaml'), ...ids], {},
    { input: JSON.stringify(paths) })
  assert.equal(python.status, 0, python.stderr)
  const matched = JSON.parse(python.stdout)
  let documents = 0
  paths.forEach((text, at) => {
    const [files, filesSystem, project, projectSystem] = matched[at]
    assert.ok(files === filesSystem && project === projectSystem, text)
    if (known[at]) assert.ok(project, `cardlint-project does not start for ${text}`)
    if (text.startsWith('-')) return assert.ok(!files, `${text} would be an option`)
    // Below a second .well-known the program knows less; the pattern may match more, and --ignore-unknown sees to it.
    const nested = (text.match(/well-known\//g) ?? []).length > 1
    if (nested ? known[at] && !files : known[at] !== files)
      assert.fail(`${text}: ${known[at] ? '' : 'not '}recognised by the program, ${files ? '' : 'not '}matched by the pattern`)
    if (known[at]) ++documents
  })
  assert.ok(documents > paths.length / 10 && documents < paths.length * 9 / 10, `${documents} of ${paths.length}`)
  console.log(`${paths.length} names, ${documents} of documents`)
})

finish()
