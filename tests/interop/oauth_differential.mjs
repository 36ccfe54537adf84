// Compares cardlint's verdict of ts-sdk with what the MCP TypeScript SDK itself does with OAuth metadata: seeds, mutants of
// them, and real files. Both generations of the SDK are asked, by the functions that their clients call.
//
//   node oauth_differential.mjs --cardlint PROGRAM [--pairs N] [--seed N] [--corpus FOLDER] [--show]
//
// Exit code 0 when nothing differs but what oauth_known_differences.json lists, and all of that still differs.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chance, check, here, needPackage, parseOptions } from './common.mjs'

needPackage('@modelcontextprotocol/sdk')
const sdks = {
  '1.x': await import('@modelcontextprotocol/sdk/client/auth.js'),
  '2.x': await import('@modelcontextprotocol/client')
}

const options = parseOptions({ cardlint: null, pairs: 1200, seed: 1, corpus: null, show: false })

const kKinds = { prm: 'oauth-protected-resource', as: 'oauth-authorization-server', oidc: 'openid-configuration' }

// ---- inputs

const { random, pick } = chance(options.seed)

// Every JSON type, and the values that some readers take for another type.
const kValues = [null, true, false, 0, 1, 7, 1.5, '', 'x', 'true', 'No', [], ['x'], [null], ['x', 7], {}, { x: 'x' }]
// Forms of addresses: good ones, relative ones, other schemes, and what parsers disagree on.
const kUrls = [
  'https://other.example.com', 'https://other.example.com/', 'https://other.example.com/a/b?c=d', 'http://localhost:8080/a',
  'HTTPS://OTHER.example.com/a', 'https://other.example.com:443/a', 'https://other.example.com/a#b', 'https://[::1]:8080/a',
  'https://other.example.com/.well-known/oauth-authorization-server', 'https://other.example.com/a/.well-known/openid-configuration',
  'https://other.example.com/well-known/a', 'other.example.com/a', '/a', 'a', '//other.example.com/a', 'https://', 'https:///a',
  'https:a', 'https://other.example.com:99999/a', 'https://other example.com/a', 'https://other.example.com/a b',
  'https://münchen.example/a', 'https://a@other.example.com/', 'javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/plain,a',
  'vbscript:a', 'mailto:a@example.com', 'urn:example:a', 'ftp://other.example.com/a', ' https://other.example.com/a',
  'java\tscript:alert(1)', 'https://other.example.com%/a', 'https://{tenant}.example.com/a',
  'https://0x7f.1/a', 'https://1.2.3.4.5/a', 'https://%31%32%37.0.0.1/a', 'https://good%2eexample/a', 'https:\\\\other.example.com/a',
  'https://a|b/', 'https://[::1%25eth0]/a', 'https://other.example.com:/a', 'https://09.1.1.1/a', 'wss://other.example.com/a', 'https://a@/',
  'https://a@b@other.example.com/', 'https://1.2.3.256/', 'https://4294967296/', 'https://[1::2::3]/', 'https://-/', 'https://a..b/', 'https://xn--/',
  'file:///etc/passwd', 'blob:https://other.example.com/a', 'https&colon;//other.example.com/a', 'javascript%3Aalert(1)',
  'https://other.example.com:0443/', 'https://other.example.com:65536/', 'https://a\\b/', 'com.example.app:/a'
]
const kWords = [
  ['code'], ['token'], ['none'], ['code', 'token'], ['Code'], ['code id_token'], ['authorization_code'], ['client_credentials'],
  ['implicit'], ['refresh_token', 'client_credentials'], ['authorization_code', 'implicit'], ['S256'], ['plain'], ['s256'],
  ['plain', 'S256'], ['a b'], ['"'], ['RS256'], ['ES256'], ['body'], ['private_key_jwt'], ['client_secret_post']
]

const schemaOf = (kind) => JSON.parse(readFileSync(join(here, '../../schemas', `${kKinds[kind]}.schema.json`), 'utf8'))
const memberNames = Object.fromEntries(Object.keys(kKinds).map((kind) => [kind, Object.keys(schemaOf(kind).properties)]))
// Listed by their form, not by what any reader makes of them.
const isAddress = (name) => /(_endpoint|_uri|_documentation|_iframe)$|^(issuer|resource)$/.test(name)

const changed = (doc, name, value) => ({ ...doc, [name]: value })
function without(doc, name) {
  const { [name]: gone, ...rest } = doc
  return rest
}

