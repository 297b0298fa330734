import { formatShare } from '#units'
import type { Rule } from '../../rule.ts'

export const primaryOverLimit: Rule = {
  code: 'primary-over-limit',
  severity: 'error',
  title: 'A region carries more than its limit on an ordinary day',
  why: 'It is slower than promised before anything has failed, and nothing is left for a peak.',
  fix: 'Add capacity where the service runs on an ordinary day, or correct the figure.',
  requirements: ['warm-standby.regions.c1', 'active-active.load.c1'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { load: 85%, limit: 80% } # ERROR: "shop" carries 85% of its capacity at the peak of an ordinary day; its limit is 80%.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    needs: []
    capacity:
      load: 60%
      limit: 80%
      standby: 25%
      scaling: { automatic: true, from: 2, to: 8, takes: 8m, threshold: 65%, quota: 12 }
`,
  check({ components, at }, report, seen) {
    for (const [id, { capacity }] of components) {
      if (capacity?.load === undefined || capacity.limit === undefined) continue
      seen()
      if (capacity.load > capacity.limit)
        report(
          at(capacity, 'load'),
          `"${id}" carries ${formatShare(capacity.load)} of its capacity at the peak of an ordinary day; its limit is ${formatShare(capacity.limit)}.`,
        )
    }
  },
}
