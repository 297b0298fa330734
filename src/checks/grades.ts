import { type Requirement, requirements, validations } from '#catalog'
import type { Evidence } from '#evidence'
import type { Plan } from '#plan'
import type { Checked } from './check.ts'
import type { Answer, Covered } from './coverage.ts'
import { attestedOn, notPlanned, plannedTopics, strategiesOf } from './grades-planned.ts'
import { type Showing, shownBy } from './grades-shown.ts'

/** What stands behind a requirement of a plan. Grades are counted apart; none is worth so many of another. */
const gradeNames = ['proven', 'observed', 'declared', 'attested'] as const

export type Grade = (typeof gradeNames)[number]

/**
 * `needs-verified`: proven once, and changed or long ago since. `open`: nothing stands behind it, or something speaks
 * against it. `not-applicable`: the plan has nothing that it asks about.
 */
export type RequirementState = Grade | 'needs-verified' | 'open' | 'not-applicable'

/** A requirement as a plan meets it. */
export interface Graded extends Covered {
  readonly state: RequirementState
  /** There where the state is a grade. */
  readonly grade?: Grade
  /** Codes of what is found against it, each once; may be there beside a grade, where they are notes. */
  readonly findings: readonly string[]
  /** Codes of what is found against it and accepted for a time. */
  readonly accepted: readonly string[]
  /** The run that proves it, once proved it, or refutes it; on the workload itself. */
  readonly run?: string
  /** A run that shows the same in the lab, which proves nothing about the workload. */
  readonly rehearsed?: string
  readonly attested?: { readonly by: string; readonly on: string; readonly until: string }
}

/** Every requirement with its state, in the order of the catalog, and how many there are of each state. */
export interface PlanCoverage {
  readonly requirements: readonly Graded[]
  readonly counts: Readonly<Record<RequirementState, number>>
}

/** What grades rest on. */
export interface GradingGiven {
  readonly plan: Plan
  readonly checked: Checked
  /** Of this project's runs, in any order; runs of other plans are passed over. */
  readonly evidence: readonly Evidence[]
  /** YYYY-MM-DD. */
  readonly asOf: string
  /** What answers each requirement in the product. */
  readonly product: readonly Covered[]
  /** Codes of the rules that look at what is deployed. */
  readonly observing?: ReadonlySet<string>
}

interface Basis {
  readonly applies: boolean
  readonly blocked: boolean
  readonly findings: readonly string[]
  readonly accepted: readonly string[]
  readonly shown: Showing
  readonly observed: boolean
  readonly declared: boolean
  readonly attested: boolean
}

/**
 * Grades each requirement for one plan.
 * @remarks Never throws. Errors and warnings outweigh everything; a proof outweighs a note, and an attestation does too,
 * because a note only says that the plan is silent.
 */
export function planCoverage(given: GradingGiven): PlanCoverage {
  const basis = basisOf(given)
  const attestations = attestedOn(given.plan, given.asOf)
  const byId = new Map(given.product.map((one) => [one.id, one.answeredBy]))
  const graded = requirements.map((requirement): Graded => {
    const answeredBy = byId.get(requirement.id) ?? []
    const found = basis(requirement, answeredBy)
    const state = stateOf(found)
    const { workload, lab } = found.shown
    const grade = gradeNames.find((name) => name === state)
    const vouched = attestations.get(requirement.id) ?? attestations.get(topicOf.get(requirement.id) ?? '')
    return {
      id: requirement.id,
      answeredBy,
      state,
      ...(grade ? { grade } : {}),
      findings: found.findings,
      accepted: found.accepted,
      ...(workload ? { run: workload.run } : {}),
      ...(lab === undefined ? {} : { rehearsed: lab }),
      ...(vouched ? { attested: { by: vouched.by, on: vouched.on, until: vouched.until } } : {}),
    }
  })
  const count = (state: RequirementState): number => graded.filter((one) => one.state === state).length
  return {
    requirements: graded,
    counts: {
      proven: count('proven'),
      observed: count('observed'),
      declared: count('declared'),
      attested: count('attested'),
      'needs-verified': count('needs-verified'),
      open: count('open'),
      'not-applicable': count('not-applicable'),
    },
  }
}

function stateOf({
  applies,
  blocked,
  shown,
  observed,
  declared,
  attested,
  findings,
  accepted,
}: Basis): RequirementState {
  if (!applies) return 'not-applicable'
  if (blocked || shown.workload?.is === 'refuted') return 'open'
  if (shown.workload?.is === 'proven') return 'proven'
  if (shown.workload?.is === 'changed') return 'needs-verified'
  if (observed) return 'observed'
  if (declared) return 'declared'
  if (attested) return 'attested'
  return findings.length > 0 || accepted.length > 0 ? 'open' : 'not-applicable'
}

