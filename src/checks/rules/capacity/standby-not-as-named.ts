import { strategies } from '#catalog'
import { formatShare } from '#units'
import type { Rule } from '../../rule.ts'

export const standbyNotAsNamed: Rule = {
  code: 'standby-not-as-named',
  severity: 'error',
  title: 'A standby is not what its strategy says',
  why: 'The promised recovery time rests on a standby of that kind.',
  fix: 'Correct the size, the replication or the strategy, so that all three say the same.',
  requirements: ['warm-standby.regions.c2', 'muster.hot-standby'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 0% } # ERROR: "shop" is warm standby, and its standby carries nothing: that is cold standby.
  search:
    type: web-service
    strategy: hot-standby
    active: [east]
    standby: [west]
    capacity: { standby: 50% } # ERROR: "search" is hot standby, and its standby carries 50% of the load: that is warm standby.
  stock-db:
    type: postgres
    strategy: hot-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: none } # ERROR: "stock-db" is hot standby, and nothing keeps its standby in step.
`,
  good: `
components:
  shop: { type: web-service, strategy: hot-standby, active: [east], standby: [west], capacity: { standby: 100% } }
`,
  check({ components, at }, report, seen) {
    for (const [id, { strategy, capacity, data }] of components) {
      const hot = strategy === 'hot-standby'
      if (capacity?.standby !== undefined && (hot || strategy === 'warm-standby')) {
        seen()
        const { standby } = capacity
        if (standby === 0)
          report(
            at(capacity, 'standby'),
            `"${id}" is ${strategies[strategy].title}, and its standby carries nothing: that is cold standby.`,
          )
        else if (hot && standby < 1)
          report(
            at(capacity, 'standby'),
            `"${id}" is hot standby, and its standby carries ${formatShare(standby)} of the load: that is warm standby.`,
          )
      }
      if (!hot || !data?.replication) continue
      seen()
      if (data.replication.mode === 'none')
        report(at(data.replication, 'mode'), `"${id}" is hot standby, and nothing keeps its standby in step.`)
    }
  },
}
