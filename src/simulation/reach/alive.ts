import type { Plan } from '#plan'
import type { Runbook } from '#runbook'
import { dependsOnLost, lossesOf, unknownOf } from './depends.ts'
import { everyGone, forEver, type Gone, heldBy, needsIn, stepsWithout } from './held.ts'
import type { Pair, ScenarioAlive, Single, StepNeeds } from './model.ts'
import { isTaken, type Loss, type Need } from './needs.ts'
import { leadingTo, type Network, networkOf, restoredAt, timed } from './network.ts'

/**
 * What must be alive for the recovery of a runbook: step by step, the capabilities and pairs of them without which a flow
 * is not restored by any way that the runbook has, and who relies on what the scenario took.
 * @param runbook of that plan
 */
export function aliveFor(plan: Plan, runbook: Runbook): ScenarioAlive {
  const network = networkOf(runbook)
  const needs = needsIn(network, plan)
  const taken = lossesOf(plan, runbook)
  const { singles, pairs } = blocking(runbook, network, needs, taken)
  return {
    scenario: runbook.scenario.id,
    steps: network.steps.map((step, place) => ({ step: step.id, requires: required(needs[place] ?? []) })),
    singles,
    pairs,
    dependsOnLost: dependsOnLost(plan, runbook, network.steps, needs),
    unknown: unknownOf(plan, runbook),
  }
}

function required(needs: readonly Need[]): StepNeeds['requires'] {
  return needs.flatMap(({ capability, in: places, spared }) => {
    const more = spared === undefined ? {} : { spared }
    return places.length === 0 ? [{ capability, ...more }] : places.map((region) => ({ capability, region, ...more }))
  })
}

function blocking(
  runbook: Runbook,
  network: Network,
  needs: ReadonlyArray<readonly Need[]>,
  taken: readonly Loss[],
): { singles: readonly Single[]; pairs: readonly Pair[] } {
  const { steps } = network
  const nothing = new Float64Array(steps.length)
  const leading = new Map(runbook.flows.map((flow) => [flow.id, leadingTo(flow, network)]))
  const places = [...new Set([...leading.values()].flat())].sort((a, b) => a - b)
  const down = (losses: readonly Loss[]): readonly string[] => {
    const times = timed(network, { lasts: nothing, patience: nothing, held: heldBy(needs, losses) })
    return runbook.flows.flatMap((flow) => (restoredAt(flow, network, times) === Infinity ? [flow.id] : []))
  }
  const before = down([])
  const newly = (losses: readonly Loss[]) => down(losses).filter((flow) => !before.includes(flow))
  const blockedBy = (losses: readonly Loss[], flows: readonly string[]): readonly string[] => {
    const those = new Set(flows.flatMap((flow) => leading.get(flow) ?? []))
    return stepsWithout(
      places.filter((place) => those.has(place)),
      steps,
      needs,
      losses,
    )
  }
  const singles: Single[] = []
  const others: Gone[] = []
  for (const gone of everyGone(places.map((place) => needs[place] ?? []))) {
    const losses = [forEver(gone)]
    const flows = newly(losses)
    if (flows.length === 0) others.push(gone)
    else
      singles.push({
        ...gone,
        blocks: blockedBy(losses, flows),
        flows,
        ...(isGone(gone, taken) ? { taken: true } : {}),
      })
  }
  const pairs = others.flatMap((one, index) =>
    others.slice(index + 1).flatMap((other): readonly Pair[] => {
      const losses = [forEver(one), forEver(other)]
      const flows = newly(losses)
      return flows.length === 0 ? [] : [{ of: [one, other], blocks: blockedBy(losses, flows), flows }]
    }),
  )
  return { singles, pairs }
}

function isGone({ capability, region }: Gone, taken: readonly Loss[]): boolean {
  return taken.some((loss) => isTaken({ capability, in: region === undefined ? [] : [region] }, loss))
}
