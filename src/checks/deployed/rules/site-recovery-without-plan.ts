import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const vault = 'Microsoft.RecoveryServices/vaults'
const policy = (mark: string) =>
  resource(
    mark,
    `${vault}/replicationPolicies`,
    'rescue/a-day',
    'westeurope',
    '"properties": { "providerSpecificInput": { "instanceType": "A2A", "recoveryPointHistory": 1440 } }',
  )
const plan = `{ "type": "${vault}/replicationRecoveryPlans", "name": "rescue/all", "properties": { "groups": [] } }`

export const siteRecoveryWithoutPlan: DeployedRule = {
  code: 'site-recovery-without-plan',
  severity: 'warning',
  title: 'Machines are copied, and no recovery plan starts them',
  why: 'Somebody would have to start them one by one, in an order that is written nowhere.',
  fix: 'Declare a recovery plan with the groups in which machines start, and the steps between them.',
  requirements: ['cold-standby.site-recovery.c2'],
  agrees: [],
  bad: `[
  ${policy('// WARNING: no recovery plan')}
]`,
  good: `[
  ${policy('')},
  ${plan}
]`,
  check(inventory, report, _, seen) {
    const all = made(inventory)
    const first = all.find(({ type }) => /\/replication(Fabrics|Policies)$/i.test(type))
    if (!first) return
    seen()
    if (!all.some(({ type }) => /\/replicationRecoveryPlans$/i.test(type)))
      report(first, 'There is site recovery in the input, and no recovery plan.')
  },
}
