import { z } from 'zod'
import { date, duration, name, names, rate, share, size, text } from './text.ts'

const storageTier = z.enum(['hot', 'cool', 'cold', 'archive'])

const replication = z.strictObject({
  mode: z.enum(['sync', 'async', 'none']),
  lag: z.strictObject({ p50: duration, p99: duration }).optional().describe('How far the copy is behind'),
  readable: z.boolean().optional().describe('Whether the copy serves reads on an ordinary day'),
  method: z
    .enum(['built-in', 'geo-zone-redundant', 'object-replication', 'site-recovery', 'log-shipping', 'application'])
    .optional()
    .describe('What copies the data'),
  monitored: text.optional().describe('The alert that tells when the copy falls behind'),
  covers: z.enum(['data', 'metadata']).optional().describe('Whether the data itself is copied, or only its settings'),
  keep: duration.optional().describe('How long recovery points of a replicated machine are kept'),
  consistentEvery: duration
    .optional()
    .describe('How often a recovery point is taken at which the applications on a machine are at rest'),
})

const log = z.strictObject({
  every: duration.describe(
    'How often what was written since is sent to where the backups lie; a region that is lost takes the rest with it',
  ),
})

const backup = z.strictObject({
  every: duration,
  log: log
    .optional()
    .describe(
      'The log of changes that is kept beside the backups, so that data can be restored as it was at any moment (point-in-time restore)',
    ),
  service: z
    .enum(['backup-service', 'built-in', 'script'])
    .optional()
    .describe('What makes them: a service such as Azure Backup, the store itself, or a script'),
  keep: duration.optional().describe('How long a backup is kept'),
  redundancy: z.enum(['local', 'zone', 'geo']).optional(),
  vault: name.optional().describe('The region where the backups lie'),
  controlledBy: name.optional().describe('Who alone may delete them; somebody else than who runs the component'),
  immutable: z.boolean().optional().describe('Whether nobody can change or delete them before their time'),
  tier: storageTier.optional().describe('The storage tier of the backups that a recovery would use'),
  tiering: z
    .array(z.strictObject({ after: duration, to: storageTier }))
    .optional()
    .describe('When older backups move to cheaper storage'),
  compressed: z.boolean().optional(),
  deduplicated: z.boolean().optional(),
  restoreTakes: duration.optional().describe('How long a full restore takes'),
  restoreTo: text.optional().describe('Where it is restored: the target environment'),
  restoreProven: date.optional().describe('The day of the last restore that was verified'),
})

/** What a component keeps, and how it is kept safe. */
export const data = z.strictObject({
  size: size.optional(),
  changes: rate.optional().describe('How fast it changes, such as 2 GiB/h'),
  retention: z
    .strictObject({ atLeast: duration.optional(), atMost: duration.optional(), because: text })
    .optional()
    .describe('How long the law or a contract wants it kept'),
  storageTier: storageTier.optional(),
  consistency: z
    .enum(['strong', 'bounded-staleness', 'session', 'eventual'])
    .optional()
    .describe('What a reader in another region may see'),
  writes: z.enum(['one-region', 'every-region']).optional().describe('Where writes are taken'),
  conflicts: text.optional().describe('How two writes to the same thing are settled'),
  readModelOf: name.optional().describe('The component whose writes this one serves for reading (CQRS)'),
  dualWrites: z
    .strictObject({ to: names.min(1), idempotentBy: text.optional() })
    .optional()
    .describe('Components to which the application writes the same thing, and the key that makes a repeat harmless'),
  inFlight: text.optional().describe('What happens to messages that were under way'),
  deadLetters: text.optional().describe('What happens to messages that could not be delivered'),
  offsets: text.optional().describe('Where a reader of a stream goes on in the other region'),
  validated: text.optional().describe('How it is found out that both copies agree'),
  replication: replication.optional(),
  backup: backup.optional(),
})

/** What is carried on an ordinary day, and what happens when one side must carry all of it. */
export const capacity = z.strictObject({
  load: share.optional().describe("Share of one region's full capacity that it carries at the peak of an ordinary day"),
  limit: share.optional().describe('Share above which the service is no longer as fast as promised'),
  standby: share.optional().describe('Share of the full load that the standby carries before it grows'),
  scaling: z
    .strictObject({
      automatic: z.boolean(),
      from: z.int().min(0).max(1_000_000).optional(),
      to: z.int().min(1).max(1_000_000).optional(),
      takes: duration.optional().describe('How long it takes to grow to the full load'),
      threshold: share.optional().describe('Load at which it grows'),
      quota: z.int().min(1).max(1_000_000).optional().describe('How many the subscription allows in the other region'),
    })
    .optional(),
  degrades: text.optional().describe('What becomes slower, and how much, until it has grown'),
  pricing: z.enum(['reserved', 'hybrid-benefit', 'pay-as-you-go', 'spot', 'consumption']).optional(),
})
