import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))

/** What a process gave and has cost, with all its threads and all that it waited for. */
export interface Spent {
  readonly out: string
  /** Of the processor, for the program and for the system. */
  readonly seconds: number
  /** By the clock on the wall. */
  readonly wall: number
  /** The most memory that it held. */
  readonly kilobytes: number
}

/** Translates a C file that lies beside this one. @returns the program's path, in `folder` */
export function translated(name: string, folder: string): string {
  const program = join(folder, name)
  // No product and sum in one rounding: JavaScript has none.
  const options = ['-O3', '-march=native', '-ffp-contract=off', '-o', program, join(here, `${name}.c`), '-lm']
  const { error, status, stderr } = spawnSync('gcc', options, { encoding: 'utf8' })
  if (error)
    throw new Error('There is no gcc, which this benchmark needs: apt-get install gcc libc6-dev', { cause: error })
  if (status !== 0) throw new Error(`gcc does not translate ${name}.c:\n${stderr}`)
  return program
}

/**
 * Runs a command to its end.
 * @param meter the program that `spent.c` became
 * @param cwd where it runs
 */
export function spentBy(meter: string, command: readonly string[], cwd = here): Spent {
  const start = performance.now()
  const { stdout, stderr, status } = spawnSync(meter, command, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 })
  const wall = (performance.now() - start) / 1000
  const told = /^spent ([\d.]+) ([\d.]+) (\d+)$/m.exec(stderr)
  if (status !== 0 || !told) throw new Error(`${command.join(' ')} ended with ${status}:\n${stderr}`)
  return { out: stdout, seconds: Number(told[1]) + Number(told[2]), wall, kilobytes: Number(told[3]) }
}

/** The Python that has SimPy; undefined, and said, where there is none. */
export function pythonWithSimpy(): string | undefined {
  const found = ['/usr/bin/python3', 'python3'].find(
    (python) => spawnSync(python, ['-c', 'import SimPy.Simulation'], { stdio: 'ignore' }).status === 0,
  )
  if (found === undefined)
    process.stderr.write('SimPy is left out: no python3 here has SimPy 2. Install it: apt-get install python3-simpy\n')
  return found
}
