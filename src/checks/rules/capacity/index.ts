import type { Topic } from '../../rule.ts'
import { atCapacityUnneeded } from './at-capacity-unneeded.ts'
import { batchCutOffUnstated } from './batch-cut-off-unstated.ts'
import { behaviourUnstated } from './behaviour-unstated.ts'
import { coldComputeUnstated } from './cold-compute-unstated.ts'
import { coldScaleTargetUnstated } from './cold-scale-target-unstated.ts'
import { cutOffMissed } from './cut-off-missed.ts'
import { growthOutlastsRto } from './growth-outlasts-rto.ts'
import { loadUnstated } from './load-unstated.ts'
import { overprovisionedFallsShort } from './overprovisioned-falls-short.ts'
import { pilotLightWithoutLiveData } from './pilot-light-without-live-data.ts'
import { primaryOverLimit } from './primary-over-limit.ts'
import { scaleUpUnstated } from './scale-up-unstated.ts'
import { scalingLimitTooLow } from './scaling-limit-too-low.ts'
import { scalingLimitsUnstated } from './scaling-limits-unstated.ts'
import { standbyCannotGrow } from './standby-cannot-grow.ts'
import { standbyDiffers } from './standby-differs.ts'
import { standbyNotAsNamed } from './standby-not-as-named.ts'
import { standbySizeUnstated } from './standby-size-unstated.ts'
import { startOrderUndefined } from './start-order-undefined.ts'
import { strategyContradictsRegions } from './strategy-contradicts-regions.ts'
import { survivorsOverloaded } from './survivors-overloaded.ts'
import { variantMisfit } from './variant-misfit.ts'
import { variantUnstated } from './variant-unstated.ts'

export const capacity: Topic = {
  name: 'capacity',
  title: 'Strategies, load and growth',
  rules: [
    strategyContradictsRegions,
    variantUnstated,
    variantMisfit,
    loadUnstated,
    scaleUpUnstated,
    survivorsOverloaded,
    overprovisionedFallsShort,
    atCapacityUnneeded,
    behaviourUnstated,
    primaryOverLimit,
    standbySizeUnstated,
    standbyNotAsNamed,
    standbyCannotGrow,
    scalingLimitsUnstated,
    scalingLimitTooLow,
    growthOutlastsRto,
    startOrderUndefined,
    pilotLightWithoutLiveData,
    coldScaleTargetUnstated,
    coldComputeUnstated,
    standbyDiffers,
    batchCutOffUnstated,
    cutOffMissed,
  ],
}
