import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const vault = (mark: string, more: string) =>
  resource(
    mark,
    'Microsoft.RecoveryServices/vaults',
    'backups',
    'westeurope',
    `"properties": { "redundancySettings": { "standardTierStorageRedundancy": "GeoRedundant"${more} } }`,
  )

export const crossRegionRestoreOff: DeployedRule = {
  code: 'cross-region-restore-off',
  severity: 'warning',
  title: 'Backups in the other region can be used only when the provider says so',
  why: 'Without cross-region restore the copies there stay closed until the provider declares the region lost.',
  fix: 'Switch cross-region restore on.',
  requirements: ['backup-restore.policies.c2'],
  agrees: ['APRL 1549b91f-2ea0-4d4f-ba2a-4596becbe3de'],
  bad: `[
  ${vault('// WARNING: is not switched on', '')}
]`,
  good: `[
  ${vault('', ', "crossRegionRestore": "Enabled"')}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      const across = own.backup?.across
      const vaulted = /^microsoft\.(recoveryservices\/vaults|dataprotection\/backupvaults)$/i.test(own.type)
      if (!vaulted || (across !== 'regions' && across !== 'zones-and-regions')) continue
      seen()
      const restore = own.backup?.crossRegionRestore
      if (restore instanceof Unknown)
        unsure(own, `Whether ${own.address} can be restored in the other region is unknown: ${restore.why}.`)
      else if (restore !== true)
        report(
          own,
          `Cross-region restore of ${own.address} is ${restore === false ? 'switched off' : 'not switched on'}.`,
        )
    }
  },
}
