import type { Topic } from '../../rule.ts'
import { infrastructureUnwatched } from './infrastructure-unwatched.ts'
import { monitoringLostWithRegion } from './monitoring-lost-with-region.ts'
import { monitoringMissesRegion } from './monitoring-misses-region.ts'
import { monitoringUnstated } from './monitoring-unstated.ts'
import { probeFromOnePlace } from './probe-from-one-place.ts'
import { probeInsideRegion } from './probe-inside-region.ts'
import { probeTripsOnRelease } from './probe-trips-on-release.ts'
import { readinessUnseen } from './readiness-unseen.ts'
import { replicationUnwatched } from './replication-unwatched.ts'
import { routingUnwatched } from './routing-unwatched.ts'
import { scalingUnwatched } from './scaling-unwatched.ts'

export const readiness: Topic = {
  name: 'readiness',
  title: 'Readiness, and who sees it',
  rules: [
    monitoringUnstated,
    monitoringMissesRegion,
    monitoringLostWithRegion,
    replicationUnwatched,
    scalingUnwatched,
    routingUnwatched,
    infrastructureUnwatched,
    readinessUnseen,
    probeTripsOnRelease,
    probeInsideRegion,
    probeFromOnePlace,
  ],
}
