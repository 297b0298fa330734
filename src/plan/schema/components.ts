import { z } from 'zod'
import { capacity, data } from './data.ts'
import { tier } from './flows.ts'
import { address, date, duration, email, money, name, names, phone, share, text } from './text.ts'

export const strategy = z.enum(['active-active', 'hot-standby', 'warm-standby', 'cold-standby', 'backup-restore'])

const routing = z.strictObject({
  method: z.enum(['priority', 'weighted', 'latency', 'geographic', 'single']),
  probe: name.optional().describe('The probe that takes an endpoint out'),
  probed: z.enum(['every-endpoint', 'some-endpoints', 'no-endpoint']).optional(),
  automatic: z.boolean().optional().describe('Whether traffic moves by itself once a probe fails'),
  order: names.optional().describe('Regions from first to last choice'),
  ttl: duration.optional().describe('How long an answer of DNS is kept by those who asked'),
})

const failover = z.strictObject({
  by: z.enum(['customer', 'provider', 'automatic']).describe('Who starts the failover of this component'),
  grace: duration.optional().describe('How long an automatic failover waits before it starts'),
  group: text.optional().describe('Failover group or recovery plan by name'),
  procedure: text.optional().describe('Where the steps by hand are written, or what they are'),
  rollback: text.optional().describe('How an activation that failed or was not needed is taken back'),
})

/** What another company has promised. */
const contract = z.strictObject({
  provider: text,
  rto: duration.optional(),
  rpo: duration.optional(),
  sla: share.optional(),
  excludes: text.optional().describe('What the SLA leaves out'),
  phone: phone.optional(),
  email: email.optional(),
  confirmedOn: date.optional().describe('When the provider last confirmed its recovery times'),
})

export const component = z.strictObject({
  type: name.describe('Kind of component; `muster explain component-types` lists them'),
  does: text.optional(),
  tier: tier.optional().describe('Criticality of its own; otherwise that of the most critical flow that needs it'),
  strategy: strategy.optional(),
  variant: z
    .enum(['at-capacity', 'overprovisioned', 'pilot-light'])
    .optional()
    .describe('Active-active at capacity or overprovisioned; pilot light is a cold standby with live data'),
  active: names.optional().describe('Regions that serve on an ordinary day'),
  standby: names.optional().describe('Regions that take over'),
  needs: names.optional().describe('Components without which it does not work'),
  shared: z.boolean().optional().describe('Whether other workloads use it too'),
  owner: name.optional().describe('The contact who recovers it'),
  workload: name.optional().describe('The workload of the portfolio that provides it'),
  flow: name.optional().describe('The flow of that workload that is used'),
  contract: contract.optional(),
  consistencyGroup: name.optional().describe('Components that must be recovered to the same point'),
  differs: text.optional().describe('In what the standby differs from the primary, beyond its size'),
  resources: z
    .array(text)
    .optional()
    .describe('What it is made of in an inventory, by name, address or id; otherwise what has its own name'),
  mayDiffer: z
    .array(z.strictObject({ in: text.describe('A value by its path, such as sku.name'), because: text }))
    .optional()
    .describe('In what primary and standby may differ in an inventory'),
  data: data.optional(),
  capacity: capacity.optional(),
  routing: routing.optional(),
  failover: failover.optional(),
  stepTakes: duration
    .optional()
    .describe('How long each step by hand of its recovery usually takes; measured times replace it'),
  stepTakesP95: duration
    .optional()
    .describe('How long each such step takes at most in 95 of 100 cases; no spread where left out'),
  operations: names
    .optional()
    .describe(
      "Steps by hand that its management address carries out, by the verb that their ids begin with; people's where left out",
    ),
  cost: z
    .strictObject({ monthly: money, standby: money.optional() })
    .optional()
    .describe('What it costs a month, and how much of that is the standby'),
  retires: date.optional().describe('The day on which it is taken out of service'),
})

/** How a rehearsal can cause a disaster. */
export const faultKind = z.enum([
  'cut-off',
  'killed',
  'slow',
  'partitioned',
  'refused',
  'dropped',
  'altered',
  'failed',
  'frozen',
])

export const scenario = z.strictObject({
  class: z.enum(['region', 'control-plane', 'corruption', 'multi-tier', 'extended', 'partition', 'blip']),
  loses: names.optional().describe('Regions that are gone'),
  of: names.optional().describe('Components that are hit'),
  in: name
    .optional()
    .describe('The region in which components are hit that serve in several; all of them where left out'),
  takes: names.optional().describe('Capabilities that are gone; `muster explain capabilities` lists them'),
  between: names.optional().describe('Regions that no longer see each other'),
  lasts: duration.optional().describe('How long it is planned for'),
  healsWithin: duration.optional().describe('A blip heals by itself within this time'),
  becomes: name.optional().describe('The scenario that a blip is treated as once its time is over'),
  fault: faultKind
    .optional()
    .describe('How a rehearsal in the lab causes it; the usual way of its class where left out'),
  says: text.optional(),
})

export const probe = z.strictObject({
  http: address,
  component: name.optional().describe("The component that answers; otherwise the one that has the probe's name"),
  from: names
    .optional()
    .describe('Places that ask, outside the regions, or regions that ask over the line between them'),
  every: duration,
  timeout: duration.default(5 as z.output<typeof duration>),
  watches: z
    .enum(['application', 'infrastructure', 'data', 'management'])
    .optional()
    .describe(
      'What its failing tells of: that a bad release would fail it too, that what lies below is lost, that rows are no longer sound, or that nothing can be changed',
    ),
  accurate: z
    .strictObject({ on: date, falseAlarms: share.optional() })
    .optional()
    .describe('When it was last compared with what users saw'),
})

export type Component = z.output<typeof component>
export type Scenario = z.output<typeof scenario>
export type Probe = z.output<typeof probe>
export type Strategy = z.output<typeof strategy>
