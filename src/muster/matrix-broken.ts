import { isMadeOf } from '#evidence'
import type { JournalRecord } from '#journal'
import type { Runbook } from '#runbook'
import type { Project } from './project.ts'

/** A drill in the lab that began and broke off, so that it has no evidence. */
export interface BrokenDrill {
  readonly run: string
  /** Digest of its plan. */
  readonly plan: string
  readonly scenario: string
  readonly why: string
}

/**
 * Every such drill in a lab that was made of the same programs as one from here, oldest first.
 * @param isWhole whether a run is a drill, and not the way back of one
 */
export async function brokenDrills(
  { workspace, lab, withStore, partsOn }: Project,
  isWhole: (run: string) => boolean,
): Promise<readonly BrokenDrill[]> {
  const proven = new Set(workspace.evidenceRuns())
  const parts = partsOn(lab.name)
  return withStore(async (store) => {
    const all = (await store.runs()).filter(({ run }) => !proven.has(run) && isWhole(run))
    const broken = await Promise.all(
      all.map(async ({ run }): Promise<readonly BrokenDrill[]> => {
        const why = brokeOff(await store.read(run), lab.name, parts)
        if (why === undefined) return []
        const { plan, scenario } = JSON.parse(workspace.kept(run).get('failover.json') ?? 'null') as Runbook
        return [{ run, plan: plan.digest, scenario: scenario.id, why }]
      }),
    )
    return broken.flat().reverse()
  })
}

/** Why a run failed that nothing was measured of; undefined of all others. */
function brokeOff(
  records: readonly JournalRecord[],
  target: string,
  parts: ReturnType<Project['partsOn']>,
): string | undefined {
  const [start] = records
  const end = records.findLast((record) => record.type === 'runFinished')
  if (start?.type !== 'runStarted' || end?.data.outcome !== 'failed' || start.data.target !== target) return undefined
  if (!isMadeOf(start.data.parts === undefined ? {} : { parts: start.data.parts }, parts)) return undefined
  return end.data.reason ?? 'It broke off.'
}
