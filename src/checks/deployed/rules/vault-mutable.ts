import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const vault = (mark: string, state: string) =>
  resource(
    mark,
    'Microsoft.RecoveryServices/vaults',
    'backups',
    'westeurope',
    `"properties": { "securitySettings": { "immutabilitySettings": { "state": "${state}" } } }`,
  )

export const vaultMutable: DeployedRule = {
  code: 'vault-mutable',
  severity: 'note',
  title: 'Backups can be deleted or shortened',
  why: 'Whoever takes over an account that may manage the vault deletes the backups first.',
  fix: 'Make the vault immutable, and lock that once retention is right.',
  requirements: ['backup-restore.policies.c1'],
  agrees: ['PSRule Azure.RSV.Immutable', 'PSRule Azure.BV.Immutable'],
  bad: `[
  ${vault('// NOTE: is not immutable', 'Disabled')}
]`,
  good: `[
  ${vault('', 'Locked')}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      const immutable = own.backup?.immutable
      if (immutable === undefined) continue
      seen()
      if (immutable instanceof Unknown) unsure(own, `Whether ${own.address} is immutable is unknown: ${immutable.why}.`)
      else if (!immutable) report(own, `${own.address} is not immutable.`)
    }
  },
}
