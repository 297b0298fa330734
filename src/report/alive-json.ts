import type { Gone, ScenarioAlive } from '#simulation'
import type { AliveView } from './alive.ts'

/** What `alive --format json` gives. A capability without a region must be alive wherever it is used. */
export interface AliveReport {
  readonly schemaVersion: 1
  readonly plan: string
  readonly scenarios: readonly ScenarioAlive[]
}

/** What must be alive, as data, with nothing that its type does not name. */
export function aliveJson({ plan, scenarios }: AliveView): AliveReport {
  return {
    schemaVersion: 1,
    plan,
    scenarios: scenarios.map(({ scenario, steps, singles, pairs, dependsOnLost, unknown }) => ({
      scenario,
      steps: steps.map(({ step, requires }) => ({
        step,
        requires: requires.map((one) => ({
          ...gone(one),
          ...(one.spared === undefined ? {} : { spared: one.spared }),
        })),
      })),
      singles: singles.map((one) => ({
        ...gone(one),
        blocks: one.blocks,
        flows: one.flows,
        ...(one.taken ? { taken: one.taken } : {}),
      })),
      pairs: pairs.map(({ of: [one, other], blocks, flows }) => ({ of: [gone(one), gone(other)], blocks, flows })),
      dependsOnLost: dependsOnLost.map(({ who, on, why }) => ({ who, on, why })),
      unknown,
    })),
  }
}

function gone({ capability, region }: Gone): Gone {
  return region === undefined ? { capability } : { capability, region }
}
