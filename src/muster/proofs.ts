import { validations } from '#catalog'
import { shownInLab } from '#checks'
import type { Evidence } from '#evidence'
import { parsePlan, type Plan } from '#plan'
import type { ProofRow, ProofsView } from '#report'

/** A drill's runs, the way there first, and the text of the plan that they were made from. */
export interface PlannedDrill {
  readonly runs: readonly Evidence[]
  readonly plan: string
}

interface Told {
  readonly shown: boolean
  readonly run: string
  readonly says?: string
}

/**
 * What drills in the lab have shown of every topic.
 * @param drills newest first
 */
export function proofsIn(drills: readonly PlannedDrill[]): ProofsView {
  const plans = new Map<string, Plan | undefined>()
  const planOf = ({ runs, plan }: PlannedDrill): Plan | undefined => {
    const digest = runs[0]?.plan.digest ?? ''
    if (!plans.has(digest)) plans.set(digest, parsePlan(plan, 'plan.yaml').plan)
    return plans.get(digest)
  }
  const rows = Object.entries(validations).map(([topic, { says, lab, requirements }]): ProofRow => {
    const told = drills.flatMap((drill) => toldBy(topic, planOf(drill), drill) ?? [])
    const [yes, no] = [true, false].map((shown) => told.find((one) => one.shown === shown))
    return {
      topic,
      says,
      requirements,
      ...(lab.not === undefined ? { by: lab.by, fault: lab.fault } : { not: lab.not }),
      ...(yes ? { shown: found(yes) } : {}),
      ...(no ? { refuted: found(no) } : {}),
      ...(told[0] ? { newest: told[0].shown } : {}),
    }
  })
  return { rows }
}

/** What a drill says of a topic, its way back included: one no outweighs a yes. */
function toldBy(topic: string, plan: Plan | undefined, { runs }: PlannedDrill): Told | undefined {
  const told = runs.flatMap((evidence): readonly Told[] => {
    const shown = plan && shownInLab(topic, plan, evidence)
    const says = evidence.proofs?.find((one) => one.topic === topic)?.says
    return shown === undefined ? [] : [{ shown, run: evidence.run, ...(says === undefined ? {} : { says }) }]
  })
  return told.find(({ shown }) => !shown) ?? told[0]
}

function found({ run, says }: Told): NonNullable<ProofRow['shown']> {
  return { run, ...(says === undefined ? {} : { says }) }
}
