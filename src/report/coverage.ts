import { type Requirement, requirements } from '#catalog'
import type { Covered, Graded, Open, PlanCoverage, RequirementState } from '#checks'

/** What answers each requirement in the product, and what stands behind each in a plan. */
export interface CoverageResult {
  readonly product: readonly Covered[]
  /** What nothing answers yet, or not whole, with the reason. */
  readonly open: readonly Open[]
  /** Absent where no plan was asked about. */
  readonly plan?: PlanCoverage & { readonly name: string }
}

/** States in the order in which they are shown: from what is worth most to what is missing. */
export const stateNames = [
  'proven',
  'observed',
  'attested',
  'declared',
  'needs-verified',
  'open',
] as const satisfies readonly RequirementState[]

/** Requirements that are shown together: those of a strategy, or of one kind. */
export interface CoverageGroup<T extends Covered> {
  readonly title: string
  readonly entries: ReadonlyArray<T & { readonly requirement: Requirement }>
}

const titles: Readonly<Record<Requirement['kind'], string>> = {
  configuration: 'configuration',
  validation: 'validation',
  term: 'glossary',
  disaster: 'disasters',
  tier: 'tiers',
  classification: 'classification',
  cost: 'cost',
  variant: 'variants of active-active',
  runbook: 'runbook',
  testing: 'testing',
  friction: 'friction points',
  beyond: 'beyond the guidance',
}

/** Requirements in groups, in the order of the catalog; those whose entry is missing are left out. */
export function groupsOf<T extends Covered>(entries: readonly T[]): ReadonlyArray<CoverageGroup<T>> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const groups = new Map<string, Array<T & { readonly requirement: Requirement }>>()
  for (const requirement of requirements) {
    const entry = byId.get(requirement.id)
    if (!entry) continue
    const title = requirement.strategy ?? titles[requirement.kind]
    const group = groups.get(title)
    if (group) group.push({ ...entry, requirement })
    else groups.set(title, [{ ...entry, requirement }])
  }
  return [...groups].map(([title, own]) => ({ title, entries: own }))
}

/** What `coverage --format json` gives. */
export interface CoverageReport {
  readonly schemaVersion: 1
  readonly plan?: string
  readonly requirements: ReadonlyArray<
    Pick<Requirement, 'says' | 'kind' | 'strategy' | 'action'> &
      (Covered | Graded) & { readonly openBecause?: string; readonly waitsFor?: string }
  >
  readonly summary: { readonly total: number; readonly answered: number; readonly inPart: number } & Partial<
    PlanCoverage['counts']
  >
}

/** Every requirement with what answers it and, for a plan, its state and grade. */
export function coverageJson({ product, open, plan }: CoverageResult): CoverageReport {
  const reasons = new Map(open.map((one) => [one.id, one]))
  const entries: ReadonlyArray<Covered | Graded> = plan?.requirements ?? product
  return {
    schemaVersion: 1,
    ...(plan && { plan: plan.name }),
    requirements: groupsOf<Covered | Graded>(entries).flatMap((group) =>
      group.entries.map(({ requirement: { says, kind, strategy, action }, ...entry }) => {
        const reason = reasons.get(entry.id)
        return {
          ...entry,
          says,
          kind,
          ...(strategy && { strategy }),
          ...(action !== undefined && { action }),
          ...(reason && { openBecause: reason.because, waitsFor: reason.work }),
        }
      }),
    ),
    summary: {
      total: product.length,
      answered: product.filter(({ answeredBy }) => answeredBy.length > 0).length,
      inPart: open.filter((one) => one.part).length,
      ...plan?.counts,
    },
  }
}
