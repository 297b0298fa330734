import type { Topic } from '../../rule.ts'
import { strategyUnstated } from './strategy-unstated.ts'
import { flowsMissing } from './flows-missing.ts'
import { activeActiveObjectives } from './active-active-objectives.ts'
import { componentTierContradicts } from './component-tier-contradicts.ts'
import { flowImpactMissing } from './flow-impact-missing.ts'
import { minimumServiceMissing } from './minimum-service-missing.ts'
import { minimumServiceTooLarge } from './minimum-service-too-large.ts'
import { minimumServiceTooLate } from './minimum-service-too-late.ts'
import { mtdBelowRto } from './mtd-below-rto.ts'
import { mtdMissing } from './mtd-missing.ts'
import { noStandby } from './no-standby.ts'
import { overEngineered } from './over-engineered.ts'
import { planUnreachable } from './plan-unreachable.ts'
import { planUnversioned } from './plan-unversioned.ts'
import { proofInTheFuture } from './proof-in-the-future.ts'
import { reconciliationExceedsMtd } from './reconciliation-exceeds-mtd.ts'
import { reviewOverdue } from './review-overdue.ts'
import { sameTierForEverything } from './same-tier-for-everything.ts'
import { sharedDependency } from './shared-dependency.ts'
import { signOffMissing } from './sign-off-missing.ts'
import { signOffOutdated } from './sign-off-outdated.ts'
import { sloContradictsRto } from './slo-contradicts-rto.ts'
import { sloMissing } from './slo-missing.ts'
import { strategyTooSlowForTier } from './strategy-too-slow-for-tier.ts'
import { tierObjectives } from './tier-objectives.ts'
import { weakestLink } from './weakest-link.ts'

export const classification: Topic = {
  name: 'classification',
  title: 'Classification and objectives',
  rules: [
    flowsMissing,
    flowImpactMissing,
    tierObjectives,
    sloMissing,
    sloContradictsRto,
    activeActiveObjectives,
    mtdMissing,
    mtdBelowRto,
    minimumServiceMissing,
    minimumServiceTooLate,
    minimumServiceTooLarge,
    sameTierForEverything,
    componentTierContradicts,
    strategyTooSlowForTier,
    overEngineered,
    weakestLink,
    sharedDependency,
    noStandby,
    strategyUnstated,
    reconciliationExceedsMtd,
    signOffMissing,
    signOffOutdated,
    proofInTheFuture,
    reviewOverdue,
    planUnreachable,
    planUnversioned,
  ],
}
