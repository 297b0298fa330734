/** A rule of Muster as it is written for Spectral: where it looks, and the JSON Schema that what it finds must satisfy. */
export interface RivalRule {
  readonly given: string
  readonly says: object
}

const requires = (...required: readonly string[]) => ({ type: 'object', required })
const serving = { enum: ['web-service', 'vm'] }
const when = (properties: object, then: object) => ({
  type: 'object',
  if: { properties, required: Object.keys(properties) },
  then: then,
})
/** A part of a part that must be there. */
const inside = (...path: readonly string[]): object =>
  path.reduceRight<object>((inner, key) => ({ ...requires(key), properties: { [key]: inner } }), {})

/** Twelve rules of Muster that look at one component or flow by itself, by code. */
export const rivalRules: Readonly<Record<string, RivalRule>> = {
  'backup-immutability-missing': { given: '$.components[*].data.backup', says: requires('immutable') },
  'backup-control-missing': { given: '$.components[*].data.backup', says: requires('controlledBy') },
  'backup-retention-missing': { given: '$.components[*].data.backup', says: requires('keep') },
  'backup-not-immutable': {
    given: '$.components[*].data.backup',
    says: { properties: { immutable: { const: true } } },
  },
  'replication-lag-unknown': {
    given: '$.components[*].data.replication',
    says: when({ mode: { const: 'async' } }, requires('lag')),
  },
  'no-backup': {
    given: '$.components[*]',
    says: when(
      {
        strategy: { not: { const: 'backup-restore' } },
        data: {
          ...requires('replication'),
          properties: { replication: { properties: { mode: { enum: ['sync', 'async'] } } } },
        },
      },
      inside('data', 'backup'),
    ),
  },
  'sign-off-missing': {
    given: '$.flows[*]',
    says: { ...requires('signedOff'), properties: { signedOff: { minItems: 1 } } },
  },
  'mtd-missing': {
    given: '$.flows[*]',
    says: inside('objectives', 'default', 'mtd'),
  },
  'standby-size-unstated': {
    given: '$.components[*]',
    says: when({ strategy: { const: 'warm-standby' }, type: serving }, inside('capacity', 'standby')),
  },
  'cold-scale-target-unstated': {
    given: '$.components[*]',
    says: when({ strategy: { const: 'cold-standby' }, type: serving }, inside('capacity', 'scaling', 'to')),
  },
  'vm-replication-unstated': {
    given: '$.components[*]',
    says: when({ strategy: { const: 'cold-standby' }, type: { const: 'vm' } }, inside('data', 'replication', 'method')),
  },
  'restore-time-missing': {
    given: '$.components[*]',
    says: when(
      { strategy: { const: 'backup-restore' }, data: requires('backup') },
      inside('data', 'backup', 'restoreTakes'),
    ),
  },
}
