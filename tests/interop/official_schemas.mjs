// Holds cardlint against the official JSON Schemas of server cards (SEP-2127), server.json and the MCPB manifest, on mutants
// of sound documents.
//
//   node official_schemas.mjs --cardlint PROGRAM [--official FOLDER] [--kind card|server|bundle] [--show]
//
// FOLDER (or CARDLINT_OFFICIAL_SCHEMAS) holds server-card.schema.json, server-json.2025-12-11.schema.json and
// mcpb-manifest.0.3.schema.json as published; they are no part of this project. Without it the test is skipped (exit code 77).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check, needPackage, parseOptions } from './common.mjs'
import { bundles, cards, servers } from './official_seeds.mjs'

const skipped = 77
const options = parseOptions({ cardlint: null, official: process.env.CARDLINT_OFFICIAL_SCHEMAS ?? null, kind: null, show: false })
if (!options.official) {
  console.log('skipped: give the folder of the official schemas with --official or CARDLINT_OFFICIAL_SCHEMAS')
  process.exit(skipped)
}
for (const name of ['ajv', 'ajv-formats']) needPackage(name)
const { default: Ajv } = await import('ajv')
const { default: Ajv2020 } = await import('ajv/dist/2020.js')
const { default: addFormats } = await import('ajv-formats')
const official = (name) => JSON.parse(readFileSync(join(options.official, name), 'utf8'))

// ---- mutants

const times = (text, count) => text.repeat(count)
const anything = [null, true, 7, 0.5, '', 'x', [], {}, ['a'], { a: 1 }, [{}]]
const texts = [
  ' ', 'a b', 'latest', '^1.2.3', '1.x', 'a/b', 'a/b/c', 'ab/cd', 'com.example/', '-a/b-', 'é.org/tides', times('x', 100), times('é', 100),
  times('😀', 101), times('x', 201), `a/${times('b', 198)}`, `a/${times('b', 199)}`, times('9', 255), times('9', 256),
  `https://e.com/${times('a', 241)}`, `https://e.com/${times('a', 242)}`,
  'http://example.com', 'https://example.com/a b', 'https://exämple.com', 'https://example.com/<x>', 'https://user:pass@example.com:8443/?a=b&c#d',
  'https://[2001:db8::1]/x', 'https://[::g]/x', 'https://example.com:80a/', 'https://example.com/%zz', 'https:///x', 'https://', 'HTTPS://Example.COM/',
  'http://\u00a0x', 'ftp://example.com/x', '/mcp', 'mcp.example.com/mcp', '{base}/mcp', 'https://{a}.example.com/{b}', '{tenant}', 'mailto:a@b.c', 'urn:x:y',
  'x:', '://', 'javascript:alert(1)', 'data:image/png;base64,AA==', 'https://localhost:3000/mcp', 'https://github.com/example/tides/tree/main',
  'streamable-http', 'sse', 'stdio', 'http', 'streamableHttp', 'named', 'positional', 'flag', 'light', 'Dark', 'image/gif', 'image/svg+xml', '48X48', '48x48 ',
  'number', 'integer', 'node', 'uv', 'binary', 'directory', 'linux', '0.3', '0.4', '1.0', '${locale}.json', '${LOCALE}', 'en', 'zh-Hans-CN', 'e',
  'a@b.c', 'a@b', '1x1', '16x', 'npm', 'pypi', 'oci', 'docker', 'gitlab', 'gitea', 'FE333E598595000AE021BD27117DB32EC69AF6987F507BA7A63C90638FF633CE',
  times('0', 64), times('0', 63), '--port 80', '../x', './x', '/x'
]

function places(value, at = [], out = []) {
  if (value === null || typeof value !== 'object') return out
  for (const key of Object.keys(value)) {
    out.push([...at, key])
    places(value[key], [...at, key], out)
  }
  return out
}

// `change` is null to remove, else { to }.
function changed(document, place, change) {
  const copy = structuredClone(document)
  const holder = place.slice(0, -1).reduce((value, key) => value?.[key], copy)
  const key = place.at(-1)
  if (holder === null || typeof holder !== 'object') return null
  if (change) holder[key] = structuredClone(change.to)
  else if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
  return copy
}

