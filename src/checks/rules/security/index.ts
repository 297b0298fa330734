import type { Topic } from '../../rule.ts'
import { accessParityUnstated } from './access-parity-unstated.ts'
import { auditTrailLost } from './audit-trail-lost.ts'
import { auditTrailUnstated } from './audit-trail-unstated.ts'
import { residencyUnknown } from './residency-unknown.ts'
import { residencyViolated } from './residency-violated.ts'

export const security: Topic = {
  name: 'security',
  title: 'Residency, access and audit trail',
  rules: [residencyViolated, residencyUnknown, accessParityUnstated, auditTrailUnstated, auditTrailLost],
}
