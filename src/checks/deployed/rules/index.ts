import type { DeployedRule } from '../deployed-rule.ts'
import { backupNotContinuous } from './backup-not-continuous.ts'
import { backupsInOneRegion } from './backups-in-one-region.ts'
import { computeWithoutData } from './compute-without-data.ts'
import { crossRegionRestoreOff } from './cross-region-restore-off.ts'
import { dataInOneRegion } from './data-in-one-region.ts'
import { failoverGrace } from './failover-grace.ts'
import { failoverLeftOff } from './failover-left-off.ts'
import { geoRedundantWithoutPair } from './geo-redundant-without-pair.ts'
import { messagesNotCopied } from './messages-not-copied.ts'
import { replicasInOneRegion } from './replicas-in-one-region.ts'
import { routingDetection } from './routing-detection.ts'
import { routingDisabled } from './routing-disabled.ts'
import { routingNotFailover } from './routing-not-failover.ts'
import { routingOneRegion } from './routing-one-region.ts'
import { routingPoolUnreached } from './routing-pool-unreached.ts'
import { routingSingleTarget } from './routing-single-target.ts'
import { routingUnprobed } from './routing-unprobed.ts'
import { sharedInOneRegion } from './shared-in-one-region.ts'
import { siteRecoverySilent } from './site-recovery-silent.ts'
import { siteRecoveryWithoutPlan } from './site-recovery-without-plan.ts'
import { vaultInOneRegion } from './vault-in-one-region.ts'
import { vaultMutable } from './vault-mutable.ts'
import { zonesUnused } from './zones-unused.ts'

/** What can be wrong with what is deployed, in the order in which it is documented. */
export const deployedRules: readonly DeployedRule[] = [
  routingSingleTarget,
  routingOneRegion,
  routingNotFailover,
  routingPoolUnreached,
  routingDetection,
  routingDisabled,
  routingUnprobed,
  dataInOneRegion,
  computeWithoutData,
  replicasInOneRegion,
  failoverGrace,
  failoverLeftOff,
  geoRedundantWithoutPair,
  messagesNotCopied,
  sharedInOneRegion,
  zonesUnused,
  backupsInOneRegion,
  vaultInOneRegion,
  crossRegionRestoreOff,
  vaultMutable,
  backupNotContinuous,
  siteRecoveryWithoutPlan,
  siteRecoverySilent,
]
