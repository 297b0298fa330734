/**
 * The plan that the benchmark times: two halves of fifty people's steps each, ninety-two needs in a half, and two teams
 * of three and five who share them. The same text each time.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'

const halves = ['first', 'second'] as const
const stepsInHalf = 50
const needsInHalf = 92
/** A step needs others among so many before it. */
const reach = 10

/** The scenario that is forecast. */
export const scenario = 'east-lost'

/** The clocks of its detection, in seconds. */
export const watched = { every: 10, failingFor: 120 } as const

/** The plan as text; JSON is YAML. */
export function planText(): string {
  return JSON.stringify(plan(), null, 1)
}

function plan(): object {
  const steps = halves.flatMap((half, index) => stepsOf(half, index + 1))
  return {
    apiVersion: 'muster/v1',
    kind: 'Plan',
    metadata: { name: 'simulated', owner: 'bench', review: { last: '2026-11-01', every: '90d' } },
    regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
    flows: {
      serve: {
        does: 'Somebody uses it',
        tier: 1,
        objectives: { default: { rto: '6h', rpo: '1h', mtd: '24h' } },
        needs: ['web'],
      },
    },
    components: { web: { type: 'web-service', strategy: 'hot-standby', active: ['east'], standby: ['west'] } },
    scenarios: { [scenario]: { class: 'region', loses: ['east'] } },
    probes: { web: { http: 'https://web.example/health', every: `${watched.every}s` } },
    activation: {
      [scenario]: {
        when: `probes.web.failingFor >= duration("${watched.failingFor}s")`,
        declaredBy: ['team-five'],
        decideWithin: '5m',
      },
    },
    contacts: {
      'team-three': { name: 'Team of three', phone: '+1 555 0140', people: 3 },
      'team-five': { name: 'Team of five', phone: '+1 555 0141', people: 5 },
    },
    recovery: { failover: Object.fromEntries(steps) },
  }
}

function stepsOf(half: string, seed: number): ReadonlyArray<readonly [id: string, step: object]> {
  const chance = xoroshiro128plus(seed)
  const needs = needsOf(chance)
  const followed = new Set(needs.flat())
  return needs.map((places, place) => {
    const expected = uniformInt(chance, 60, 900)
    const spread = uniformInt(chance, 150, 400)
    return [
      idOf(half, place),
      {
        title: `Step ${place + 1} of the ${half} half`,
        phase: 'recover',
        owner: uniformInt(chance, 1, 8) <= 3 ? 'team-three' : 'team-five',
        manual: 'Do it',
        expected: `${expected}s`,
        expectedP95: `${Math.round((expected * spread) / 100)}s`,
        ...(places.length === 0 ? {} : { needs: places.map((one) => idOf(half, one)) }),
        ...(followed.has(place) ? {} : { before: ['route.traffic@west'] }),
      },
    ] as const
  })
}

/** By place: lower places. The first needs none, every other one at least one, and all together `needsInHalf`. */
function needsOf(chance: ReturnType<typeof xoroshiro128plus>): ReadonlyArray<readonly number[]> {
  const needs = Array.from(
    { length: stepsInHalf },
    (_, place) => new Set<number>(place === 0 ? [] : [pick(chance, place)]),
  )
  for (let left = needsInHalf - (stepsInHalf - 1); left > 0; ) {
    const place = uniformInt(chance, 2, stepsInHalf - 1)
    const own = needs[place]
    const before = own?.size ?? 0
    own?.add(pick(chance, place))
    left -= (own?.size ?? 0) - before
  }
  return needs.map((own) => [...own].sort((a, b) => a - b))
}

function pick(chance: ReturnType<typeof xoroshiro128plus>, place: number): number {
  return uniformInt(chance, Math.max(0, place - reach), place - 1)
}

function idOf(half: string, place: number): string {
  return `${half}-${String(place + 1).padStart(2, '0')}`
}
