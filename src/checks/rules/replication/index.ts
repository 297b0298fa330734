import type { Topic } from '../../rule.ts'
import { lagContradicts } from './lag-contradicts.ts'
import { cacheFillUnstated } from './cache-fill-unstated.ts'
import { consistencyGroupSplit } from './consistency-group-split.ts'
import { consistencyNotKept } from './consistency-not-kept.ts'
import { consistencyUndefined } from './consistency-undefined.ts'
import { copiesNotCompared } from './copies-not-compared.ts'
import { dualWriteNotIdempotent } from './dual-write-not-idempotent.ts'
import { dualWriteTarget } from './dual-write-target.ts'
import { geoRedundancyWithoutPair } from './geo-redundancy-without-pair.ts'
import { geoReplicaNotReadable } from './geo-replica-not-readable.ts'
import { messagesUnstated } from './messages-unstated.ts'
import { metadataOnlyReplication } from './metadata-only-replication.ts'
import { objectStorageSync } from './object-storage-sync.ts'
import { readFlowOnSingleWriter } from './read-flow-on-single-writer.ts'
import { readModelSource } from './read-model-source.ts'
import { recoveryPlanUnnamed } from './recovery-plan-unnamed.ts'
import { recoveryPointsUnstated } from './recovery-points-unstated.ts'
import { replicationCoverageUnstated } from './replication-coverage-unstated.ts'
import { replicationLagUnknown } from './replication-lag-unknown.ts'
import { replicationMethodMisfit } from './replication-method-misfit.ts'
import { replicationMethodUnstated } from './replication-method-unstated.ts'
import { replicationUnstated } from './replication-unstated.ts'
import { rpoReplicationLag } from './rpo-replication-lag.ts'
import { singleWriterWithoutFailover } from './single-writer-without-failover.ts'
import { vmReplicationUnstated } from './vm-replication-unstated.ts'
import { writeConflictsUnsettled } from './write-conflicts-unsettled.ts'
import { writesUnstated } from './writes-unstated.ts'

export const replication: Topic = {
  name: 'replication',
  title: 'Copies of data',
  rules: [
    replicationUnstated,
    replicationMethodUnstated,
    replicationMethodMisfit,
    replicationCoverageUnstated,
    metadataOnlyReplication,
    geoRedundancyWithoutPair,
    rpoReplicationLag,
    replicationLagUnknown,
    lagContradicts,
    copiesNotCompared,
    consistencyUndefined,
    consistencyNotKept,
    writeConflictsUnsettled,
    writesUnstated,
    singleWriterWithoutFailover,
    geoReplicaNotReadable,
    readFlowOnSingleWriter,
    readModelSource,
    dualWriteNotIdempotent,
    dualWriteTarget,
    consistencyGroupSplit,
    messagesUnstated,
    objectStorageSync,
    cacheFillUnstated,
    vmReplicationUnstated,
    recoveryPlanUnnamed,
    recoveryPointsUnstated,
  ],
}
