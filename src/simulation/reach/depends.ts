import type { Plan } from '#plan'
import { type Runbook, type Step, takenBy } from '#runbook'
import type { Dependence } from './model.ts'
import { isTaken, type Loss, later, mayDecide, type Need, onlySignsIn } from './needs.ts'

/** The capabilities that the scenario takes, everywhere; its regions are another matter. */
export function lossesOf(plan: Plan, { scenario }: Runbook): readonly Loss[] {
  const said = plan.scenarios[scenario.id]
  return said ? [...takenBy(said)].map((capability) => ({ capability, until: Infinity })) : []
}

/**
 * Who relies on what the scenario took: steps, people who decide or own steps, copies of the plan, pipelines, monitoring,
 * backups.
 */
export function dependsOnLost(
  plan: Plan,
  runbook: Runbook,
  steps: readonly Step[],
  needs: ReadonlyArray<readonly Need[]>,
): readonly Dependence[] {
  const taken = lossesOf(plan, runbook)
  const early = steps.filter(({ phase, insteadOf }) => !later.has(phase) && insteadOf === undefined)
  return [
    ...early.flatMap((step) => stepDepends(step, needs[steps.indexOf(step)] ?? [], runbook, taken)),
    ...peopleDepend(plan, early, taken),
    ...placesDepend(plan, runbook),
    ...monitoringTaken(plan, taken),
  ]
}

function stepDepends(
  { id, region }: Step,
  needs: readonly Need[],
  { scenario }: Runbook,
  taken: readonly Loss[],
): readonly Dependence[] {
  const inLost = region !== undefined && scenario.loses.includes(region)
  return [
    ...(inLost ? [{ who: id, on: region, why: `The step acts in ${region}, which ${scenario.id} loses.` }] : []),
    ...needs.flatMap((need): readonly Dependence[] =>
      taken.some((loss) => isTaken(need, loss))
        ? [{ who: id, on: need.capability, why: `The step needs ${need.capability}, which ${scenario.id} takes.` }]
        : [],
    ),
  ]
}

function peopleDepend(plan: Plan, steps: readonly Step[], taken: readonly Loss[]): readonly Dependence[] {
  const gone = new Set(taken.map(({ capability }) => capability))
  const deciders = new Set(steps.flatMap((step) => mayDecide(step, plan)))
  const owners = new Set(steps.map(({ owner }) => owner))
  return [...new Set([...deciders, ...owners])].flatMap((role): readonly Dependence[] => {
    const contact = plan.contacts?.[role]
    if (!contact) return []
    const part = deciders.has(role) ? 'decides' : 'owns steps'
    return [
      ...(gone.has('identity') && onlySignsIn(role, plan)
        ? [{ who: role, on: 'identity', why: `Whoever ${part} here can approve only by signing in.` }]
        : []),
      ...(gone.has('chat') && contact.phone === undefined
        ? [
            {
              who: role,
              on: 'chat',
              why: `Whoever ${part} here has no phone in the plan, so that only chat or mail is left.`,
            },
          ]
        : []),
    ]
  })
}

function placesDepend(plan: Plan, { scenario }: Runbook): readonly Dependence[] {
  const lost = new Set(scenario.loses)
  if (lost.size === 0) return []
  const named = (text: string): string | undefined =>
    [...lost].find((region) => mentions(text, region) || mentions(text, plan.regions[region]?.location ?? region))
  const found: Dependence[] = []
  const add = (who: string, on: string | undefined, why: string): void => {
    if (on !== undefined) found.push({ who, on, why })
  }
  for (const copy of plan.metadata.copies ?? [])
    add('metadata.copies', named(copy), `A copy of the plan lies there: ${copy}.`)
  if (plan.metadata.repository !== undefined)
    add('metadata.repository', named(plan.metadata.repository), 'The plan is kept under version control there.')
  const runsIn = plan.deployment?.runsIn ?? []
  if (isWithin(runsIn, lost)) add('deployment.runsIn', runsIn[0], 'The pipelines run there and nowhere else.')
  const watched = plan.monitoring?.regions ?? []
  if (plan.monitoring?.fromOutside !== true && isWithin(watched, lost))
    add(
      'monitoring.regions',
      watched[0],
      'Only that region is watched, and not from outside, so the watch is lost with it.',
    )
  for (const [component, { data }] of Object.entries(plan.components)) {
    const vault = data?.backup?.vault
    if (vault !== undefined && lost.has(vault)) add(component, vault, 'Its backups lie there.')
  }
  return found
}

function monitoringTaken(plan: Plan, taken: readonly Loss[]): readonly Dependence[] {
  if (!plan.monitoring || !taken.some(({ capability }) => capability === 'monitoring')) return []
  return [{ who: 'monitoring', on: 'monitoring', why: 'Metrics, logs and alarms are gone, so people have to notice.' }]
}

function isWithin(regions: readonly string[], lost: ReadonlySet<string>): boolean {
  return regions.length > 0 && regions.every((region) => lost.has(region))
}

/** Whether a text names a place as a word of its own. */
function mentions(text: string, place: string): boolean {
  const words = text.toLowerCase().split(/[^a-z0-9-]+/)
  return words.includes(place.toLowerCase())
}

/** What matters and the plan does not say, in sentences. */
export function unknownOf(plan: Plan, { scenario }: Runbook): readonly string[] {
  const where = scenario.loses.length === 0 ? 'what is lost' : scenario.loses.join(' and ')
  const { metadata, monitoring, deployment, contacts = {} } = plan
  const unsaid = Object.keys(contacts).filter((role) => contacts[role]?.approvesBy === undefined)
  return [
    `Where the store of Muster's journals lies is not in the plan. Keep MUSTER_HOME, or the team's store, away from ${where}.`,
    ...(metadata.copies === undefined
      ? ['The plan does not say where it can be read when everything else is down.']
      : []),
    ...(metadata.repository === undefined ? [] : ['Where the host of the repository runs is not in the plan.']),
    ...(monitoring === undefined ? ['The plan does not say where monitoring runs.'] : []),
    ...(deployment === undefined ? ['The plan does not say where the pipelines run.'] : []),
    ...(unsaid.length === 0
      ? []
      : [`How these can approve is not said, so they are taken to need no sign-in: ${unsaid.join(', ')}.`]),
  ]
}
