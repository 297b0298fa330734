import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Lease } from '#execution'

/** This process, as a lease's holder. */
export function thisProcess(): Lease['holder'] {
  return { host: hostname(), pid: process.pid, startedAt: processStart(process.pid) ?? 'unknown' }
}

/**
 * Whether a holder is gone for certain: it lived on this host, and its process is not there, has ended and only waits to
 * be collected, or is another one with the same number.
 */
export function isGone(holder: Lease['holder']): boolean {
  if (holder.host !== hostname()) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
  const [state = ''] = statOf(holder.pid) ?? []
  if (state === 'Z' || state === 'X') return true
  const startedAt = processStart(holder.pid)
  return startedAt !== undefined && holder.startedAt !== 'unknown' && startedAt !== holder.startedAt
}

/** When a process began, in the kernel's own count, with the boot it belongs to; undefined where the system does not tell. */
function processStart(pid: number): string | undefined {
  const ticks = statOf(pid)?.[19]
  try {
    return ticks === undefined
      ? undefined
      : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`
  } catch {
    return undefined
  }
}

/** The fields of a process's status after its command, which stands in parentheses and may hold spaces: state first. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
