import { z } from 'zod'
import type { Share } from '#units'
import { seconds } from '#units'
import { date, duration, money, name, names, share, text, texts, timeOfDay, zone } from './text.ts'

export const tier = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])

/** What a flow may suffer. */
export const objectives = z.strictObject({
  slo: share.optional().describe('Share of requests, or of time, in which the flow works'),
  rto: duration.optional().describe('Recovery time objective: how long it may be down'),
  rpo: duration.optional().describe('Recovery point objective: how much of the newest data may be lost'),
  mtd: duration.optional().describe('Maximum tolerable downtime, reconciliation included'),
})

const usualLevel = { success: 0.99 as Share, hold: seconds(60) }

export const flow = z.strictObject({
  does: text.describe('What happens in it, in one sentence'),
  usedBy: text.optional().describe('Who relies on it'),
  ifDown: z
    .strictObject({ perHour: money.optional(), effects: texts.optional() })
    .optional()
    .describe('What an outage costs and does'),
  bia: text.optional().describe('Reference of the business-impact analysis'),
  risk: text.optional().describe('Reference in the register of risks'),
  data: z.enum(['reads', 'writes']).default('writes').describe('Whether its requests write, or only read'),
  tier: tier.describe('Criticality, from 0 (mission critical) to 3 (administrative)'),
  objectives: z
    .strictObject({
      default: objectives,
      region: objectives.optional(),
      'control-plane': objectives.optional(),
      corruption: objectives.optional(),
      'multi-tier': objectives.optional(),
      extended: objectives.optional(),
      partition: objectives.optional(),
    })
    .describe('Objectives for every disaster, and others for a class of disaster'),
  serviceLevel: z
    .strictObject({ success: share.default(usualLevel.success), hold: duration.default(usualLevel.hold) })
    .default(usualLevel)
    .describe('When it counts as restored: the share of requests that succeed, and how long that must hold'),
  minimumService: z
    .strictObject({ rto: duration.optional(), capacity: share.optional(), is: text.optional() })
    .optional()
    .describe('The least that must work first'),
  /** The article asks how the system behaves when a region, a part or the network between regions fails. */
  behaves: z
    .strictObject({ regionLost: text.optional(), partLost: text.optional(), partitioned: text.optional() })
    .optional()
    .describe('What its users see while a region, a part, or the network between regions fails'),
  cutOffs: z
    .array(z.strictObject({ at: timeOfDay, zone: zone, what: text }))
    .optional()
    .describe('Times of day by which work must be done'),
  needs: names.min(1).describe('Components without which it does not work'),
  degradesWithout: z.record(name, text).optional().describe('What it does instead when a component is gone'),
  signedOff: z
    .array(z.strictObject({ by: text, on: date }))
    .optional()
    .describe('Who has accepted tier and objectives'),
})

export type Flow = z.output<typeof flow>
export type Objectives = z.output<typeof objectives>