let state = 20251211
function random(n) {  // xorshift32
  state ^= state << 13
  state >>>= 0
  state ^= state >>> 17
  state ^= state << 5
  state >>>= 0
  return state % n
}

// Every member changed in every way, then pairs of changes at random: the same ones at each run.
function mutants(seeds) {
  const list = seeds.map((value) => ({ value, faults: 0 }))
  const changes = (value) => [null, ...anything.map((to) => ({ to })), ...(typeof value === 'string' ? texts.map((to) => ({ to })) : [])]
  const at = (document, place) => place.reduce((value, key) => value[key], document)
  for (const seed of seeds) {
    for (const place of places(seed)) {
      for (const change of changes(at(seed, place))) list.push({ value: changed(seed, place, change), faults: 1 })
      if (/^[a-z]+[A-Z]/.test(place.at(-1))) {  // the names of the form before 2025-09-16
        const old = place.at(-1).replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
        const renamed = changed(seed, [...place.slice(0, -1), old], { to: at(seed, place) })
        list.push({ value: changed(renamed, place, null), faults: 1 })
      }
    }
    const all = places(seed)
    for (let i = 0; i < 300; ++i) {
      const [first, second] = [all[random(all.length)], all[random(all.length)]]
      const pick = (place) => { const c = changes(at(seed, place)); return c[random(c.length)] }
      const once = changed(seed, first, pick(first))
      const twice = changed(once, second, pick(second))
      if (twice) list.push({ value: twice, faults: 2 })
    }
  }
  return list
}

// ---- both judges

