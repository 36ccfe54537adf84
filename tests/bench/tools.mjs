// How the other programs are called, and the fault that each has to name before its time counts.
import { arch } from 'node:os'
import { join } from 'node:path'

// The program itself: the script of the package starts node first.
export const compiledJsonschema = (here) => join(here, 'node_modules', '@sourcemeta', 'jsonschema', 'build', 'github-releases',
  `jsonschema-linux-${arch() === 'arm64' ? 'arm64' : 'x86_64'}`)

export function tools(root, here, jsonschema) {
  const schema = (name) => join(root, 'schemas', `${name}.schema.json`)
  const npm = (...words) => join(here, 'node_modules', ...words)
  const ajv = (name, files) => [process.execPath, npm('ajv-cli', 'dist', 'index.js'), 'validate', '-s', schema(name), '-d', files]
  const secretlint = (files) => [process.execPath, npm('secretlint', 'bin', 'secretlint.js'), '--secretlintrc', join(here, 'secretlintrc.json'), files]
  const yamllint = (path) => ['yamllint', '-d', 'relaxed', path]
  const validate = (name, path, ...words) => [jsonschema, 'validate', ...words, schema(name), path]
  const card = 'server-card.smithery'
  const manifest = 'smithery-manifest'
  return {
    jsonschema,
    validateCards: (path) => validate(card, path),
    cards: (folder) => ({
      'jsonschema': validate(card, folder),
      'jsonschema --fast': validate(card, folder, '--fast'),
      'ajv-cli': ajv(card, join(folder, '*', '*', '.well-known', 'mcp', '*.json')),
      'secretlint': secretlint(join(folder, '**', '.well-known', '**', '*.json')),
    }),
    manifests: (folder) => ({
      'jsonschema': validate(manifest, folder, '--extension', 'yaml'),
      'jsonschema --fast': validate(manifest, folder, '--fast', '--extension', 'yaml'),
      'ajv-cli': ajv(manifest, join(folder, '*', '*', '*.yaml')),
      'yamllint': yamllint(folder),
      'secretlint': secretlint(join(folder, '**', '*.yaml')),
    }),
    schema, ajv, secretlint, yamllint, validate,
  }
}

// Where `says` is not in what the program prints, it did not read the file.
export function plantedFaults(peers, cardlint) {
  const card = JSON.stringify({ serverInfo: { name: 'a', version: '1' }, tools: 'none' })
  const manifest = 'name: [weather]\nstartCommand: 1\n'
  const token = ['xoxb', '123456789012', '1234567890123', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('-')  // no scanner of this repository shall take it for a leak
  return [
    { name: 'cardlint', file: 'server-card.json', text: card, says: 'card-member-type', command: (path) => [cardlint, 'check', '--no-config', '--kind', 'server-card', path] },
    { name: 'jsonschema', file: 'server-card.json', text: card, says: '"/tools"', command: (path) => peers.validate('server-card.smithery', path) },
    { name: 'jsonschema --fast', file: 'smithery.yaml', text: manifest, says: 'fail: ', command: (path) => peers.validate('smithery-manifest', path, '--fast') },
    { name: 'ajv-cli', file: 'server-card.json', text: card, says: "instancePath: '/tools'", command: (path) => peers.ajv('server-card.smithery', path) },
    { name: 'yamllint', file: 'broken.yaml', text: 'a: [1\nb: 2\n', says: 'syntax error', command: (path) => peers.yamllint(path) },
    { name: 'secretlint', file: 'leak.yaml', text: `token: ${token}\n`, says: 'SLACK_TOKEN', command: (path) => peers.secretlint(path) },
  ]
}
