import { componentTypes } from '#catalog'
import { digest } from '#digest'
import type { Plan, Timing } from '#plan'
import { added } from './added.ts'
import { activationOf, decisionStep, detectStep } from './activation.ts'
import { announcements } from './announce.ts'
import { type Contribution, type Course, actionStep, manualStep } from './draft.ts'
import { flowsOf, probesOf, storesOf } from './flows.ts'
import type { Direction, Runbook, Step } from './model.ts'
import { inOrder, reach } from './order.ts'
import { recipes } from './recipes/index.ts'

/** What to compile. `timing` are the clocks that a drill shortens; each becomes a deviation. */
export interface CompileOptions {
  readonly scenario: string
  readonly direction: Direction
  readonly timing?: Timing
  /** Default: people decide. */
  readonly decision?: 'automatic' | 'people'
}

/** A runbook, or why there is none and what to do about it, in sentences. */
export type Compiled = { readonly runbook: Runbook } | { readonly reason: string; readonly fix: string }

/**
 * Compiles the runbook of one scenario in one direction.
 * @param planDigest the digest of the plan, which the runbook carries
 * @returns never an empty runbook: a scenario that touches nothing is a reason. Never throws.
 */
export function compileRunbook(plan: Plan, planDigest: string, options: CompileOptions): Compiled {
  const scenario = Object.hasOwn(plan.scenarios, options.scenario) ? plan.scenarios[options.scenario] : undefined
  if (!scenario)
    return {
      reason: `The plan has no scenario "${options.scenario}".`,
      fix: `It has: ${Object.keys(plan.scenarios).join(', ') || 'none'}.`,
    }
  if (scenario.class !== 'region')
    return {
      reason: `The scenario "${options.scenario}" is of class ${scenario.class}, and this version of Muster compiles the loss of a region only.`,
      fix: 'Choose a scenario of class region.',
    }
  const regions = sides(plan, scenario.loses ?? [])
  if ('reason' in regions) return regions
  const back = options.direction === 'failback'
  const activation = activationOf(plan, options.scenario, options.timing)
  if (activation && 'reason' in activation) return activation
  const course: Course = {
    plan,
    direction: options.direction,
    from: back ? regions.survivor : regions.lost,
    to: back ? regions.lost : regions.survivor,
    lead: plan.activation?.[options.scenario]?.declaredBy[0] ?? Object.keys(plan.contacts ?? {})[0] ?? plan.metadata.owner,
  }
  const moved = Object.keys(plan.components).filter((id) => plan.components[id]?.active?.includes(regions.lost))
  const decision = options.decision ?? 'people'
  const steps = inOrder(
    added(assemble(plan, options.scenario, moved, course, decision), plan, options.direction),
  )
  if (!steps) return { reason: 'Steps that the plan adds need one another in a circle.', fix: 'Remove one of the needs.' }
  const touched = new Set(moved)
  return {
    runbook: {
      schemaVersion: 1,
      plan: { name: plan.metadata.name, owner: plan.metadata.owner, digest: planDigest },
      scenario: { id: options.scenario, class: scenario.class, loses: scenario.loses ?? [] },
      direction: options.direction,
      mode: back ? 'planned' : 'forced',
      from: course.from,
      to: course.to,
      regions: plan.regions,
      flows: flowsOf(plan, scenario.class, touched, steps, options.timing),
      stores: storesOf(plan, moved),
      probes: back ? [] : probesOf(plan, options.timing),
      ...(activation && !back ? { activation } : {}),
      decision,
      people: Object.entries(plan.contacts ?? {}).map(([role, contact]) => ({ role, ...contact })),
      steps,
      deviations: deviations(options.timing),
      gaps: gaps(plan, moved),
    },
  }
}

/** The runbook's digest, over everything it says but the estimates. */
export function runbookDigest(runbook: Runbook): string {
  return digest({ ...runbook, steps: runbook.steps.map(({ expected: _, ...step }) => step) })
}

function sides(plan: Plan, loses: readonly string[]): { lost: string; survivor: string } | { reason: string; fix: string } {
  const [lost, ...others] = loses
  if (lost === undefined || others.length > 0)
    return { reason: 'A scenario of class region loses exactly one region.', fix: 'Write `loses: [REGION]`.' }
  const moved = Object.values(plan.components).filter((component) => component.active?.includes(lost))
  if (moved.length === 0)
    return { reason: `Nothing in the plan is active in ${lost}.`, fix: 'Say where components are active, with `active: [REGION]`.' }
  const homes = moved.flatMap((component) => [...(component.standby ?? []), ...(component.active ?? [])])
  const survivors = [...new Set(homes)].filter((region) => region !== lost)
  const [survivor, ...more] = survivors
  if (survivor === undefined)
    return { reason: `Nothing that is active in ${lost} has a standby elsewhere.`, fix: 'Give the components a `standby: [REGION]`.' }
  if (more.length > 0)
    return {
      reason: `What is active in ${lost} has standbys in several regions (${survivors.join(', ')}), and this version recovers into one.`,
      fix: 'Name the same standby region for all of them.',
    }
  return { lost, survivor }
}

