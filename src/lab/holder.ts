import { randomBytes } from 'node:crypto'
import { Failure } from '#diagnostics'
import type { PartVersions } from '#evidence'
import { portTaken } from './addresses.ts'
import { type Environment, startEnvironment } from './environment.ts'
import type { Layout } from './layout.ts'
import { hasCode } from './files.ts'
import { type Control, HttpFailure } from './http.ts'
import type { Remains } from './network/namespaces.ts'
import { diskFull, type Places } from './places.ts'
import { calledOff, type Roster } from './roster.ts'
import { type LabSpec, serves } from './spec.ts'

/** Who asks for which lab. */
export interface Asked {
  readonly spec: LabSpec
  /** Absent for a lab that no run holds. */
  readonly run: string | undefined
  /** The run that the asker holds the lab for already, so that a failback takes over from its failover. */
  readonly holding: string | undefined
}

/** The one environment of a supervisor, and the run that holds it. */
export interface Holder {
  /** Starts the environment, joins its start, or adopts it. */
  start(asked: Asked, since: string, say: (line: string) => void): Promise<{ layout: Layout; load?: Control }>
  /** @throws HttpFailure 409 while there is none */
  environment(): Environment
  /** Resolves once nothing is being started any more. */
  settled(): Promise<void>
}

export interface HolderSettings {
  readonly basePort: number
  readonly token: string
  readonly places: Places
  readonly roster: Roster
  readonly found: (postgres: string, parts?: PartVersions) => void
  readonly networked: (remains: Remains) => void
  readonly claimed: (run: string | undefined) => void
  /** Cleans up after a start that failed; does so once. */
  readonly failed: () => Promise<void>
}

export function createEnvironmentHolder(settings: HolderSettings): Holder {
  let spec: LabSpec | undefined
  let claimedBy: string | undefined
  let starting: Promise<Environment> | undefined
  let running: Environment | undefined
  let load: Control | undefined
  const said: string[] = []
  const listeners = new Set<(line: string) => void>()
  const sayAll = (line: string) => {
    said.push(line)
    for (const listener of listeners) listener(line)
  }

  const bringUp = async (asked: LabSpec): Promise<Environment> => {
    try {
      const trafficToken = randomBytes(24).toString('hex')
      running = await startEnvironment({ ...settings, spec: asked, trafficToken, say: sayAll })
      return running
    } catch (error) {
      throw settings.roster.isOver() ? calledOff() : inWords(error, settings)
    }
  }
  const refuse = (asked: Asked, since: string) => {
    if (claimedBy !== undefined && claimedBy !== asked.run && claimedBy !== asked.holding)
      throw new HttpFailure(
        409,
        'busy',
        `The lab is held by run ${claimedBy} since ${since}. Finish that run, or give the lab up:\n` +
          `  muster run resume ${claimedBy}\n  muster lab down`,
      )
    // Whoever has the lab already, or only looks at it, takes it as it stands, whatever it is made of.
    const stands = asked.run === undefined || claimedBy !== undefined
    if (spec && !serves(spec, asked.spec, stands))
      throw new HttpFailure(
        412,
        'busy',
        'The lab that runs was started for another plan. Stop it first:\n  muster lab down',
      )
  }

  return {
    async start(asked, since, say) {
      refuse(asked, since)
      spec ??= asked.spec
      if (asked.run !== undefined && asked.run !== claimedBy) {
        claimedBy = asked.run
        settings.claimed(asked.run)
      }
      const adopted = running !== undefined
      for (const line of adopted ? [] : said) say(line)
      listeners.add(say)
      try {
        starting ??= bringUp(asked.spec)
        const environment = await starting.catch(async (error) => {
          await settings.failed()
          throw error
        })
        if (adopted) say('The lab is running already; the run takes it up again')
        return { layout: environment.layout, ...(load ? { load } : {}) }
      } finally {
        listeners.delete(say)
      }
    },
    settled: async () => {
      await starting?.catch(() => {})
    },
    environment() {
      if (!running) throw new HttpFailure(409, 'unreachable', 'The lab is not up yet.')
      const environment = running
      return {
        ...environment,
        async load() {
          load = await environment.load()
          return load
        },
      }
    },
  }
}

/** What went wrong while the lab was started, for people. Read before the clean-up, which removes the logs. */
function inWords(error: unknown, { places, basePort }: HolderSettings): Failure {
  if (hasCode(error, 'ENOSPC') || /No space left on device/.test(String(error))) return diskFull(places.data)
  if (hasCode(error, 'EADDRINUSE')) return portTaken([addressIn(error)], basePort)
  if (error instanceof Failure) return error
  return new Failure(
    'unreachable',
    `The lab cannot be started: ${error instanceof Error ? error.message : String(error)}.`,
  )
}

function addressIn(error: unknown): string {
  return /(\d+\.\d+\.\d+\.\d+:\d+)/.exec(String(error))?.[1] ?? 'a port'
}
