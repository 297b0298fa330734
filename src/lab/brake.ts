import { setTimeout as pause } from 'node:timers/promises'
import { monotonic } from './monotonic.ts'
import { childrenListed, livingChildren, type ProcessIdentity, signal } from './processes.ts'

export interface BrakeSettings {
  readonly services: readonly ProcessIdentity[]
  /** PostgreSQL's first processes; their children stop and go with them. */
  readonly postmasters: readonly ProcessIdentity[]
  /** Seconds of each turn in which they stand still. */
  readonly stopped: number
  /** Seconds of each turn in which they go on; one stop and no more where it is left out. */
  readonly goes?: number
}

export interface BrakeReady {
  /** The fault, in seconds on the monotonic clock: just before the first stop. */
  readonly t0: number
}

/**
 * Holds processes up: stops them and lets them go on, turn by turn, or stops them once. It lives as long as they are held
 * up; when it ends, however it is told to, they go on. What kills it outright has to let them go on itself.
 */
export async function brake(settings: BrakeSettings): Promise<BrakeReady> {
  const { stopped, goes } = settings
  process.once('exit', () => letGo(settings))
  process.once('SIGTERM', () => process.exit(0))
  const t0 = monotonic()
  stop(settings)
  const turns = async () => {
    await pause(stopped * 1000)
    while (goes !== undefined) {
      letGo(settings)
      await pause(goes * 1000)
      stop(settings)
      await pause(stopped * 1000)
    }
    process.exit(0)
  }
  void turns()
  return { t0 }
}

/** The postmasters first, so that they start no more children while these are looked for. */
function stop({ services, postmasters }: Pick<BrakeSettings, 'services' | 'postmasters'>): void {
  for (const one of [...postmasters, ...services]) signal(one, 'SIGSTOP')
  for (const child of livingChildren(postmasters, childrenListed)) signal(child, 'SIGSTOP')
}

/** Lets them go on, whether they were stopped or not. */
export function letGo({ services, postmasters }: Pick<BrakeSettings, 'services' | 'postmasters'>): void {
  for (const child of livingChildren(postmasters, childrenListed)) signal(child, 'SIGCONT')
  for (const one of [...postmasters, ...services]) signal(one, 'SIGCONT')
}