// Each member on its own: gone, of each type, of each form. Members that the seed lacks come in with the large seeds.
function* singleMutants({ kind, doc }) {
  const large = Object.keys(doc).length > 12
  for (const name of [...(large ? memberNames[kind] : Object.keys(doc)), 'x_unknown']) {
    if (name in doc) yield without(doc, name)
    for (const value of kValues) yield changed(doc, name, value)
    for (const value of isAddress(name) ? kUrls : kWords) yield changed(doc, name, value)
    if (Array.isArray(doc[name])) {
      for (const item of kValues) yield changed(doc, name, [...doc[name], item])
    }
  }
  if (kind === 'prm') for (const url of kUrls) yield changed(doc, 'authorization_servers', [...doc.authorization_servers, url])
}

function mutated({ kind, doc }) {
  const name = pick(memberNames[kind])
  switch (random(5)) {
    case 0: return without(doc, pick(Object.keys(doc)))
    case 1: return changed(doc, name, pick(kValues))
    case 2: return changed(doc, name, pick(kWords))
    case 3: return isAddress(name) ? changed(doc, name, pick(kUrls)) : changed(doc, name, [pick(kValues)])
    default: return changed(doc, `x_${random(9)}`, pick(kValues))
  }
}

const kTexts = [
  '', ' ', 'null', 'true', '7', '"x"', '[]', '{', '{}', '[{}]', '{"a": 1,}', '{"a": 1} x', "{'a': 1}", '<html></html>'
]

function inputs() {
  const seeds = readdirSync(join(here, 'oauth_seeds')).sort().map((file) => ({
    kind: file.split('-')[0], doc: JSON.parse(readFileSync(join(here, 'oauth_seeds', file), 'utf8')) }))
  const list = []
  const seen = new Set()
  const add = (kind, text, seed = false) => {
    if (seen.has(kind + text)) return
    seen.add(kind + text)
    list.push({ kind, text, seed })
  }
  for (const { kind, doc } of seeds) add(kind, JSON.stringify(doc), true)
  for (const seed of seeds) for (const doc of singleMutants(seed)) add(seed.kind, JSON.stringify(doc))
  for (const limit = list.length + options.pairs; list.length < limit;) {
    const seed = pick(seeds)
    let doc = seed.doc
    for (let k = 2 + random(3); k-- > 0;) doc = mutated({ ...seed, doc })
    add(seed.kind, JSON.stringify(doc))
  }
  for (const { kind, doc } of seeds) {
    const text = JSON.stringify(doc)
    for (const other of [...kTexts, text.slice(0, -1), text.slice(1), text.replace(',', ',,'), `// a\n${text}`, text + text]) add(kind, other)
  }
  return list
}

function realFiles(folder) {
  const list = []
  for (const entry of readdirSync(folder).sort()) {
    const path = join(folder, entry)
    if (statSync(path).isDirectory()) list.push(...realFiles(path))
    for (const [kind, name] of Object.entries(kKinds)) {
      if (new RegExp(`well-known/${name}(\\.json)?$`).test(path) && statSync(path).isFile())
        list.push({ kind, text: readFileSync(path, 'utf8'), path })
    }
  }
  return list
}

// ---- the SDK, in a world where metadata is served at one address for each issuer

const kServer = { issuer: '', authorization_endpoint: 'https://as.example/a', token_endpoint: 'https://as.example/t',
  response_types_supported: ['code'], code_challenge_methods_supported: ['S256'] }

// Answers at the addresses that are made from an issuer; nobody answers below metadata.
const serving = (name, text) => async (url) => {
  const path = new URL(url).pathname
  const found = path.includes(`/.well-known/${name}`) && path.split('/.well-known/').length === 2
  return found ? new Response(text, { headers: { 'Content-Type': 'application/json' } }) : new Response('', { status: 404 })
}

async function resourceProblem(sdk, text) {
  const prm = await sdk.discoverOAuthProtectedResourceMetadata('https://mcp.example.com/mcp', {}, serving(kKinds.prm, text))
  // Any of the servers may be chosen.
  for (const issuer of prm.authorization_servers ?? []) {
    const fetchFn = serving(kKinds.as, JSON.stringify({ ...kServer, issuer }))
    if (!await sdk.discoverAuthorizationServerMetadata(issuer, { fetchFn })) return 'no metadata found'
  }
}

async function serverProblem(sdk, kind, text) {
  let doc
  try { doc = JSON.parse(text) } catch {}
  const issuer = typeof doc?.issuer === 'string' ? doc.issuer : 'https://auth.example.com'
  const metadata = await sdk.discoverAuthorizationServerMetadata(issuer, { fetchFn: serving(kKinds[kind], text) })
  if (!metadata) return 'no metadata found'
  const grants = metadata.grant_types_supported ?? []
  // A server that lists grants without the code grant is never asked for a code.
  if (grants.length > 0 && !grants.includes('authorization_code')) return
  await sdk.startAuthorization(issuer, { metadata, clientInformation: { client_id: 'x' }, redirectUrl: 'http://127.0.0.1:9/' })
}

