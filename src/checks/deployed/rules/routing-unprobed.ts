import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { nameOf, pools } from '../where.ts'

const frontDoor = (mark: string, state: string) =>
  resource(
    mark,
    'Microsoft.Network/frontDoors',
    'shop',
    'global',
    `"properties": {
      "healthProbeSettings": [{ "name": "health", "properties": { "path": "/health", "protocol": "Https", "intervalInSeconds": 30, "enabledState": "${state}" } }],
      "backendPools": [{ "name": "main", "properties": {
        "backends": [{ "address": "east.example", "priority": 1 }, { "address": "west.example", "priority": 2 }],
        "healthProbeSettings": { "id": "[resourceId('Microsoft.Network/frontDoors/healthProbeSettings', 'shop', 'health')]" } } }]
    }`,
  )

export const routingUnprobed: DeployedRule = {
  code: 'routing-unprobed',
  severity: 'warning',
  title: 'Nobody looks whether the targets of a routing serve',
  why: 'Without a probe every target is taken for healthy, so that clients are still sent to what is lost.',
  fix: 'Give the pool a health probe, and enable it.',
  requirements: ['active-active.traffic.c2', 'warm-standby.traffic.c3', 'cold-standby.traffic.c3'],
  agrees: [],
  bad: `[
  ${frontDoor('// WARNING: has no health probe', 'Disabled')}
]`,
  good: `[
  ${frontDoor('', 'Enabled')}
]`,
  check(inventory, report, _, seen) {
    for (const { resource: own, pool, serving } of pools(inventory)) {
      // Traffic Manager always looks, by a monitor of its own where none is said.
      if (serving instanceof Unknown || serving.length < 2 || own.component !== 'front-door') continue
      seen()
      if (pool.probe === undefined)
        report(own, `${nameOf(own, pool)} has ${serving.length} targets, and has no health probe that is enabled.`)
    }
  },
}
