import type { Rule } from './rule.ts'
import { activationMissing } from './rules/activation-missing.ts'
import { activationWithoutDeputy } from './rules/activation-without-deputy.ts'
import { communicationPlaceholders } from './rules/communication-placeholders.ts'
import { conditionNotAllowed } from './rules/condition-not-allowed.ts'
import { conditionSyntax } from './rules/condition-syntax.ts'
import { decisionEatsRto } from './rules/decision-eats-rto.ts'
import { dependencyCycle } from './rules/dependency-cycle.ts'
import { drillMissing } from './rules/drill-missing.ts'
import { drillOverdue } from './rules/drill-overdue.ts'
import { mtdBelowRto } from './rules/mtd-below-rto.ts'
import { noStandby } from './rules/no-standby.ts'
import { scenarioTakesNothing } from './rules/scenario-takes-nothing.ts'
import { replicationLagUnknown } from './rules/replication-lag-unknown.ts'
import { noBackup } from './rules/no-backup.ts'
import { reviewOverdue } from './rules/review-overdue.ts'
import { rpoBackupInterval } from './rules/rpo-backup-interval.ts'
import { rpoReplicationLag } from './rules/rpo-replication-lag.ts'
import { secretInPlan } from './rules/secret-in-plan.ts'
import { sharedDependency } from './rules/shared-dependency.ts'
import { signOffMissing } from './rules/sign-off-missing.ts'
import { strategyTooSlowForTier } from './rules/strategy-too-slow-for-tier.ts'
import { tierObjectives } from './rules/tier-objectives.ts'
import { unknownComponentType } from './rules/unknown-component-type.ts'
import { unknownFact } from './rules/unknown-fact.ts'
import { unknownReference } from './rules/unknown-reference.ts'

/** Every rule, in the order in which they are documented: names first, then promises, activation, people and dates. */
export const rules: readonly Rule[] = [
  unknownReference,
  unknownComponentType,
  dependencyCycle,
  scenarioTakesNothing,
  tierObjectives,
  strategyTooSlowForTier,
  rpoBackupInterval,
  rpoReplicationLag,
  replicationLagUnknown,
  noBackup,
  noStandby,
  sharedDependency,
  activationMissing,
  activationWithoutDeputy,
  conditionSyntax,
  conditionNotAllowed,
  unknownFact,
  decisionEatsRto,
  mtdBelowRto,
  secretInPlan,
  communicationPlaceholders,
  signOffMissing,
  reviewOverdue,
  drillMissing,
  drillOverdue,
]
