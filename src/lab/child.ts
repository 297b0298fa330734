import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Failure, type FailureKind } from '#diagnostics'
import { commandIn, type Inside } from './network/namespaces.ts'
import { identityOf, type ProcessIdentity } from './processes.ts'
import { endOfLog } from './postgres/template.ts'

/** What a process of ours says over its channel, once: that it is ready, or why not. */
export type Word =
  | { readonly ready: unknown }
  | { readonly failed: { readonly kind: FailureKind; readonly message: string; readonly code?: string } }

export interface Child<Ready> {
  readonly identity: ProcessIdentity
  readonly process: ChildProcess
  readonly ready: Ready
}

/** How a process is started, where otherwise than those of the lab are. */
export interface Starting {
  /** What it is a part of, for people. */
  readonly of?: string
  /** The URL of a module; the process begins with the `entry` beside it. */
  readonly beside?: string
  readonly cwd?: string
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** The network that it runs in. */
  readonly inside?: Inside | undefined
  /** Whether it outlives this process, and is spared what the terminal sends. */
  readonly detached?: boolean
}

/**
 * Starts a process of ours: this Node on `entry`, from source or from dist as this file is. Settings go over the channel,
 * never on the command line, for they carry tokens.
 * @param started called as soon as the process is there
 * @throws Failure as the process says it, or `unreachable` with the last lines of its log
 */
export async function startChild<Ready>(
  role: string,
  settings: unknown,
  log: string,
  started: (identity: ProcessIdentity, process: ChildProcess) => void,
  { of = 'lab', beside = import.meta.url, cwd = '/', env: more = {}, inside, detached = false }: Starting = {},
): Promise<Child<Ready>> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const entry = fileURLToPath(new URL(`./entry.${extension}`, beside))
  const conditions = extension === 'ts' ? ['--conditions=source', '--disable-warning=ExperimentalWarning'] : []
  const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env
  const output = openSync(log, 'a', 0o600)
  let child: ChildProcess
  try {
    const { program, args } = commandIn(inside, [process.execPath, ...conditions, entry, role])
    child = spawn(program, args, {
      cwd,
      env: { ...env, ...more },
      detached,
      stdio: ['ignore', output, output, 'ipc'],
    })
  } finally {
    closeSync(output)
  }
  const word = firstWord(child, `The ${of}'s ${role}`, log)
  const identity = child.pid === undefined ? undefined : identityOf(child.pid)
  if (identity) {
    started(identity, child)
    child.send({ settings }, () => {})
  }
  const ready = (await word) as Ready
  if (!identity) throw new Failure('unreachable', `The ${of}'s ${role} ended at once.`)
  return { identity, process: child, ready }
}

function firstWord(child: ChildProcess, name: string, log: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new Failure('unreachable', `${name} cannot be started: ${cause.message}.`, { cause })),
    )
    child.once('exit', (code, signal) => {
      const how = code === null ? `by ${signal}` : `with exit code ${code}`
      void endOfLog(log).then((end) =>
        reject(new Failure('unreachable', `${name} ended ${how} before it was ready; its log ends:\n${end}`)),
      )
    })
    child.once('message', (word: Word) => {
      if ('ready' in word) return resolve(word.ready)
      const { kind, message, code } = word.failed
      const failure = new Failure(kind, message)
      reject(code === undefined ? failure : Object.assign(failure, { code }))
    })
  })
}
