import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const account = (mark: string, policy: string) =>
  resource(
    mark,
    'Microsoft.DocumentDB/databaseAccounts',
    'orders',
    'westeurope',
    `"properties": { "locations": [], "backupPolicy": { "type": "${policy}" } }`,
  )

export const backupNotContinuous: DeployedRule = {
  code: 'backup-not-continuous',
  severity: 'note',
  title: 'Only copies of certain moments can be restored',
  why: 'After a corruption everything that was written since the last copy is lost, and the provider has to be asked for the restore.',
  fix: 'Switch to continuous backup, with which any moment can be chosen.',
  requirements: ['backup-restore.policies.c3'],
  agrees: ['PSRule Azure.Cosmos.ContinuousBackup', 'APRL e544520b-8505-7841-9e77-1f1974ee86ec'],
  bad: `[
  ${account('// NOTE: by copies at intervals', 'Periodic')}
]`,
  good: `[
  ${account('', 'Continuous')}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      const continuous = own.backup?.continuous
      if (continuous === undefined) continue
      seen()
      if (continuous instanceof Unknown) unsure(own, `How ${own.address} is backed up is unknown: ${continuous.why}.`)
      else if (!continuous) report(own, `${own.address} is backed up by copies at intervals.`)
    }
  },
}
