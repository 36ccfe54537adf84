// Runs the steps of action.yml as GitHub's runner does: expressions by GitHub's own evaluator, scripts by bash, outputs and
// summary through files, and the log read for commands. A step that uses another action is only noted.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { folder, run, source } from '../support/scratch.mjs'

const packages = join(source, 'tests/interop')
const { parse } = createRequire(join(packages, 'package.json'))('yaml')
const { Lexer, Parser, Evaluator, data } =
  await import(pathToFileURL(join(packages, 'node_modules/@actions/expressions/dist/index.js')))

export const action = parse(readFileSync(join(source, 'action.yml'), 'utf8'))

// What was never declared is a mistake here, while GitHub takes it for empty.
class Declared extends data.Dictionary {
  get(key) {
    const value = super.get(key)
    if (value === undefined) throw new Error(`'${key}' is not declared`)
    return value
  }
}
function dictionary(values, Kind = data.Dictionary) {
  const all = new Kind()
  for (const [key, value] of Object.entries(values)) all.add(key, typeof value === 'string' ? new data.StringData(value) : value)
  return all
}

function evaluate(text, state) {
  const functions = [{ name: 'cancelled', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(false) },
    { name: 'success', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(!state.failed) }]
  const steps = Object.fromEntries(Object.entries(state.outputs).map(([id, outputs]) =>
    [id, dictionary({ outputs: dictionary(outputs) }, Declared)]))
  const context = dictionary({ inputs: dictionary(state.inputs, Declared), steps: dictionary(steps, Declared) }, Declared)
  const tree = new Parser(new Lexer(text).lex().tokens, ['inputs', 'steps'], functions).parse()
  return new Evaluator(tree, context, new Map(functions.map((f) => [f.name, f]))).evaluate()
}
const expand = (text, state) => String(text).replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => evaluate(expression, state).coerceString())
function isWanted(step, state) {
  const condition = String(step.if ?? 'success()').replace(/^\$\{\{(.*)\}\}$/s, '$1')
  const asksStatus = /\b(cancelled|success|failure|always)\(/.test(condition)
  return (asksStatus || !state.failed) && !['false', '', '0'].includes(evaluate(condition, state).coerceString())
}

// The commands in a log: '::name …::…' at the start of a line and '##[name]' anywhere, unless they are stopped.
export function commandsOf(log) {
  const commands = []
  let stopped = ''
  for (const line of log.split(/\r\n|\r|\n/)) {
    const match = /^\s*::([^ :]+)( [^:]*)?::(.*)$/s.exec(line) ?? /##\[([^ \]]+)( [^\]]*)?\](.*)$/s.exec(line)
    if (!match) continue
    const [, name, properties = '', message] = match
    if (stopped) {
      if (name === stopped) stopped = ''
    } else if (name === 'stop-commands') {
      stopped = message
    } else {
      commands.push({ name, properties: properties.trim(), message })
    }
  }
  if (stopped) throw new Error(`commands stay stopped in:\n${log}`)
  return commands
}

// GitHub's format of the file: NAME=VALUE a line (the action writes no other).
function outputsOf(text) {
  return Object.fromEntries(text.split('\n').filter(Boolean).map((line) => {
    const equals = line.indexOf('=')
    if (equals < 1) throw new Error(`no output: ${line}`)
    return [line.slice(0, equals), line.slice(equals + 1)]
  }))
}

function runStep(step, state, env) {
  const script = join(state.temp, 'step.sh')
  const files = { GITHUB_OUTPUT: join(state.temp, 'output'), GITHUB_STEP_SUMMARY: join(state.temp, 'summary') }
  writeFileSync(script, step.run)
  for (const file of Object.values(files)) writeFileSync(file, '')
  const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, expand(value, state)]))
  const ran = run(state.workspace, 'bash', ['-c', 'exec "$@" 2>&1', 'bash', 'bash', '--noprofile', '--norc', '-eo', 'pipefail', script],
    { GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_WORKSPACE: state.workspace, GITHUB_ACTION_PATH: state.path, RUNNER_TEMP: state.temp,
      ...files, ...env, ...own })
  if (step.id) state.outputs[step.id] = outputsOf(readFileSync(files.GITHUB_OUTPUT, 'utf8'))
  state.summary += readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')
  state.log += ran.stdout
  state.commands.push(...commandsOf(ran.stdout))
  if (ran.status !== 0) {
    state.failed = true
    state.status = ran.status
  }
}

// {status, outputs, log, commands, summary, used, temp} of the action with these inputs in a workspace. `given.path` is
// another checkout of the action, `given.env` the environment of the step, `given.temp` a RUNNER_TEMP.
export function runAction(workspace, inputs, given = {}) {
  for (const name of Object.keys(inputs)) if (!(name in action.inputs)) throw new Error(`there is no input ${name}`)
  const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, String(input.default)]))
  const state = { inputs: { ...defaults, ...inputs }, outputs: {}, workspace, path: given.path ?? source, temp: given.temp ?? folder(),
    failed: false, status: 0, log: '', commands: [], summary: '', used: [] }
  for (const step of action.runs.steps) {
    if (step.id) state.outputs[step.id] ??= {}
    if (!isWanted(step, state)) continue
    if (step.run) {
      runStep(step, state, given.env ?? {})
    } else {
      const values = Object.fromEntries(Object.entries(step.with).map(([name, value]) => [name, expand(value, state)]))
      state.used.push({ uses: step.uses, with: values })
    }
  }
  const outputs = Object.fromEntries(Object.entries(action.outputs).map(([name, output]) => [name, expand(output.value, state)]))
  return { ...state, outputs, steps: state.outputs }
}
