import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { endpoint, trafficManager } from '../samples.ts'
import { behindOthers, nameOf, pools, regionsOf, several, shownRegions } from '../where.ts'

export const routingOneRegion: DeployedRule = {
  code: 'routing-one-region',
  severity: 'error',
  title: 'All targets of a routing lie in one region',
  why: 'They are lost together, and the probes that watch them can only tell that all are gone.',
  fix: 'Deploy what they serve in a second region, and add its endpoint.',
  requirements: ['warm-standby.traffic.c3', 'cold-standby.traffic.c3'],
  agrees: ['APRL 1ad9d7b7-9692-1441-a8f4-93792efbe97a'],
  bad: `[
  ${trafficManager('// ERROR: in one region: eastus', 'Weighted', [endpoint('a', 'East US'), endpoint('b', 'eastus')])}
]`,
  good: `[
  ${trafficManager('', 'Weighted', [endpoint('a', 'eastus'), endpoint('b', 'westus')])}
]`,
  check(inventory, report, unsure, seen) {
    const behind = behindOthers(inventory)
    for (const { resource, pool, serving } of pools(inventory)) {
      if (serving instanceof Unknown || serving.length < 2 || behind.has(resource.id)) continue
      seen()
      const name = nameOf(resource, pool)
      const targets = new Set(serving.map(({ target }) => target.toLowerCase()))
      const same = targets.size === 1 ? ' All of them are written alike, and may be one and the same.' : ''
      const regions = serving.flatMap(regionsOf)
      const answer = several(regions)
      if (answer === false)
        report(resource, `${name} has ${serving.length} targets in one region: ${shownRegions(regions)}.${same}`)
      else if (answer === undefined)
        unsure(
          resource,
          `The regions of the ${serving.length} targets of ${name} are not all in the input: ${shownRegions(regions)}.${same}`,
        )
    }
  },
}
