import type { Rule } from '../../rule.ts'

export const regionsInOnePlace: Rule = {
  code: 'regions-in-one-place',
  severity: 'error',
  title: 'Two regions of the plan are one place',
  why: 'What takes one of them takes the other, so that nothing is left to recover to.',
  fix: 'Name the location of another region, or keep one of the two.',
  requirements: ['disaster.region', 'warm-standby.regions.c2', 'cold-standby.regions.c1', 'friction.budget'],
  bad: `
regions:
  east: { location: eastus2 }
  west: { location: East US 2 } # ERROR: "west" lies in East US 2, as "east" does.
`,
  good: `
regions:
  east: { location: eastus2 }
  west: { location: centralus }
`,
  check({ plan, at }, report, seen) {
    const places = new Map<string, string>()
    for (const [id, region] of Object.entries(plan.regions)) {
      seen()
      // Providers write one region with and without spaces, and in both cases.
      const place = region.location.toLowerCase().replace(/[\s_-]+/g, '')
      const first = places.get(place)
      if (first !== undefined) report(at(region, 'location'), `"${id}" lies in ${region.location}, as "${first}" does.`)
      else places.set(place, id)
    }
  },
}
