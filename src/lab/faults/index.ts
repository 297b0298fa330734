import type { FaultKind } from '#runbook'
import { cutOff } from './cut-off.ts'
import { failed } from './failed.ts'
import type { LabFault } from './fault.ts'
import { frozen } from './frozen.ts'
import { killed } from './killed.ts'
import { partitioned } from './partitioned.ts'
import { refused } from './refused.ts'
import { slow } from './slow.ts'
import { stolen } from './stolen.ts'

/** What the lab can do to itself, by kind. */
const faults: Readonly<Record<FaultKind, LabFault>> = {
  'cut-off': cutOff,
  killed,
  slow,
  partitioned,
  refused,
  failed,
  dropped: stolen('dropped'),
  altered: stolen('altered'),
  frozen,
}

export function faultOf(kind: FaultKind): LabFault {
  return faults[kind]
}
