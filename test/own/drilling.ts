import { afterAll, beforeAll, expect, vi } from 'vitest'
import { type Ended, homeAt, json } from '../command.ts'
import { type Estate, openEstate } from './estate.ts'

export interface Flow {
  readonly rto: { readonly measured?: number; readonly error?: number }
  readonly rpo: {
    readonly measured?: number
    readonly method: string
    readonly error?: number
    readonly lost: number
    readonly acknowledged: number
  }
}
export interface Report {
  readonly run: string
  readonly subject: string
  readonly target: string
  readonly verdict: string
  readonly evidence: string
  readonly flows: readonly Flow[]
  readonly failback?: { readonly verdict: string; readonly flows: readonly Flow[] }
  readonly sustained?: {
    readonly wanted: number
    readonly unmeasured: number
    readonly flows: ReadonlyArray<{ readonly requests: number; readonly failed: number }>
  }
  readonly deviations: readonly string[]
  readonly gaps: readonly string[]
}

/** An estate that a file of tests drills. */
export interface Drilling {
  readonly home: ReturnType<typeof homeAt>
  readonly estate: Estate
  /** The words of a drill of the estate's plan. */
  words(...more: readonly string[]): readonly string[]
  /** The same for the loss of a region, on the estate itself. */
  onStaging(...more: readonly string[]): readonly string[]
  markersLeft(): Promise<unknown>
  /** The report of a drill that ended with the code, once its evidence was verified. */
  told(ended: Promise<Ended>, code?: number): Promise<Report>
}

/** Opens an estate before the tests of a file, and takes it away after them. */
export function drilling(port: number): Drilling {
  vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })
  const home = homeAt(port)
  let estate: Estate
  beforeAll(async () => {
    estate = await openEstate()
    Object.assign(process.env, estate.secrets)
  })
  afterAll(async () => {
    for (const name of Object.keys(estate.secrets)) delete process.env[name]
    await home.remove()
    await estate.remove()
  })
  const words = (...more: readonly string[]): readonly string[] => ['drill', estate.plan, '--format', 'json', ...more]
  return {
    home,
    get estate() {
      return estate
    },
    words,
    onStaging: (...more) => words('--scenario', 'east-lost', '--target', 'staging', ...more),
    markersLeft: async () => (await estate.ask('east', 'select count(*)::int as left from muster_heartbeat'))[0],
    async told(ended, code = 0) {
      const result = await ended
      expect(result.code, result.stderr).toBe(code)
      const report = json<Report>(result)
      const verified = await home.muster('evidence', 'verify', report.run)
      expect(verified.code, verified.stdout + verified.stderr).toBe(0)
      return report
    },
  }
}
