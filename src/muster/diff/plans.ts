import type { Flow, Plan } from '#plan'
import type { Changed, ObjectiveChange, PlanDiff } from '#report'
import { formatDuration, formatShare } from '#units'

type Objective = ObjectiveChange['objective']
const objectiveNames = ['slo', 'rto', 'rpo', 'mtd'] as const

/** The names of both sides, those of the base first. */
export function namesOf(base: object = {}, head: object = {}): readonly string[] {
  return [...new Set([...Object.keys(base), ...Object.keys(head)])]
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}

/** Tiers and objectives that differ, by flow and class of disaster. */
export function objectiveChanges(base: Plan, head: Plan): readonly ObjectiveChange[] {
  return namesOf(base.flows, head.flows).flatMap((flow) => {
    const [before, after] = [own(base.flows, flow), own(head.flows, flow)]
    const tier = changeOf(flow, 'default', 'tier', before?.tier, after?.tier)
    const classes = namesOf(before?.objectives, after?.objectives)
    return [
      ...tier,
      ...classes.flatMap((one) =>
        objectiveNames.flatMap((name) =>
          changeOf(flow, one, name, objectiveOf(before, one, name), objectiveOf(after, one, name)),
        ),
      ),
    ]
  })
}

function objectiveOf(flow: Flow | undefined, one: string, name: Exclude<Objective, 'tier'>): number | undefined {
  return own(flow?.objectives as Readonly<Record<string, Flow['objectives']['default']>> | undefined, one)?.[name]
}

function changeOf(
  flow: string,
  one: string,
  objective: Objective,
  base: number | undefined,
  head: number | undefined,
): readonly ObjectiveChange[] {
  if (base === head) return []
  const sides = { ...side('base', objective, base), ...side('head', objective, head) }
  if (base === undefined || head === undefined) return [{ flow, class: one, objective, ...sides }]
  // Of an SLO more is a greater share; of a time, a loss and a tier, more is promised by less.
  const promises = head > base === (objective === 'slo') ? 'more' : 'less'
  return [{ flow, class: one, objective, ...sides, promises }]
}

function side(key: 'base' | 'head', objective: Objective, value: number | undefined): Changed {
  if (value === undefined) return {}
  const text =
    objective === 'tier'
      ? String(value)
      : objective === 'slo'
        ? formatShare(value as Parameters<typeof formatShare>[0])
        : formatDuration(value as Parameters<typeof formatDuration>[0])
  return { [key]: text }
}

/** Strategies of components that both sides have. */
export function strategyChanges(base: Plan, head: Plan): PlanDiff['strategies'] {
  return namesOf(base.components, head.components).flatMap((component) => {
    const [before, after] = [own(base.components, component), own(head.components, component)]
    if (!before || !after || before.strategy === after.strategy) return []
    return [
      {
        component,
        ...(before.strategy && { base: before.strategy }),
        ...(after.strategy && { head: after.strategy }),
      },
    ]
  })
}

export function componentChanges(base: Plan, head: Plan): PlanDiff['components'] {
  const all = namesOf(base.components, head.components)
  const has = (plan: Plan) => (id: string) => Object.hasOwn(plan.components, id)
  return {
    added: all.filter((id) => !has(base)(id)),
    removed: all.filter((id) => !has(head)(id)),
    changed: all.flatMap((component) => {
      const [before, after] = [own(base.components, component), own(head.components, component)]
      const paths = before && after ? differing(before, after, '') : []
      return paths.length > 0 ? [{ component, paths }] : []
    }),
  }
}

/** Paths at which two values differ; lists are compared as wholes. */
function differing(base: unknown, head: unknown, path: string): readonly string[] {
  if (isMap(base) && isMap(head))
    return namesOf(base, head).flatMap((key) =>
      differing(own(base, key), own(head, key), path === '' ? key : `${path}.${key}`),
    )
  return JSON.stringify(base) === JSON.stringify(head) ? [] : [path]
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
