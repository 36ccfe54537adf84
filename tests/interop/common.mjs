// What every comparison needs: options, repeatable chance, a run of cardlint.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const here = dirname(fileURLToPath(import.meta.url))

// Ends the program when an npm package of package.json is not installed.
export function needPackage(name) {
  if (existsSync(join(here, 'node_modules', ...name.split('/')))) return
  console.error(`the npm package '${name}' is not installed: run ./dev setup`)
  process.exit(1)
}

// --name VALUE for each member of `defaults`, --name alone where the default is false.
export function parseOptions(defaults) {
  const options = { ...defaults }
  for (let i = 2; i < process.argv.length; ++i) {
    const name = process.argv[i].replace(/^--/, '')
    if (!(name in defaults)) throw new Error(`unknown option ${process.argv[i]}`)
    if (defaults[name] === false) options[name] = true
    else options[name] = typeof defaults[name] === 'number' ? Number(process.argv[++i]) : process.argv[++i]
  }
  return options
}

// random(n) is a number below n, pick(list) one of its items; the same for the same seed.
export function chance(seed) {
  let state = seed >>> 0
  const random = (n) => {
    // xorshift32; the state is never 0
    state = state || 0x9e3779b9
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % n
  }
  return { random, pick: (list) => list[random(list.length)] }
}

// The JSON report of `cardlint check` with these arguments.
export function check(cardlint, folder, args) {
  const run = spawnSync(resolve(cardlint), ['check', '--no-config', '--exit-zero', '--format', 'json', ...args],
    { cwd: folder, maxBuffer: 1 << 30, encoding: 'utf8' })
  if (run.status !== 0 && run.status !== 3) throw new Error(`cardlint ended with ${run.status ?? run.signal}: ${run.stderr}`)
  return JSON.parse(run.stdout)
}
