import { readFileSync } from 'node:fs'

/** Bits of a process's capabilities: to make interfaces and routes, and to make networks and enter them. */
const needed = [12n, 21n]

/**
 * Whether this process has what it takes to make networks. Something else may forbid it all the same, such as a filter of
 * system calls, which only shows when it is tried.
 */
export function mayMakeNetworks(): boolean {
  try {
    const has = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
    return process.getuid?.() === 0 && needed.every((bit) => ((BigInt(`0x${has}`) >> bit) & 1n) === 1n)
  } catch {
    return false
  }
}
