import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const vault = (mark: string, word: string) =>
  resource(
    mark,
    'Microsoft.DataProtection/backupVaults',
    'backups',
    'westeurope',
    `"properties": { "storageSettings": [{ "datastoreType": "VaultStore", "type": "${word}" }] }`,
  )

/** Whether a type keeps backups and nothing else. */
const isVault = (type: string) => /vaults(\/backup(storage)?config)?$/i.test(type) && !/keyvault/i.test(type)

export const vaultInOneRegion: DeployedRule = {
  code: 'vault-in-one-region',
  severity: 'error',
  title: 'Backups lie in the region that they are to replace',
  why: 'When the region is lost, its backups are lost or out of reach with it.',
  fix: 'Set the vault to geo-redundant storage before anything is backed up into it: it cannot be changed afterwards.',
  requirements: ['backup-restore.policies.c2'],
  agrees: ['PSRule Azure.RSV.StorageType'],
  bad: `[
  ${vault('// ERROR: LocallyRedundant', 'LocallyRedundant')}
]`,
  good: `[
  ${vault('', 'GeoRedundant')}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      if (!isVault(own.type) || !own.redundancy) continue
      seen()
      const { across, word } = own.redundancy
      if (across instanceof Unknown) unsure(own, `Where the backups of ${own.address} lie is unknown: ${across.why}.`)
      else if (across === 'none' || across === 'zones') report(own, `${own.address} is ${word}.`)
    }
  },
}
