// For tests that run scripts of ours in a folder of their own: scenarios, scratch folders, git repositories, commands.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const source = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'cardlint ')))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

let folders = 0
// A new folder, with a space in its path.
export function folder(files = {}) {
  const path = join(scratch, `${++folders} folder`)
  mkdirSync(path)
  write(path, files)
  return path
}

export function write(root, files) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2) + '\n')
  }
}

// The working tree as it is, committed or not, without what was built or installed in it.
export function copySource(to) {
  const unwanted = new Set(['.git', '.cache', 'build', 'node_modules'])
  cpSync(source, to, { recursive: true, filter: (path) => path === source || !unwanted.has(basename(path)) })
}

// Nothing of the caller's git reaches a command: neither its settings nor the variables that git sets for its hooks.
const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GIT_|CARDLINT_)/.test(name)))
const environment = {
  ...inherited,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.com',
}

// {status, stdout, stderr, all} of a command; `env` is added to the environment.
export function run(cwd, command, args = [], env = {}, options = {}) {
  const ran = spawnSync(command, args, { cwd, env: { ...environment, ...env }, encoding: 'utf8', maxBuffer: 1 << 28,
    timeout: 600_000, ...options })
  if (ran.error) throw ran.error
  return { status: ran.status, signal: ran.signal, stdout: ran.stdout, stderr: ran.stderr, all: ran.stdout + ran.stderr }
}
export const commandEnvironment = (env = {}) => ({ ...environment, ...env })

export function git(cwd, ...args) {
  const ran = run(cwd, 'git', args)
  if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.all}`)
  return ran.stdout.trim()
}

// A repository whose first commit has these files.
export function repository(files) {
  const path = folder(files)
  git(path, 'init', '--quiet', '--initial-branch', 'main')
  git(path, 'add', '--all', '--force')
  git(path, 'commit', '--quiet', '--allow-empty', '--message', 'first')
  return path
}

const failures = []
let passed = 0
// One thing that must hold; the others are tried all the same.
export async function scenario(name, body) {
  const start = Date.now()
  try {
    await body()
    ++passed
    console.log(`ok    ${name} (${Date.now() - start} ms)`)
  } catch (error) {
    failures.push(name)
    console.log(`FAILED ${name}\n${error.message}\n`)
  }
}

export function finish() {
  console.log(`${passed} passed, ${failures.length} failed`)
  process.exit(failures.length === 0 && passed > 0 ? 0 : 1)
}

// holds(text, …patterns): each pattern, a string or a regular expression, is in the text.
export function holds(text, ...patterns) {
  for (const pattern of patterns) {
    const found = typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text)
    if (!found) throw new Error(`not found: ${pattern}\nin:\n${text}`)
  }
}
export function lacks(text, ...patterns) {
  for (const pattern of patterns) {
    const found = typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text)
    if (found) throw new Error(`found: ${pattern}\nin:\n${text}`)
  }
}
