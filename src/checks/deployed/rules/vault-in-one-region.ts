import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { isVault, made, settingOfVault } from '../where.ts'

const vault = (mark: string, word: string) =>
  resource(
    mark,
    'Microsoft.DataProtection/backupVaults',
    'backups',
    'westeurope',
    `"properties": { "storageSettings": [{ "datastoreType": "VaultStore", "type": "${word}" }] }`,
  )

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
    const all = made(inventory)
    for (const own of all) {
      if (!isVault(own.type) || settingOfVault(own, all)) continue
      seen()
      const { across, word } = own.redundancy ?? {}
      if (across === undefined)
        unsure(own, `Where the backups of ${own.address} lie is unknown: nothing that is said of it tells that.`)
      else if (across instanceof Unknown)
        unsure(own, `Where the backups of ${own.address} lie is unknown: ${across.why}.`)
      else if (across === 'none' || across === 'zones') report(own, `${own.address} is ${word ?? 'in one region'}.`)
    }
  },
}
