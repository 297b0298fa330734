import type { Topic } from '../../rule.ts'
import { automaticFailoverUnstated } from './automatic-failover-unstated.ts'
import { contractBelowSlo } from './contract-below-slo.ts'
import { contractIncomplete } from './contract-incomplete.ts'
import { contractMissing } from './contract-missing.ts'
import { contractUnconfirmed } from './contract-unconfirmed.ts'
import { failoverGraceOverRto } from './failover-grace-over-rto.ts'
import { failoverGraceUnstated } from './failover-grace-unstated.ts'
import { failoverProcedureMissing } from './failover-procedure-missing.ts'
import { hiddenSingleRegion } from './hidden-single-region.ts'
import { providerFailover } from './provider-failover.ts'
import { responsibilityUnstated } from './responsibility-unstated.ts'
import { rollbackUnstated } from './rollback-unstated.ts'
import { thirdPartyUnreachable } from './third-party-unreachable.ts'
import { vaultLostWithRegion } from './vault-lost-with-region.ts'

export const responsibility: Topic = {
  name: 'responsibility',
  title: 'Who recovers what',
  rules: [
    automaticFailoverUnstated,
    failoverGraceOverRto,
    failoverGraceUnstated,
    failoverProcedureMissing,
    providerFailover,
    responsibilityUnstated,
    rollbackUnstated,
    contractMissing,
    contractIncomplete,
    contractUnconfirmed,
    contractBelowSlo,
    thirdPartyUnreachable,
    hiddenSingleRegion,
    vaultLostWithRegion,
  ],
}
