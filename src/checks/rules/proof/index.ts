import type { Topic } from '../../rule.ts'
import { suppressionTooLong } from './suppression-too-long.ts'
import { attestationExpired } from './attestation-expired.ts'
import { attestationUnknown } from './attestation-unknown.ts'
import { drillMissing } from './drill-missing.ts'
import { drillNeverRun } from './drill-never-run.ts'
import { drillOverdue } from './drill-overdue.ts'
import { drillWithoutInterval } from './drill-without-interval.ts'
import { drillWithoutPeople } from './drill-without-people.ts'
import { failbackUndrilled } from './failback-undrilled.ts'
import { labDrillOnly } from './lab-drill-only.ts'
import { suppressionExpired } from './suppression-expired.ts'
import { suppressionUnknownCode } from './suppression-unknown-code.ts'
import { suppressionUnknownPath } from './suppression-unknown-path.ts'
import { suppressionUnused } from './suppression-unused.ts'
import { validationNotPlanned } from './validation-not-planned.ts'

export const proof: Topic = {
  name: 'proof',
  title: 'Drills, proofs and acceptances',
  rules: [
    drillMissing,
    drillOverdue,
    drillNeverRun,
    drillWithoutInterval,
    drillWithoutPeople,
    labDrillOnly,
    failbackUndrilled,
    validationNotPlanned,
    attestationUnknown,
    attestationExpired,
    suppressionExpired,
    suppressionTooLong,
    suppressionUnknownCode,
    suppressionUnknownPath,
    suppressionUnused,
  ],
}
