import type { Topic } from '../../rule.ts'
import { coldProvisioningIncomplete } from './cold-provisioning-incomplete.ts'
import { coldProvisioningNotInCode } from './cold-provisioning-not-in-code.ts'
import { infrastructureAsCode } from './infrastructure-as-code.ts'
import { pipelineLostWithRegion } from './pipeline-lost-with-region.ts'
import { pipelineMissesRegion } from './pipeline-misses-region.ts'
import { pipelineUnstated } from './pipeline-unstated.ts'
import { sourcesUnstated } from './sources-unstated.ts'
import { standbyBaselineNotInCode } from './standby-baseline-not-in-code.ts'
import { standbyNetworkNotInCode } from './standby-network-not-in-code.ts'

export const deployment: Topic = {
  name: 'deployment',
  title: 'Deployment of every region',
  rules: [
    infrastructureAsCode,
    pipelineUnstated,
    pipelineMissesRegion,
    pipelineLostWithRegion,
    sourcesUnstated,
    coldProvisioningNotInCode,
    coldProvisioningIncomplete,
    standbyNetworkNotInCode,
    standbyBaselineNotInCode,
  ],
}
