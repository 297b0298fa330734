import type { Topic } from '../../rule.ts'
import { checkChangesSomething } from './check-changes-something.ts'
import { failbackMissing } from './failback-missing.ts'
import { failbackUncontrolled } from './failback-uncontrolled.ts'
import { failbackWithoutWindow } from './failback-without-window.ts'
import { forecastDoubtsRto } from './forecast-doubts-rto.ts'
import { forecastMissesRto } from './forecast-misses-rto.ts'
import { forecastUnknown } from './forecast-unknown.ts'
import { gapsWithoutDeadline } from './gaps-without-deadline.ts'
import { operationWithoutStep } from './operation-without-step.ts'
import { postRecoveryMissing } from './post-recovery-missing.ts'
import { reProtectionMissing } from './re-protection-missing.ts'
import { reconciliationWithoutOwner } from './reconciliation-without-owner.ts'
import { recoveryNotCompiled } from './recovery-not-compiled.ts'
import { runbookByHand } from './runbook-by-hand.ts'
import { runbookImpossible } from './runbook-impossible.ts'
import { spreadContradicts } from './spread-contradicts.ts'
import { stepNeedsWhatIsLost } from './step-needs-what-is-lost.ts'
import { verificationMissing } from './verification-missing.ts'

export const recovery: Topic = {
  name: 'recovery',
  title: 'The compiled recovery',
  rules: [
    runbookImpossible,
    recoveryNotCompiled,
    runbookByHand,
    operationWithoutStep,
    stepNeedsWhatIsLost,
    checkChangesSomething,
    spreadContradicts,
    forecastMissesRto,
    forecastDoubtsRto,
    forecastUnknown,
    reProtectionMissing,
    failbackMissing,
    failbackWithoutWindow,
    failbackUncontrolled,
    postRecoveryMissing,
    gapsWithoutDeadline,
    reconciliationWithoutOwner,
    verificationMissing,
  ],
}