function reason(error) {
  if (error.issues) return error.issues.map((issue) => `${issue.path.join('/')} ${issue.format ?? issue.code}`).join('; ')
  return error.message
}

async function theirs(sdk, { kind, text }) {
  try {
    return (kind === 'prm' ? await resourceProblem(sdk, text) : await serverProblem(sdk, kind, text)) ?? null
  } catch (error) {
    return reason(error)
  }
}

// ---- cardlint

function ours(list) {
  const folder = mkdtempSync(join(tmpdir(), 'cardlint-oauth-'))
  try {
    list.forEach(({ kind, text }, i) => {
      mkdirSync(join(folder, `${i}`, '.well-known'), { recursive: true })
      writeFileSync(join(folder, `${i}`, '.well-known', kKinds[kind]), text)
    })
    const answers = []
    for (const { path, kind, verdicts } of check(options.cardlint, folder, ['.']).documents) {
      const i = Number(path.split('/')[0])
      const own = kind === kKinds[list[i].kind] && verdicts.find((v) => v.consumer === 'ts-sdk')
      if (own) answers[i] = { accepts: own.verdict === 'accepts', because: own.because.join(', ') }
    }
    return answers
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// ---- the comparison

const kKnown = JSON.parse(readFileSync(join(here, 'oauth_known_differences.json'), 'utf8')).classes
const known = (text, their, our) => kKnown.find((k) =>
  our.accepts === (k.cardlint === 'accepts') && (!k.because || our.because === k.because) && (!k.text || text.includes(k.text)) &&
  (their === null ? k.sdk === 'accepts' : k.sdk !== 'accepts' && new RegExp(`^(${k.sdk})$`).test(their)))

const labelOf = ({ version, their, our }) => `SDK ${version} ${their ?? 'accepts'}, cardlint ${our.accepts ? 'accepts' : our.because}`
function groupBy(list, key) {
  const groups = new Map()
  for (const item of list) groups.set(key(item), [...groups.get(key(item)) ?? [], item])
  return groups
}

async function compare(title, list) {
  const mine = ours(list)
  const counts = { accepted: 0, refused: 0, unjudged: 0 }
  const classes = {}
  const unexplained = []
  for (const [i, input] of list.entries()) {
    for (const [version, sdk] of Object.entries(sdks)) {
      const their = await theirs(sdk, input)
      if (input.seed && their !== null) throw new Error(`a seed that SDK ${version} refuses (${their}): ${input.text}`)
      const our = mine[i] ?? { accepts: false, because: 'no verdict' }
      if (!mine[i] && input.path) ++counts.unjudged
      else if (!mine[i]) unexplained.push({ ...input, version, their, our })
      else if ((their === null) === our.accepts) ++counts[our.accepts ? 'accepted' : 'refused']
      else {
        const match = known(input.text, their, our)
        if (match) classes[match.class] = (classes[match.class] ?? 0) + 1
        else unexplained.push({ ...input, version, their, our })
      }
    }
  }
  console.log(`${title}: ${list.length} documents before ${Object.keys(sdks).length} SDKs, ${counts.accepted} accepted by both sides, ` +
    `${counts.refused} refused by both${counts.unjudged > 0 ? `, ${counts.unjudged} not judged (templates, documents of another kind)` : ''}`)
  for (const [name, count] of Object.entries(classes).sort()) console.log(`  known difference ${name}: ${count}`)
  const groups = groupBy(unexplained, labelOf)
  for (const [label, group] of groups) {
    console.log(`  UNEXPLAINED ${label}: ${group.length}`)
    group.sort((a, b) => a.text.length - b.text.length)
    for (const { kind, text, path } of group.slice(0, options.show ? 6 : 1)) console.log(`    ${path ?? kind} ${text.slice(0, 2000)}`)
  }
  return unexplained.length
}

// A class that no longer differs has to leave the list.
async function staleClasses() {
  const examples = kKnown.filter((k) => !k.varies).map(({ kind, example }) => ({ kind, text: JSON.stringify(example) }))
  const mine = ours(examples)
  let stale = 0
  for (const [i, { class: name }] of kKnown.filter((k) => !k.varies).entries()) {
    const answers = []
    for (const sdk of Object.values(sdks)) answers.push(await theirs(sdk, examples[i]))
    if (answers.some((their) => (their === null) !== mine[i].accepts && known(examples[i].text, their, mine[i])?.class === name)) continue
    console.log(`  the known difference ${name} differs no more, or not so: ${answers.join(' | ')}`)
    ++stale
  }
  return stale
}

let faults = await compare('mutants', inputs())
faults += await staleClasses()
if (options.corpus) faults += await compare('corpus', realFiles(options.corpus))
process.exit(faults === 0 ? 0 : 1)
