import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Failure, type FailureKind } from '#diagnostics'
import { commandIn, type Inside } from './network/namespaces.ts'
import { identityOf, type ProcessIdentity } from './processes.ts'
import { endOfLog } from './postgres/template.ts'

/** What a process of the lab says over its channel, once: that it is ready, or why not. */
export type Word =
  | { readonly ready: unknown }
  | { readonly failed: { readonly kind: FailureKind; readonly message: string; readonly code?: string } }

export interface Child<Ready> {
  readonly identity: ProcessIdentity
  readonly process: ChildProcess
  readonly ready: Ready
}

/**
 * Starts a process of the lab: this Node on `entry`, from source or from dist as this file is. Settings go over the
 * channel, never on the command line, for they carry tokens.
 * @param started called as soon as the process is there
 * @param how `inside`: the network that it runs in; `detached`: whether it outlives this process
 * @throws Failure as the process says it, or `unreachable` with the last lines of its log
 */
export async function startChild<Ready>(
  role: string,
  settings: unknown,
  log: string,
  started: (identity: ProcessIdentity, process: ChildProcess) => void,
  { inside, detached = false }: { readonly inside?: Inside | undefined; readonly detached?: boolean } = {},
): Promise<Child<Ready>> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const entry = fileURLToPath(new URL(`./entry.${extension}`, import.meta.url))
  const conditions = extension === 'ts' ? ['--conditions=source', '--disable-warning=ExperimentalWarning'] : []
  const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env
  const output = openSync(log, 'a', 0o600)
  let child: ChildProcess
  try {
    const { program, args } = commandIn(inside, [process.execPath, ...conditions, entry, role])
    child = spawn(program, args, {
      cwd: '/',
      env,
      detached,
      stdio: ['ignore', output, output, 'ipc'],
    })
  } finally {
    closeSync(output)
  }
  const word = firstWord(child, role, log)
  const identity = child.pid === undefined ? undefined : identityOf(child.pid)
  if (identity) {
    started(identity, child)
    child.send({ settings }, () => {})
  }
  const ready = (await word) as Ready
  if (!identity) throw new Failure('unreachable', `The lab's ${role} ended at once.`)
  return { identity, process: child, ready }
}

function firstWord(child: ChildProcess, role: string, log: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new Failure('unreachable', `The lab's ${role} cannot be started: ${cause.message}.`, { cause })),
    )
    child.once('exit', (code, signal) => {
      const how = code === null ? `by ${signal}` : `with exit code ${code}`
      void endOfLog(log).then((end) =>
        reject(new Failure('unreachable', `The lab's ${role} ended ${how} before it was ready; its log ends:\n${end}`)),
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
