import type { Topic } from '../../rule.ts'
import { activationContradiction } from './activation-contradiction.ts'
import { activationFiresOnBlip } from './activation-fires-on-blip.ts'
import { activationMissing } from './activation-missing.ts'
import { activationUnmeasurable } from './activation-unmeasurable.ts'
import { activationUnstated } from './activation-unstated.ts'
import { activationWithoutDuration } from './activation-without-duration.ts'
import { activationWithoutUnless } from './activation-without-unless.ts'
import { checkpointsMissing } from './checkpoints-missing.ts'
import { conditionNotAllowed } from './condition-not-allowed.ts'
import { conditionSyntax } from './condition-syntax.ts'
import { decisionEatsRto } from './decision-eats-rto.ts'
import { decisionWithoutClock } from './decision-without-clock.ts'
import { escalationMissing } from './escalation-missing.ts'
import { escalationToTheSame } from './escalation-to-the-same.ts'
import { escalationTooLate } from './escalation-too-late.ts'
import { lossAcceptanceMissing } from './loss-acceptance-missing.ts'
import { unknownFact } from './unknown-fact.ts'

export const activation: Topic = {
  name: 'activation',
  title: 'Activation and the decision',
  rules: [
    activationMissing,
    activationUnstated,
    conditionSyntax,
    conditionNotAllowed,
    unknownFact,
    activationUnmeasurable,
    activationContradiction,
    activationWithoutDuration,
    activationFiresOnBlip,
    activationWithoutUnless,
    decisionWithoutClock,
    decisionEatsRto,
    checkpointsMissing,
    escalationMissing,
    escalationTooLate,
    escalationToTheSame,
    lossAcceptanceMissing,
  ],
}
