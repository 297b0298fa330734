import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Failure } from '#diagnostics'

/** What a process of a comparison says over its channel, once. */
export type Word = { readonly ready: unknown } | { readonly failed: string }

/**
 * Starts one of our own processes of a comparison, on `entry`, from source or from dist as this file is. What must not
 * be slowed by the rest has a process of its own; settings carry passwords, and so go over the channel.
 * @param env added to the command's own environment
 * @throws Failure `unreachable` with what the process said
 */
export async function startRole<Ready>(
  role: string,
  settings: unknown,
  {
    cwd,
    log,
    env: more = {},
  }: { readonly cwd: string; readonly log: string; readonly env?: Readonly<Record<string, string>> },
): Promise<{ readonly process: ChildProcess; readonly ready: Ready }> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const entry = fileURLToPath(new URL(`./entry.${extension}`, import.meta.url))
  const conditions = extension === 'ts' ? ['--conditions=source', '--disable-warning=ExperimentalWarning'] : []
  const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env
  const output = openSync(log, 'a', 0o600)
  let child: ChildProcess
  try {
    child = spawn(process.execPath, [...conditions, entry, role], {
      cwd,
      env: { ...env, ...more },
      // Ctrl-C goes to the command alone, which then ends them in order.
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
    })
  } finally {
    closeSync(output)
  }
  child.send({ settings }, () => {})
  const word = await new Promise<Word>((resolve) => {
    child.once('message', (value: Word) => resolve(value))
    child.once('error', (error) => resolve({ failed: error.message }))
    child.once('exit', (code, signal) => resolve({ failed: `it ended with ${signal ?? `exit code ${code}`}` }))
  })
  if ('failed' in word) throw new Failure('unreachable', `The comparison's ${role} does not start: ${word.failed}`)
  return { process: child, ready: word.ready as Ready }
}
