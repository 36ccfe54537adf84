// Projects of made-up servers for the benchmark: each differs from each, all are sound, and the same number gives the
// same bytes. A manifest has about 1.5 KB, a card of 50 tools about 52 KB.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const things = ['forecast', 'invoice', 'ticket', 'recipe', 'playlist', 'shipment', 'contract', 'sensor', 'booking', 'article',
  'branch', 'customer', 'course', 'vehicle', 'donation', 'survey', 'meeting', 'receipt', 'warehouse', 'translation']
const actions = ['list', 'get', 'search', 'count', 'compare', 'describe', 'summarize', 'export', 'locate', 'inspect']
const words = ['returns', 'the', 'newest', 'entries', 'of', 'a', 'given', 'region', 'ordered', 'by', 'date', 'and', 'limited', 'to',
  'one', 'page', 'with', 'names', 'places', 'amounts', 'for', 'questions', 'about', 'coming', 'weeks', 'each', 'item', 'has',
  'its', 'own', 'number', 'unit', 'status', 'owner', 'history', 'when', 'it', 'was', 'changed', 'last', 'results', 'are', 'sorted']
const folders = 100  // below one folder

// Numbers from a seed, each below its limit.
function chance(seed) {
  let state = (seed * 2654435761 + 12345) >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}
const pick = (random, list) => list[random(list.length)]

const serverName = (number) => `${things[number % things.length]}-server-${number}`

function sentence(random, count) {
  const text = Array.from({ length: count }, () => pick(random, words)).join(' ')
  return text[0].toUpperCase() + text.slice(1) + '.'
}

function parameter(random, action) {
  const text = sentence(random, 6 + random(4))
  if (action % 3 === 0) return { type: 'integer', minimum: 1, maximum: 10 + random(90), description: text }
  if (action % 3 === 1) return { type: 'string', enum: ['open', 'closed', `state-${random(1000)}`], description: text }
  return { type: 'string', description: `${text} For example '${pick(random, things)}-${random(10000)}'.` }
}

function tool(random, number) {
  const thing = things[Math.floor(number / actions.length) % things.length]
  const action = actions[number % actions.length]
  return {
    name: `${action}_${thing}_${number}`,
    title: `${action[0].toUpperCase()}${action.slice(1)} ${thing} ${number}`,
    description: `${action[0].toUpperCase()}${action.slice(1)}s what is known of a ${thing}. ${sentence(random, 8 + random(5))}`,
    inputSchema: {
      type: 'object',
      properties: { [`${thing}_id`]: parameter(random, 2), limit: parameter(random, 0), state: parameter(random, 1) },
      required: [`${thing}_id`],
    },
    outputSchema: { type: 'object', properties: { items: { type: 'array', items: { type: 'object' }, description: sentence(random, 9) } } },
    annotations: { readOnlyHint: true, openWorldHint: random(2) === 0 },
  }
}

export function card(number, tools = 50) {
  const random = chance(number + 1)
  const thing = pick(random, things)
  return JSON.stringify({
    serverInfo: {
      name: serverName(number),
      version: `${random(5)}.${random(20)}.${random(20)}`,
      title: `${thing[0].toUpperCase()}${thing.slice(1)} ${number}`,
      description: sentence(random, 14),
      websiteUrl: `https://${thing}-${number}.benchmark.dev`,
    },
    authentication: { required: true, schemes: ['apiKey'] },
    tools: Array.from({ length: tools }, (_, i) => tool(random, i)),
    resources: [],
    prompts: [],
  }, null, 1) + '\n'
}

export function manifest(number) {
  const random = chance(number + 1)
  const lines = [`# Server ${number}: ${sentence(random, 12)}`, ...Array.from({ length: 9 }, () => `# ${sentence(random, 16)}`), `name: ${serverName(number)}`, 'runtime: container',
    'startCommand:', '  type: http', '  configSchema:', '    type: object', '    required: [apiKey]', '    properties:',
    '      apiKey:', '        type: string', '        title: API key', `        description: ${sentence(random, 10)}`,
    '        x-from: {header: x-api-key}']
  for (let i = 0; i < 3; ++i) {
    lines.push(`      option${i}:`, `        type: ${['string', 'number', 'boolean'][i % 3]}`, `        title: Option ${i}`,
       `        description: ${sentence(random, 8)}`, `        x-from: {header: x-option-${i}}`)
  }
  lines.push('  exampleConfig:', '    apiKey: your-api-key', 'build:', '  dockerfile: Dockerfile', '  dockerBuildPath: .')
  return lines.join('\n') + '\n'
}

const dockerfile = 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]\n'

// Writes `count` projects below `folder`: a manifest, a card, or both in each.
export function write(folder, count, { manifests = false, cards = false }) {
  let bytes = 0
  const put = (path, text) => {
    writeFileSync(path, text)
    bytes += Buffer.byteLength(text)
  }
  for (let i = 0; i < count; ++i) {
    const project = join(folder, `group${Math.floor(i / folders)}`, `server${i}`)
    mkdirSync(cards ? join(project, '.well-known', 'mcp') : project, { recursive: true })
    if (manifests) {
      put(join(project, 'smithery.yaml'), manifest(i))
      writeFileSync(join(project, 'Dockerfile'), dockerfile)
    }
    if (cards) put(join(project, '.well-known', 'mcp', 'server-card.json'), card(i))
  }
  return bytes
}