function assemble(
  plan: Plan,
  scenario: string,
  moved: readonly string[],
  course: Course,
  decision: 'automatic' | 'people',
): readonly Step[] {
  const { from, to, direction, lead } = course
  const back = direction === 'failback'
  const parts = new Map<string, Contribution>(
    moved.flatMap((id) => {
      const contribution = contributed(plan, id, course)
      return contribution ? [[id, contribution]] : []
    }),
  )
  const all = (part: keyof Contribution): readonly Step[] => [...parts.values()].flatMap((each) => each[part])
  const ids = (steps: readonly Step[]): readonly string[] => steps.map((step) => step.id)
  const edge = Object.keys(plan.components).find((id) => isRouter(plan, id)) ?? 'traffic'

  const detect = back ? all('ready') : [detectStep(plan, scenario, course)]
  const decide = needing(decisionStep(plan, scenario, course, decision), ids(detect))
  const activated = announcements(plan, scenario, 'activated', course).map((step) => needing(step, [decide.id]))
  const hold = back
    ? [
        needing(
          actionStep({
            id: `hold.${edge}`,
            title: 'Hold new traffic while the sides change over',
            objective: 'No customer writes to a side that is about to stop',
            phase: 'contain',
            owner: lead,
            use: 'traffic.hold',
            with: {},
          }),
          [decide.id],
        ),
      ]
    : []
  const contain = all('contain').map((step) => needing(step, ids(hold)))
  const fence = needing(
    actionStep({
      id: `fence.${from}@${to}`,
      title: `Keep all traffic away from ${from}`,
      objective: `${from} cannot take writes back, even if it comes alive: no split brain`,
      phase: 'fence',
      owner: lead,
      region: to,
      use: 'traffic.fence',
      with: { region: from },
    }),
    back ? ids(contain) : [decide.id],
  )
  const after = (id: string, part: keyof Contribution): readonly string[] =>
    reach(plan, plan.components[id]?.needs ?? []).flatMap((need) => ids(parts.get(need)?.[part] ?? []))
  const recover: Step[] = []
  const verify: Step[] = []
  for (const [id, part] of parts) {
    recover.push(...part.recover.map((step) => needing(step, [fence.id, ...after(id, 'recover')])))
    const own = part.recover.length > 0 ? ids(part.recover) : [fence.id]
    verify.push(...part.verify.map((step) => needing(step, [...own, ...after(id, 'recover')])))
  }
  const route = needing(
    actionStep({
      id: `route.${edge}@${to}`,
      title: `Send customers to ${to}`,
      objective: 'Every flow is served again',
      phase: 'route',
      owner: lead,
      region: to,
      use: 'traffic.route',
      with: { region: to },
    }),
    ids([...recover, ...verify]),
  )
  const restored = announcements(plan, scenario, back ? 'failed-back' : 'restored', course).map((step) =>
    needing(step, [route.id]),
  )
  const returned = back
    ? []
    : [
        needing(
          actionStep({
            id: `return.${from}`,
            title: `Wait until ${from} can be worked in again`,
            objective: 'The lost region is back, empty and unused',
            phase: 're-protect',
            owner: lead,
            region: from,
            use: 'region.wait',
            with: { region: from },
          }),
          [route.id],
        ),
      ]
  const reProtect: Step[] = []
  for (const [id, part] of parts)
    reProtect.push(
      ...part.reProtect.map((step) => needing(step, [route.id, ...ids(returned), ...after(id, 'reProtect')])),
    )
  return [
    ...detect, decide, ...activated, ...hold, ...contain, fence, ...recover, ...verify, route, ...restored, ...returned,
    ...reProtect,
  ]
}

/** The steps for a component; by hand where its type has no recipe, none where it routes or lies outside the regions. */
function contributed(plan: Plan, id: string, course: Course): Contribution | undefined {
  const component = plan.components[id]
  if (!component || isRouter(plan, id)) return undefined
  const recipe = Object.hasOwn(recipes, component.type) ? recipes[component.type] : undefined
  if (recipe) return recipe(id, component, course)
  return {
    ready: [],
    contain: [],
    recover: [
      manualStep({
        id: `recover.${id}@${course.to}`,
        title: `Recover ${id} in ${course.to} by hand`,
        objective: `${id} serves from ${course.to}`,
        phase: 'recover',
        owner: component.owner ?? course.lead,
        component: id,
        region: course.to,
        instruction: `Muster has no recipe for the type ${component.type}. Bring ${id} into service in ${course.to}, then say what you saw.`,
      }),
    ],
    verify: [],
    reProtect: [],
  }
}

function isRouter(plan: Plan, id: string): boolean {
  const type = plan.components[id]?.type
  return type === 'traffic-manager' || type === 'front-door'
}

function needing(step: Step, needs: readonly string[]): Step {
  return { ...step, needs: [...new Set([...step.needs, ...needs])] }
}

function deviations(timing: Timing | undefined): readonly string[] {
  const words: Record<keyof Timing, string> = {
    probeEvery: 'probes run every',
    probeTimeout: 'probes give up after',
    activateAfter: 'activation criteria compare durations with',
    hold: 'a flow counts as restored after holding for',
  }
  return Object.entries(timing ?? {}).map(
    ([key, value]) => `Shortened for the drill: ${words[key as keyof Timing]} ${value} s.`,
  )
}

function gaps(plan: Plan, moved: readonly string[]): readonly string[] {
  const used = new Set(Object.values(plan.flows).flatMap((flow) => reach(plan, flow.needs)))
  const untouched = [...used].filter((id) => !moved.includes(id) && !isRouter(plan, id)).sort()
  return [
    ...untouched.map((id) => {
      const type = plan.components[id]?.type ?? ''
      const title = Object.hasOwn(componentTypes, type) ? componentTypes[type]?.title : undefined
      return `${id} (${title ?? type}) is not active in a lost region; its own recovery is not part of this runbook.`
    }),
    ...(Object.keys(plan.communications ?? {}).length > 0
      ? ['Messages are shown on the console; nothing is sent to customers.']
      : []),
  ]
}
