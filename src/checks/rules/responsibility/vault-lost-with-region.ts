import type { Component, Scenario } from '#plan'
import { componentOf } from '../../demand.ts'
import { isRegional, sentence } from '../../layout.ts'
import { isVault } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const vaultLostWithRegion: Rule = {
  code: 'vault-lost-with-region',
  severity: 'warning',
  title: 'A recovery needs secrets or sign-in from the lost region',
  why: 'The standby starts, cannot read its keys or sign in to its stores, and stops again.',
  fix: 'Keep the secrets or the identity in a region that the scenario spares too, and add it as standby.',
  requirements: ['muster.liveness', 'disaster.extended', 'disaster.multi-tier'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    needs: [keys] # WARNING: "shop" recovers when "east-lost" takes east, and needs "keys", which is lost with it.
  keys: { type: key-vault, active: [east] }
scenarios:
  east-lost: { class: extended, loses: [east], lasts: 7d }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [keys] }
  keys: { type: key-vault, strategy: hot-standby, active: [east], standby: [west] }
scenarios:
  east-lost: { class: extended, loses: [east], lasts: 7d }
`,
  check({ plan, components, critical, at, loses, unsure }, report, seen) {
    const spared = ({ standby = [], strategy }: Component, scenario: Scenario) =>
      strategy === 'backup-restore' || standby.some((region) => !scenario.loses?.includes(region))
    const users = components.flatMap(([id, user]) =>
      (user.needs ?? []).flatMap((need, index) => {
        const vault = componentOf(plan, need)
        return vault && isVault(vault) && isRegional(vault) ? [{ id, user, need, index, vault }] : []
      }),
    )
    for (const [scenarioId, scenario] of Object.entries(plan.scenarios)) {
      for (const { id, user, need, index, vault } of users) {
        seen()
        if (!loses(scenario, vault) || spared(vault, scenario)) continue
        if (!loses(scenario, user) || !spared(user, scenario)) continue
        // Of a lost region, no-standby speaks wherever a flow of the upper tiers needs the vault.
        if (scenario.class === 'region' && (critical.get(need)?.value ?? 3) < 3) continue
        if (unsure('components', need, 'active') || unsure('components', need, 'standby')) continue
        const lost = sentence(scenario.loses ?? [])
        report(
          at(user.needs as object, index),
          `"${id}" recovers when "${scenarioId}" takes ${lost}, and needs "${need}", which is lost with it.`,
        )
      }
    }
  },
}
