// Compares cardlint's verdict of ts-sdk on tool lists with what the MCP TypeScript SDK makes of the same answer of tools/list.
//
//   node tools_differential.mjs --cardlint PROGRAM [--pairs N] [--seed N] [--show]
//
// Exit code 0 when nothing differs but what tools_known_differences.json lists.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chance, check, here, needPackage, parseOptions } from './common.mjs'

needPackage('@modelcontextprotocol/sdk')
const { ListToolsResultSchema } = await import('@modelcontextprotocol/sdk/types.js')

const options = parseOptions({ cardlint: null, pairs: 800, seed: 1, show: false })

// ---- inputs

const { random, pick } = chance(options.seed)

const kValues = [null, true, 0, 1.5, '', 'x', [], ['x'], [7], [{}], {}, { type: 'object' }, { type: 'array' }, { x: 'x' }]
const kSeed = {
  nextCursor: 'more',
  _meta: { 'com.example/page': 1 },
  tools: [
    {
      name: 'list_cities', title: 'List cities', description: 'Lists the cities of a country',
      inputSchema: { type: 'object', properties: { country: { type: 'string', description: 'Code of the country' } }, required: ['country'] },
      outputSchema: { type: 'object', properties: { cities: { type: 'array', items: { type: 'string' } } }, required: ['cities'] },
      annotations: { title: 'Cities', readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
      execution: { taskSupport: 'optional' },
      icons: [{ src: 'https://example.com/city.png', mimeType: 'image/png', sizes: ['48x48'], theme: 'light' }],
      _meta: { 'com.example/cost': 2 }
    },
    { name: 'get_weather', description: 'Reads the weather of a city', inputSchema: { type: 'object' } }
  ]
}

// Every place of the seed: [the path to it].
function* places(value, path = []) {
  if (path.length > 0) yield path
  if (value !== null && typeof value === 'object') {
    for (const key of Object.keys(value)) yield* places(value[key], [...path, key])
  }
}
const kPlaces = [...places(kSeed)]

function changed(doc, path, change) {
  const copy = structuredClone(doc)
  let at = copy
  for (const key of path.slice(0, -1)) {
    at = at?.[key]
    if (at === null || typeof at !== 'object') return copy
  }
  change(at, path.at(-1))
  return copy
}
const removed = (doc, path) => changed(doc, path, (at, key) => { if (Array.isArray(at)) at.splice(Number(key), 1); else delete at[key] })
const replaced = (doc, path, value) => changed(doc, path, (at, key) => { at[key] = value })

function inputs() {
  const docs = [kSeed]
  for (const path of kPlaces) {
    docs.push(removed(kSeed, path))
    for (const value of kValues) docs.push(replaced(kSeed, path, value))
  }
  for (let k = 0; k < options.pairs; ++k) {
    let doc = kSeed
    for (let n = 2 + random(2); n-- > 0;) doc = random(4) ? replaced(doc, pick(kPlaces), pick(kValues)) : removed(doc, pick(kPlaces))
    docs.push(doc)
  }
  const seen = new Set()
  return docs.filter((doc) => !seen.has(JSON.stringify(doc)) && seen.add(JSON.stringify(doc)))
    .map((doc, i) => ({ doc, text: JSON.stringify(i % 2 ? { jsonrpc: '2.0', id: i, result: doc } : doc) }))
}

// ---- cardlint

function ours(list) {
  const folder = mkdtempSync(join(tmpdir(), 'cardlint-tools-'))
  try {
    list.forEach(({ text }, i) => writeFileSync(join(folder, `${i}.json`), text))
    const answers = []
    for (let first = 0; first < list.length; first += 1000) {
      const names = list.slice(first, first + 1000).map((_, i) => `${first + i}.json`)
      const args = ['--kind', 'tools-list', '--only', 'tool', ...names]
      for (const { path, verdicts } of check(options.cardlint, folder, args).documents) {
        const own = verdicts.find((v) => v.consumer === 'ts-sdk')
        if (own) answers[Number(path.split('.')[0])] = { accepts: own.verdict === 'accepts', because: own.because.join(', ') }
      }
    }
    return answers
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// ---- the comparison

const list = inputs()
const mine = ours(list)
const known = JSON.parse(readFileSync(join(here, 'tools_known_differences.json'), 'utf8')).classes
const counts = { accepted: 0, refused: 0 }
const classes = {}
let unexplained = 0
list.forEach(({ doc, text }, i) => {
  const theirs = ListToolsResultSchema.safeParse(doc)
  const our = mine[i]
  if (our && our.accepts === theirs.success) return ++counts[our.accepts ? 'accepted' : 'refused']
  const why = theirs.success ? 'accepts' : theirs.error.issues.map((e) => `${e.path.join('/')} ${e.code}`).join('; ')
  const match = known.find((k) => our && new RegExp(`^(${k.sdk})$`).test(why) && (!k.because || our.because.includes(k.because)))
  if (match) return classes[match.class] = (classes[match.class] ?? 0) + 1
  if (++unexplained <= (options.show ? 100 : 10))
    console.log(`  UNEXPLAINED ${text.slice(0, 900)}\n    SDK ${why}\n    cardlint ${our ? our.accepts ? 'accepts' : our.because : 'says nothing'}`)
})
console.log(`tool lists: ${list.length} inputs, ${counts.accepted} accepted by both, ${counts.refused} refused by both, ${unexplained} unexplained`)
for (const [name, count] of Object.entries(classes).sort()) console.log(`  known difference ${name}: ${count}`)
for (const k of known) if (!classes[k.class]) { console.log(`  known difference ${k.class} no longer differs: take it off the list`); ++unexplained }
process.exit(unexplained === 0 ? 0 : 1)
