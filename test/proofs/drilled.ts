import type { Asking, JournalRecord, Runbook } from '#muster'
import { openMuster } from '#muster'
import { homeAt, root } from '../command.ts'
import { labPlan, patientPlans } from './looking.ts'
import { type Saboteur, saboteurOf } from '../../src/lab/testing/saboteur.ts'

/** One fault that is seeded into a drill, once, with the first record of its runs that is the moment. */
export interface Sabotage {
  moment(record: JournalRecord, runbook: Runbook): boolean
  act(saboteur: Saboteur & Doors): unknown
}

/** In what a drill is held. */
export interface Circumstances {
  /** Held to the seconds that the plan promises; else to half an hour. */
  readonly strict?: boolean
  /** Variables of the environment besides. */
  readonly surroundings?: Readonly<Record<string, string>>
}

/** What somebody has besides who may steer the run. */
export interface Doors {
  /** Begins nothing more, and takes back what was done. */
  cancel(): Promise<unknown>
  /** Goes on without a step. */
  skip(step: string): Promise<unknown>
}

/** What a whole drill in the lab showed; `no` has those that it refutes. */
export interface Drilled {
  readonly yes: readonly string[]
  readonly no: readonly string[]
  /** What was found of each topic in `no` that was looked at. */
  readonly says: readonly string[]
  readonly verdict: string
  /** What a sabotage that failed itself says. */
  readonly slip?: unknown
}

const cancelling: Asking = {
  kind: 'cancel',
  by: 'owner',
  data: { undo: true },
}

/** Drills a plan of the lab in a state folder of its own, and lets somebody seed a fault into it. */
export async function drilled(
  port: number,
  strategy: string,
  scenario: string,
  { strict = false, surroundings = {}, ...sabotage }: Partial<Sabotage> & Circumstances = {},
): Promise<Drilled> {
  const home = homeAt(port)
  const environment = { ...process.env, MUSTER_HOME: home.path, MUSTER_LAB_PORT: String(port), ...surroundings }
  const muster = openMuster({ cwd: root, environment })
  let acting: Promise<unknown> | undefined
  let slip: unknown
  const record = (seen: JournalRecord, runbook: Runbook): void => {
    if (acting !== undefined || sabotage.moment?.(seen, runbook) !== true) return
    const run = seen.runId.replace(/-failback$/, '')
    acting = saboteurOf(home.path, runbook, run)
      .then((saboteur) =>
        sabotage.act?.({
          ...saboteur,
          cancel: () => muster.send(seen.runId, cancelling),
          skip: (step) =>
            muster.send(seen.runId, { kind: 'skip', by: 'owner', step, comment: 'It will be all right.' }),
        }),
      )
      .catch((error: unknown) => {
        slip = error
      })
  }
  try {
    const plans = strict ? undefined : patientPlans(home.path)
    const result = await muster.drill(labPlan(strategy, plans), {
      scenario,
      holding: { target: 'lab' },
      signal: new AbortController().signal,
      watcher: { say: () => {}, record, asked: () => {}, forecast: () => {} },
    })
    await acting
    if (sabotage.moment && acting === undefined) throw new Error('The moment of the fault never came.')
    const { rows } = muster.proofs()
    const of = (newest: boolean) => rows.filter((row) => row.newest === newest)
    return {
      yes: of(true).map(({ topic }) => topic),
      no: of(false).map(({ topic }) => topic),
      says: of(false).flatMap(({ topic, refuted }) =>
        refuted?.says === undefined ? [] : [`${topic}: ${refuted.says}`],
      ),
      verdict: result?.evidence.verdict ?? 'none',
      ...(slip === undefined ? {} : { slip }),
    }
  } finally {
    await home.remove()
  }
}
