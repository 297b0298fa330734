import { type Runbook, type Step, stepIn } from '#runbook'

/** What a run may change. */
export interface Blast {
  /** Components, in order of name. */
  readonly components: readonly string[]
  readonly regions: readonly string[]
  /** How many components the plan lets a run change; absent where it does not say. */
  readonly limit?: number
}

/** Phases of which the steps only look and talk. */
const harmless: readonly Step['phase'][] = ['detect', 'decide', 'verify', 'review', 'communicate']

/** The components and regions that the steps of a runbook's mode may change, its fallbacks included. */
export function blastOf(runbook: Runbook): Blast {
  const acting = runbook.steps.filter((step) => stepIn(step, runbook.mode) && changes(step))
  const of = (name: 'component' | 'region'): readonly string[] =>
    [...new Set(acting.flatMap((step) => step[name] ?? []))].sort()
  const limit = runbook.limits?.components
  return { components: of('component'), regions: of('region'), ...(limit === undefined ? {} : { limit }) }
}

/** An effect that may be repeated at will is an effect all the same. */
function changes(step: Step): boolean {
  if (step.undo || step.irreversible) return true
  return step.effect !== 'none' && !(step.work.kind === 'manual' && harmless.includes(step.phase))
}

/** Why a run of that reach is refused, in a sentence; undefined where it is not. */
export function tooFar({ components, limit }: Blast): string | undefined {
  if (limit === undefined || components.length <= limit) return undefined
  return (
    `The run would change ${components.length} components (${components.join(', ')}), and the plan allows ${limit} ` +
    '(recovery.limits.components). Move fewer of them, or raise the limit and have that reviewed.'
  )
}
