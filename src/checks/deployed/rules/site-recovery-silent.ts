import { at, Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const settings = (mark: string, to: string) => `
  ${resource('', 'Microsoft.RecoveryServices/vaults', 'rescue', 'westeurope')},
  { ${mark}
    "type": "Microsoft.RecoveryServices/vaults/replicationAlertSettings", "name": "rescue/alerts",
    "properties": { "sendToOwners": "${to}", "customEmailAddresses": [] }
  }`

export const siteRecoverySilent: DeployedRule = {
  code: 'site-recovery-silent',
  severity: 'warning',
  title: 'Nobody is told when copying stops',
  why: 'A copy that stopped weeks ago is found on the day on which it is needed.',
  fix: 'Send alerts to the owners, or to an address that somebody reads.',
  requirements: ['cold-standby.readiness.c1'],
  agrees: ['PSRule Azure.RSV.ReplicationAlert'],
  bad: `[${settings('// WARNING: tells nobody', 'DoNotSend')}
]`,
  good: `[${settings('', 'Send')}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      if (!/\/replicationAlertSettings$/i.test(own.type)) continue
      seen()
      const owners = at(own.body, 'properties.sendToOwners')
      const others = at(own.body, 'properties.customEmailAddresses')
      const unknown = [owners, others].find((one) => one instanceof Unknown)
      if (unknown instanceof Unknown) unsure(own, `Whom ${own.address} tells is unknown: ${unknown.why}.`)
      else if (owners !== 'Send' && !(Array.isArray(others) && others.length > 0))
        report(own, `${own.address} tells nobody.`)
    }
  },
}
