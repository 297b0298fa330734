import { z } from 'zod'
import {
  type Bytes,
  type Duration,
  type Money,
  parseBytes,
  parseDuration,
  parseMoney,
  parseShare,
  type Share,
} from '#units'

/** Names in a plan: lower case, digits and hyphens, so that they can be step ids, file names and addresses. */
const name = z.string({ error: 'name' }).regex(/^[a-z][a-z0-9-]{0,62}$/, { error: 'name' })
const text = z.string().min(1).max(4000)

/** A text read by a unit's parser; the parser's kind is the problem's code where it fails. */
function unit<T>(kind: string, read: (text: string) => T | undefined) {
  return z.string({ error: kind }).transform((value, context): T => {
    const parsed = read(value)
    if (parsed !== undefined) return parsed
    context.issues.push({ code: 'custom', message: kind, input: value })
    return z.NEVER
  })
}

const duration = unit<Duration>('duration', parseDuration)
const share = unit<Share>('share', parseShare)
const money = unit<Money>('money', parseMoney)
const size = unit<Bytes>('size', parseBytes)
const date = unit<string>('date', (value) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)
    ? value
    : undefined,
)
const names = z.array(name)

const objectives = z.strictObject({
  slo: share.optional(),
  rto: duration.optional(),
  rpo: duration.optional(),
  mtd: duration.optional(),
})

const flow = z.strictObject({
  does: text,
  usedBy: text.optional(),
  ifDown: z.strictObject({ perHour: money.optional(), effects: z.array(text).optional() }).optional(),
  bia: text.optional(),
  /** Whether the flow's requests write or only read; `writes` where the plan does not say. */
  data: z.enum(['reads', 'writes']).optional(),
  tier: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  objectives: z.strictObject({
    default: objectives,
    region: objectives.optional(),
    'control-plane': objectives.optional(),
    corruption: objectives.optional(),
    'multi-tier': objectives.optional(),
    extended: objectives.optional(),
    partition: objectives.optional(),
  }),
  /** When the flow counts as restored: the share of requests that succeed, and how long that must hold. */
  serviceLevel: z.strictObject({ success: share.optional(), hold: duration.optional() }).optional(),
  minimumService: z.strictObject({ rto: duration.optional(), capacity: share.optional() }).optional(),
  needs: names.min(1),
  degradesWithout: z.record(name, text).optional(),
  signedOff: z.array(z.strictObject({ by: text, on: date })).optional(),
})

