import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Lease } from '#execution'

type Holder = Lease['holder']

/** Processes as this one sees them. */
export interface Processes {
  /** This process, as a lease's holder. */
  self(): Holder
  /**
   * Which process numbers this process can see: the start of the machine and the name space of its process numbers; null
   * where the system does not tell. Two hosts may have the same name, and so may two containers of one host; no two of
   * them have the same place.
   */
  place(): string | null
  /**
   * Whether a holder lives: for certain, not at all for certain, or nobody can tell from here.
   * @param place the holder's place; null where it did not know
   * @param oneHost the store lies in a folder, so that a host of this name is this host
   */
  lifeOf(holder: Holder, place: string | null, oneHost: boolean): 'alive' | 'gone' | 'unknown'
}

/** @param proc where the kernel tells of processes; on some systems there is no such folder */
export function processesIn(proc = '/proc'): Processes {
  const told = (name: string): string | undefined => {
    try {
      return readFileSync(join(proc, name), 'utf8').trim()
    } catch {
      return undefined
    }
  }
  /** The fields of a process's status after its command, which stands in parentheses and may hold spaces: state first. */
  const statOf = (pid: number): readonly string[] => {
    const stat = told(`${pid}/stat`) ?? ''
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  }
  /** When a process began, in the kernel's own count, with the boot it belongs to; undefined where the system does not tell. */
  const startOf = (pid: number): string | undefined => {
    const [boot, ticks] = [told('sys/kernel/random/boot_id'), statOf(pid)[19]]
    return boot === undefined || ticks === undefined ? undefined : `${boot}:${ticks}`
  }
  /** Whether a process is not there, has ended and only waits to be collected, or is another one with the same number. */
  const isGone = ({ pid, startedAt }: Holder): boolean => {
    try {
      process.kill(pid, 0)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH'
    }
    if (/^[ZX]/.test(statOf(pid)[0] ?? '')) return true
    const since = startOf(pid)
    return since !== undefined && startedAt !== 'unknown' && since !== startedAt
  }
  const place = (): string | null => {
    const boot = told('sys/kernel/random/boot_id')
    try {
      return boot === undefined ? null : `${boot} ${readlinkSync(join(proc, 'self/ns/pid'))}`
    } catch {
      return null
    }
  }

  return {
    self: () => ({ host: hostname(), pid: process.pid, startedAt: startOf(process.pid) ?? 'unknown' }),
    place,
    lifeOf(holder, there, oneHost) {
      const here = place()
      const seen = (): 'alive' | 'gone' => (isGone(holder) ? 'gone' : 'alive')
      if (there !== null && there === here) return seen()
      if (!oneHost || holder.host !== hostname()) return 'unknown'
      if (there === null || here === null) return seen()
      // Another start of this machine ended every process of the one before; another name space is a container.
      return bootOf(there) === bootOf(here) ? 'unknown' : 'gone'
    },
  }
}

/** Processes of the machine that this one runs on. */
export const processes = processesIn()

function bootOf(place: string): string | undefined {
  return place.split(' ')[0]
}
