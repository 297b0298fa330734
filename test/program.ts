import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Ended, root } from './command.ts'

// What was stripped of its types once is kept, as the launcher keeps it.
const compiled = join(root, 'node_modules/.cache/compiled')

/** Runs the real program in a folder to its end, with no terminal and with a state folder of its own. */
export function muster(folder: string, ...words: readonly string[]): Promise<Ended> {
  return musterWith({}, folder, ...words)
}

/** The same with variables of the environment that are added to, or stand in for, those of the tests. */
export function musterWith(
  more: Readonly<Record<string, string>>,
  folder: string,
  ...words: readonly string[]
): Promise<Ended> {
  const { FORCE_COLOR: _, MUSTER_HOME: __, ...inherited } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=source', join(root, 'src/cli/main.ts'), ...words], {
      cwd: folder,
      env: { ...inherited, NO_COLOR: '1', LC_ALL: 'C.UTF-8', NODE_COMPILE_CACHE: compiled, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (more: string) => {
        text[name] += more
      })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...text }))
  })
}
