import type { FaultKind } from '#runbook'
import { HttpFailure } from '../http.ts'
import { cutOff } from './cut-off.ts'
import type { LabFault } from './fault.ts'

/** What the lab can do to itself, by kind. */
const faults: Partial<Readonly<Record<FaultKind, LabFault>>> = { 'cut-off': cutOff }

/** @throws HttpFailure 400 where the lab cannot do that */
export function faultOf(kind: FaultKind): LabFault {
  const fault = faults[kind]
  if (fault) return fault
  throw new HttpFailure(
    400,
    'usage',
    `The lab cannot do "${kind}" to itself; it can: ${Object.keys(faults).join(', ')}.`,
  )
}