function judged(kind, list) {
  const folder = mkdtempSync(join(tmpdir(), 'cardlint-official-'))
  try {
    const files = list.map(({ value }, i) => {
      const file = `${String(i).padStart(5, '0')}.json`
      writeFileSync(join(folder, file), JSON.stringify(value))
      return file
    })
    const report = check(options.cardlint, folder, ['--kind', kind, ...files])
    const documents = new Map(report.documents.map((d) => [d.path, { ...d, findings: [] }]))
    for (const d of report.diagnostics) documents.get(d.path)?.findings.push(d)
    return files.map((file) => documents.get(file))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const wrong = []
function differ(kind, what, value, detail) {
  wrong.push(kind)
  if (wrong.length <= 20 || options.show) console.log(`${kind}: ${what}\n  ${detail}\n  ${JSON.stringify(value).slice(0, 700)}`)
}

function summary(kind, list, accepted, differing, more = '') {
  console.log(`${kind}: ${list.length} documents (${list.filter((m) => m.faults === 1).length} with one change), ` +
    `${accepted} accepted and ${list.length - accepted} refused by the official schema, ${differing} judged differently${more}`)
  if (list.length < 600) { console.log(`${kind}: too few mutants`); wrong.push(kind) }
}

// Cards: the schema is of 2020-12, where `format` says nothing about validity, and the verdict of sep-2127 is the schema's.
function compareCards() {
  const schema = { ...official('server-card.schema.json'), $ref: '#/$defs/ServerCard' }
  const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
  if (!cards.every((seed) => fits(seed))) throw new Error('a seed of the cards is refused by the official schema')
  const list = mutants(cards)
  let accepted = 0
  let differing = 0
  judged('server-card', list).forEach((document, i) => {
    const verdict = document.verdicts.find((v) => v.consumer === 'sep-2127')
    // A version that is a range: the specification forbids it, the reference client refuses it, the schema cannot say it.
    const beyond = verdict?.because?.every((rule) => rule === 'card-version-range')
    const accepts = verdict?.verdict === 'accepts' || beyond
    const wanted = fits(list[i].value)
    accepted += wanted
    if (accepts === wanted) return
    ++differing
    differ('card', `official ${wanted ? 'accepts' : 'refuses'}, cardlint does not`, list[i].value,
      `because ${verdict?.because}; ${JSON.stringify(fits.errors?.map((e) => `${e.instancePath} ${e.message}`))}`)
  })
  summary('card', list, accepted, differing)
}

// server.json: the schema is of draft-07, whose readers hold `format: uri` to RFC 3986. The rules fall into three sorts.
// What they say is the schema's and nothing else.
const schemaRules = new Set([
  'registry-required-member', 'registry-length-limit', 'registry-member-type', 'registry-invalid-argument-type',
  'registry-transport-url-required', 'registry-unsupported-transport-type'
])
// ajv-formats takes such a URI, as its grammar admits one slash less: RFC 3986 and Go, in which the registry is written, do not.
const hasBadPort = (url) => /^https:\/\/[^/?#]*:\d*[^\d/?#]/i.test(url)
// What they say is the schema's or more: the function tells of a document that the schema accepts why they still speak.
const at = (document, pointer) => pointer.split('/').slice(1).reduce((v, k) => v?.[k.replace(/~1/g, '/').replace(/~0/g, '~')], document)
const mixedRules = {
  // Parts of one character, or with a sign at an end.
  'registry-invalid-server-name': (value) => value.split('/').some((part) => part.length < 2 || /^[._-]|[._-]$/.test(part)),
  // Optional in the schema.
  'registry-schema-missing': (value, document) => document.$schema === undefined,
  'registry-schema-outdated': (value) => typeof value === 'string',
  'registry-schema-unknown': (value) => typeof value === 'string',
  // The schema excludes the word for packages only.
  'registry-reserved-version-string': (value, document, pointer) => pointer === '/version',
  // Which services and which pages.
  'registry-invalid-repository-url': (value, document) => !['github', 'gitlab'].includes(document.repository.source) ||
    !/^https?:\/\/(www\.)?git(hub|lab)\.com\/[\w.-]+\/[\w.-]+\/?$/.test(document.repository.url) || document.repository.source === 'gitlab',
  'registry-invalid-website-url': (value) => !/^https:/i.test(value) || hasBadPort(value),
  'registry-icon-src-invalid': (value) => !/^https:/i.test(value) || hasBadPort(value),
  'registry-base-url-unsupported': () => true,
  'registry-oci-identifier-form': () => true,
  // The names that the schema does not require.
  'registry-snake-case-keys': (value, document, pointer) => !pointer.endsWith('/registry_type') || at(document, pointer.replace('registry_type', 'registryType')),
  'registry-invalid-named-argument-name': (value) => typeof value === 'string',
  // Addresses without a host, and names in braces that nothing declares.
  'registry-invalid-templated-url': (value) => /\{/.test(value) || /^https?:\/\/(\/|[^/]*(:[^/]*\D|[\]{}|\\^`]))/.test(value) || /%(?![0-9a-f]{2})/i.test(value)
}
// All others ask what no schema can: whether a path or a range is sound, a host public, a value the flag once more.

function near(pointer, path) {  // at, above, below or beside the place
  const parent = (p) => p.slice(0, Math.max(0, p.lastIndexOf('/')))
  return pointer === path || pointer.startsWith(`${path}/`) || path.startsWith(`${pointer}/`) || parent(pointer) === parent(path)
}

function compareServers() {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats(ajv)
  const fits = ajv.compile(official('server-json.2025-12-11.schema.json'))
  if (!servers.every((seed) => fits(seed))) throw new Error('a seed of server.json is refused by the official schema')
  const list = mutants(servers)
  let accepted = 0
  let differing = 0
  let single = 0
  let several = 0
  judged('registry-server', list).forEach((document, i) => {
    const { value, faults } = list[i]
    const wanted = fits(value)
    accepted += wanted
    const registry = document.findings.filter((d) => d.rule.startsWith('registry-'))
    const carried = registry.filter((d) => schemaRules.has(d.rule) || d.rule in mixedRules)
    if (wanted) {
      const unexplained = carried.filter((d) => !mixedRules[d.rule]?.(at(value, d.pointer), value, d.pointer))
      if (unexplained.length > 0) {
        ++differing
        differ('server', 'official accepts, cardlint does not', value, unexplained.map((d) => `${d.rule} ${d.pointer}`).join('; '))
      }
      return
    }
    const paths = fits.errors.map((e) => e.instancePath)
    if (!carried.some((d) => paths.some((path) => near(d.pointer, path)))) {
      ++differing
      differ('server', 'official refuses, cardlint does not', value,
        fits.errors.map((e) => `${e.instancePath} ${e.message}`).join('; ') + ` | ${registry.map((d) => d.rule)}`)
    }
    if (faults !== 1) return
    const errors = registry.filter((d) => d.severity === 'error')
    ++single
    if (errors.length < 2) return
    ++several
    if (options.show) console.log(`several: ${errors.map((d) => `${d.rule} ${d.pointer}`).join('; ')}`)
  })
  summary('server', list, accepted, differing, `; of ${single} refused for one change, ${several} have several errors`)
}

// The manifest of a bundle: the schema is of draft-07 and of version 0.3, and its objects are closed. Its `format` is left
// out: e-mail addresses and URLs are held to what the packer's own parser takes.
function compareBundles() {
  const fits = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(official('mcpb-manifest.0.3.schema.json'))
  if (!bundles.every((seed) => fits(seed))) throw new Error('a seed of the bundles is refused by the official schema')
  const rules = new Set(['bundle-manifest-version', 'bundle-required-member', 'bundle-member-type', 'bundle-unknown-member',
    'bundle-server-type', 'bundle-user-config-shape', 'tool-name-missing', 'syntax-root-not-object'])
  // Why they may speak of a document that the schema of 0.3 accepts.
  const explained = (d, value) => {
    const text = at(value, d.pointer)
    if (d.rule === 'bundle-manifest-version') return value.manifest_version === undefined  // asked for by the packer only
    if (d.rule === 'bundle-user-config-shape') return d.severity === 'warning'  // a default of another type
    if (d.rule === 'tool-name-missing') return text === '' || text === ' '
    const format = /\/(email|url|homepage|documentation|support|privacy_policies\/\d+)$/.test(d.pointer)
    return d.rule === 'bundle-member-type' && format && typeof text === 'string'
  }
  // Versions other than 0.3 have other schemas: there uv is a type, and icons are unknown.
  const foreign = (value) => ['0.1', '0.2', '0.4'].includes(value.manifest_version) || ['0.1', '0.2', '0.4'].includes(value.dxt_version)
  const list = mutants(bundles).filter(({ value }) => !foreign(value))
  let accepted = 0
  let differing = 0
  let single = 0
  let several = 0
  judged('mcpb-manifest', list).forEach((document, i) => {
    const { value, faults } = list[i]
    const wanted = fits(value)
    accepted += wanted
    const carried = document.findings.filter((d) => rules.has(d.rule))
    if (wanted) {
      const unexplained = carried.filter((d) => !explained(d, value))
      if (unexplained.length === 0) return
      ++differing
      return differ('bundle', 'official accepts, cardlint does not', value, unexplained.map((d) => `${d.rule} ${d.pointer}`).join('; '))
    }
    const paths = fits.errors.map((e) => e.instancePath)
    // In both readings the placeholder of the packer ignores case.
    const placeholder = fits.errors.every((e) => e.instancePath === '/localization/resources' && e.keyword === 'pattern') &&
      /\$\{locale\}/i.test(value.localization.resources)
    if (!placeholder && !carried.some((d) => paths.some((path) => near(d.pointer, path)))) {
      ++differing
      differ('bundle', 'official refuses, cardlint does not', value,
        fits.errors.map((e) => `${e.instancePath} ${e.message}`).join('; ') + ` | ${document.findings.map((d) => d.rule)}`)
    }
    const errors = document.findings.filter((d) => d.severity === 'error')
    if (faults !== 1) return
    ++single
    if (errors.length < 2) return
    ++several
    if (options.show) console.log(`several: ${errors.map((d) => `${d.rule} ${d.pointer}`).join('; ')}`)
  })
  summary('bundle', list, accepted, differing, `; of ${single} refused for one change, ${several} have several errors`)
}

const comparisons = { card: compareCards, server: compareServers, bundle: compareBundles }
for (const [kind, compare] of Object.entries(comparisons)) {
  if (options.kind === null || options.kind === kind) compare()
}
process.exit(wrong.length > 0 ? 1 : 0)