const component = z.strictObject({
  type: name,
  strategy: z.enum(['active-active', 'hot-standby', 'warm-standby', 'cold-standby', 'backup-restore']).optional(),
  active: names.optional(),
  standby: names.optional(),
  needs: names.optional(),
  shared: z.boolean().optional(),
  owner: name.optional(),
  consistencyGroup: name.optional(),
  data: z
    .strictObject({
      size: size.optional(),
      replication: z
        .strictObject({
          mode: z.enum(['sync', 'async', 'none']),
          lag: z.strictObject({ p50: duration, p99: duration }).optional(),
        })
        .optional(),
      backup: z
        .strictObject({
          every: duration,
          keep: duration.optional(),
          redundancy: z.enum(['local', 'zone', 'geo']).optional(),
          controlledBy: name.optional(),
          immutable: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
})

const scenario = z.strictObject({
  class: z.enum(['region', 'control-plane', 'corruption', 'multi-tier', 'extended', 'partition', 'blip']),
  loses: names.optional(),
  of: names.optional(),
  says: text.optional(),
})

const probe = z.strictObject({
  http: z.url({ protocol: /^https?$/, error: 'address' }),
  /** The component that answers; where it is left out, the component that has the probe's name. */
  component: name.optional(),
  from: names.optional(),
  every: duration,
  timeout: duration.optional(),
})

const activation = z.strictObject({
  when: text,
  unless: text.optional(),
  decideWithin: duration.optional(),
  declaredBy: names.min(1),
  lossAcceptedBy: name.optional(),
})

const contact = z.strictObject({
  name: text,
  phone: z
    .string({ error: 'phone' })
    .regex(/^\+?[0-9 ()/-]{5,30}$/, { error: 'phone' })
    .optional(),
  email: z.email({ error: 'email' }).optional(),
  deputy: name.optional(),
})

const communication = z.strictObject({
  audience: text,
  owner: name,
  channel: z.enum(['email', 'status-page', 'incident-channel', 'console']),
  on: z.array(z.enum(['activated', 'restored', 'failed-back'])).min(1),
  message: text,
})

const phase = z.enum([
  'detect',
  'decide',
  'contain',
  'fence',
  'recover',
  'verify',
  'route',
  'reconcile',
  're-protect',
  'review',
])

const addedStep = z.strictObject({
  title: text,
  objective: text.optional(),
  phase: phase,
  owner: name,
  region: name.optional(),
  needs: z.array(text).optional(),
  before: z.array(text).optional(),
  manual: text.optional(),
  action: z
    .strictObject({ use: text, with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) })
    .optional(),
  expected: duration.optional(),
  timeout: duration.optional(),
  requires: names.optional(),
  irreversible: z.boolean().optional(),
})

const addedSteps = z.record(name, addedStep)

const drill = z.strictObject({
  scenario: name,
  every: duration.optional(),
  target: name.optional(),
  kind: z.enum(['forced', 'planned-switchover', 'restore', 'tabletop']).optional(),
  decision: z.enum(['automatic', 'people']).optional(),
  last: date.optional(),
  /** Clocks that this drill shortens; every one is recorded as a deviation. */
  timing: z
    .strictObject({
      probeEvery: duration.optional(),
      probeTimeout: duration.optional(),
      activateAfter: duration.optional(),
      hold: duration.optional(),
    })
    .optional(),
})

/** The plan file, as the YAML core schema reads it; what crosses several fields is left to `checks`. */
export const planSchema = z.strictObject({
  apiVersion: z.literal('muster/v1'),
  kind: z.literal('Plan'),
  metadata: z.strictObject({
    name: name,
    owner: text,
    review: z.strictObject({ last: date, every: duration }).optional(),
  }),
  regions: z.record(name, z.strictObject({ location: text })),
  flows: z.record(name, flow),
  components: z.record(name, component),
  scenarios: z.record(name, scenario),
  probes: z.record(name, probe).optional(),
  activation: z.record(name, activation).optional(),
  targets: z
    .record(
      name,
      z.strictObject({
        subject: z.enum(['nonprod', 'prod']).optional(),
        components: z.record(name, z.record(name, z.strictObject({ url: text }))),
      }),
    )
    .optional(),
  contacts: z.record(name, contact).optional(),
  communications: z.record(name, communication).optional(),
  recovery: z.strictObject({ failover: addedSteps.optional(), failback: addedSteps.optional() }).optional(),
  verification: z
    .record(
      name,
      z.strictObject({
        kind: z.enum(['application', 'infrastructure', 'data']),
        of: name,
        does: text,
        owner: name.optional(),
        expected: duration.optional(),
      }),
    )
    .optional(),
  drills: z.array(drill).optional(),
  budget: z.strictObject({ monthly: money.optional(), tags: z.record(z.string(), z.string()).optional() }).optional(),
})

/** A disaster-recovery plan: plain, frozen data with units in its types. */
export type Plan = z.output<typeof planSchema>
export type Flow = z.output<typeof flow>
export type Objectives = z.output<typeof objectives>
export type Component = z.output<typeof component>
export type Scenario = z.output<typeof scenario>
export type Probe = z.output<typeof probe>
export type Activation = z.output<typeof activation>
export type Contact = z.output<typeof contact>
export type Communication = z.output<typeof communication>
export type AddedStep = z.output<typeof addedStep>
export type Drill = z.output<typeof drill>
export type Timing = NonNullable<Drill['timing']>
export type Phase = z.output<typeof phase>
export type Strategy = NonNullable<Component['strategy']>
