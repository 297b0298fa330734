import { execFileSync } from 'node:child_process'

/** The first thing that looks like a version in what a program says of itself, or the word `unknown`. */
export function outputOf(command: string, ...args: readonly string[]): string {
  try {
    const text = execFileSync(command, [...args], {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return /\d+\.\d+(\.\d+)?/.exec(text)?.[0] ?? 'unknown'
  } catch {
    return 'unknown'
  }
}
