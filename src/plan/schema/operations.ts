import { z } from 'zod'
import { address, date, duration, label, money, name, names, recurring, share, text, texts } from './text.ts'

export const deployment = z.strictObject({
  code: z.enum(['bicep', 'terraform', 'arm', 'pulumi', 'helm', 'other']).describe('Infrastructure as code'),
  repository: text.optional(),
  covers: z
    .array(
      z.enum(['network', 'policies', 'roles', 'monitoring', 'compute', 'configuration', 'scaling', 'dependencies']),
    )
    .optional()
    .describe('What the code makes in every region'),
  regions: names.optional().describe('Regions to which the pipelines deploy'),
  runsIn: names.optional().describe('Where the pipelines themselves run: regions, or the word outside'),
  sourceSafe: text.optional().describe('Where code and artefacts lie when the first region is gone'),
  computeStopped: z.boolean().optional().describe('Whether the compute of a cold standby is deployed and stopped'),
})

export const monitoring = z.strictObject({
  regions: names.optional().describe('Regions that are watched'),
  fromOutside: z.boolean().optional().describe('Whether it still works when the first region is gone'),
  alerts: z
    .strictObject({
      replication: text.optional(),
      scaling: text.optional(),
      routing: text.optional(),
      infrastructure: text.optional(),
    })
    .optional()
    .describe('Which alert tells of what'),
  readiness: text.optional().describe('Where it is seen whether every part could take over now'),
})

export const security = z.strictObject({
  residency: texts.optional().describe('Jurisdictions in which the data may lie'),
  identity: text.optional().describe('How people and services sign in on the other side'),
  access: text.optional().describe('How roles and policies are kept the same on both sides'),
  audit: z
    .strictObject({
      log: text,
      regions: names.optional().describe('Regions in which it is kept'),
      keep: duration.optional(),
      during: text.optional().describe('How it goes on while a recovery runs'),
    })
    .optional()
    .describe('The trail of who did what, and where it survives'),
  audited: recurring.optional().describe('When the settings of all regions were last compared'),
})

export const verification = z.strictObject({
  kind: z.enum(['application', 'infrastructure', 'data']),
  of: name.describe('The component that is looked at'),
  does: text,
  validates: names
    .optional()
    .describe('Points of the guidance that it answers; `muster explain validations` lists them'),
  owner: name.optional(),
  expected: duration.optional(),
})

export const drill = z.strictObject({
  scenario: name,
  every: duration.optional(),
  target: name.optional(),
  kind: z
    .enum(['forced', 'planned-switchover', 'run-from-secondary', 'component', 'isolated-test', 'restore', 'tabletop'])
    .optional(),
  direction: z
    .enum(['failover', 'failback', 'both'])
    .optional()
    .describe('Which way is rehearsed; both where left out'),
  decision: z.enum(['automatic', 'people']).optional(),
  last: date.optional(),
  for: duration.optional().describe('How long the other side carries the load in a drill of kind run-from-secondary'),
  faultBy: name
    .optional()
    .describe(
      'The contact who causes the fault on a system of your own, and says so; Muster itself destroys nothing there',
    ),
  environment: text.optional().describe('Where a restore drill restores to'),
  underLoad: z.boolean().optional(),
  validates: names
    .optional()
    .describe('Points of the guidance that it answers; `muster explain validations` lists them'),
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

export const budget = z.strictObject({
  monthly: money
    .optional()
    .describe('What the readiness for disasters may cost a month: standbys, not what serves anyway'),
  thresholds: z.array(share).optional().describe('Shares of the budget at which somebody is told'),
  tags: z.record(label, z.string()).optional(),
  backups: z
    .strictObject({
      monthly: money.optional(),
      thresholds: z.array(share).optional(),
      tags: z.record(label, z.string()).optional(),
    })
    .optional(),
  reviewed: recurring.optional().describe('When the spending was last looked at'),
})

export const audit = z.strictObject({
  of: z.enum(['backups', 'security', 'costs', 'retention', 'requirements']),
  by: text,
  last: date,
  every: duration,
})

/** A point that a person vouches for. */
export const attestation = z.strictObject({ of: text, by: text, on: date, until: date, says: text })

/** A finding that somebody has accepted for a time. */
export const suppression = z.strictObject({
  code: name,
  at: text
    .optional()
    .describe('Path of the part that it is about, such as components.orders-db; the whole plan where left out'),
  because: text,
  by: text,
  until: date,
})

/** What the plan leaves out on purpose. */
export const exclusion = z.strictObject({
  what: text,
  class: z.enum(['region', 'control-plane', 'corruption', 'multi-tier', 'extended', 'partition']).optional(),
  component: name.optional(),
  because: text,
  by: text,
  until: date.optional(),
})

export const metadata = z.strictObject({
  name: name,
  owner: text,
  version: text.optional(),
  repository: address.optional().describe('Where the plan is kept under version control'),
  review: recurring.optional(),
  copies: texts.optional().describe('Where the plan can be read when everything else is down'),
})

export type Drill = z.output<typeof drill>
export type Timing = NonNullable<Drill['timing']>
