import type { Topic } from '../../rule.ts'
import { dnsTtlEatsRto } from './dns-ttl-eats-rto.ts'
import { dnsTtlUnstated } from './dns-ttl-unstated.ts'
import { redirectionNotAutomated } from './redirection-not-automated.ts'
import { routingByHand } from './routing-by-hand.ts'
import { routingMethodMisfit } from './routing-method-misfit.ts'
import { routingOrder } from './routing-order.ts'
import { routingProbesPartial } from './routing-probes-partial.ts'
import { routingProbesUnstated } from './routing-probes-unstated.ts'
import { routingSingleEndpoint } from './routing-single-endpoint.ts'
import { routingUnstated } from './routing-unstated.ts'
import { singleEntry } from './single-entry.ts'

export const traffic: Topic = {
  name: 'traffic',
  title: 'Traffic between regions',
  rules: [
    routingUnstated,
    routingMethodMisfit,
    routingOrder,
    routingProbesPartial,
    routingProbesUnstated,
    routingByHand,
    redirectionNotAutomated,
    dnsTtlEatsRto,
    dnsTtlUnstated,
    routingSingleEndpoint,
    singleEntry,
  ],
}