/** The topic that answers a requirement, by its id. */
const topicOf = new Map(
  Object.entries(validations).flatMap(([name, topic]) => topic.requirements.map((id) => [id, name] as const)),
)

function basisOf({ plan, checked, evidence, asOf, product, observing = new Set() }: GradingGiven) {
  const findings = codesById(checked.problems.filter(({ severity }) => severity === 'error' || severity === 'warning'))
  const unsure = codesById(checked.problems.filter(({ severity }) => severity === 'unknown'))
  const notes = codesById(checked.problems.filter(({ severity }) => severity === 'note'))
  const accepted = codesById(checked.suppressed.map(({ problem }) => problem))
  const applies = applicability(plan, checked, product)
  const shown = shownBy(plan, evidence, asOf)
  const planned = plannedTopics(plan)
  const attested = attestedOn(plan, asOf)
  return (requirement: Requirement, answers: readonly Answer[]): Basis => {
    const { id, kind, strategy } = requirement
    const topic = topicOf.get(id)
    const blocking = [...(findings.get(id) ?? [])]
    const asked = [...(notes.get(id) ?? [])]
    const given = [...(accepted.get(id) ?? [])]
    const vouched = attested.has(id) || (topic !== undefined && attested.has(topic))
    const missing = kind === 'validation' && topic !== undefined && !vouched && !planned(topic, strategy)
    const said = missing ? [...new Set([...blocking, ...asked, notPlanned])] : [...blocking, ...asked]
    const looking = answers.filter(({ kind: by, ref }) => by === 'rule' && (checked.seen.get(ref) ?? 0) > 0)
    const looked = looking.length > 0
    const clean = said.length === 0 && given.length === 0
    return {
      applies: applies(requirement),
      blocked: blocking.length > 0,
      findings: said,
      accepted: given,
      shown: topic === undefined ? {} : shown(topic, strategy),
      // What is deployed answers a point of configuration where a rule has seen it, and nothing of it is unknown.
      observed: clean && kind !== 'validation' && !unsure.has(id) && looking.some(({ ref }) => observing.has(ref)),
      // Of a validation the plan can say no more than that it will be shown.
      declared: clean && (kind === 'validation' ? topic !== undefined && planned(topic, strategy) : looked),
      attested: vouched,
    }
  }
}

function codesById(problems: Checked['problems']): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>()
  for (const { code, requirements: ids } of problems)
    for (const id of ids) {
      const known = codes.get(id) ?? new Set()
      codes.set(id, known.add(code))
    }
  return codes
}

/** Whether the plan has what a requirement asks about: its strategy, its tier, its variant, and something of its row. */
function applicability(plan: Plan, { seen }: Checked, product: readonly Covered[]) {
  const strategies = strategiesOf(plan)
  const components = Object.values(plan.components)
  const tiers = new Set([...Object.values(plan.flows), ...components].flatMap(({ tier }) => tier ?? []))
  const active = components.filter(({ strategy }) => strategy === 'active-active')
  const rows = rowsLookedAt(product, seen)
  return ({ id, kind, strategy }: Requirement): boolean => {
    if (strategy !== undefined && !strategies.has(strategy)) return false
    const tier = /^(?:cost\.tier-|tier\.)([0-3])/.exec(id)?.[1]
    if (tier !== undefined) return [...tiers].some((one) => one === Number(tier))
    if (kind === 'variant') return active.some(({ variant }) => variant === undefined || id === `variant.${variant}`)
    return kind !== 'validation' || rows.get(rowOf(id)) !== false
  }
}

/** `cold-standby.site-recovery` of `cold-standby.site-recovery.v1`. */
function rowOf(id: string): string {
  return id.slice(0, id.lastIndexOf('.'))
}

/** Rows whose points of configuration rules ask for, and whether any of them found something to look at. */
function rowsLookedAt(product: readonly Covered[], seen: Checked['seen']): ReadonlyMap<string, boolean> {
  const looked = new Map<string, boolean>()
  for (const { id, answeredBy } of product) {
    if (!/\.c\d+$/.test(id)) continue
    const rules = answeredBy.filter(({ kind }) => kind === 'rule')
    if (rules.length === 0) continue
    const row = rowOf(id)
    looked.set(row, looked.get(row) === true || rules.some(({ ref }) => (seen.get(ref) ?? 0) > 0))
  }
  return looked
}
