import { expect, test } from 'vitest'
import { type Evidence, estimates, outcomes, spreads } from '#evidence'
import { seconds } from '#units'
import { calibrationOf, type Held } from './calibration.ts'
import { simulate } from './forecast.ts'
import { normalQuantile } from './kernel/index.ts'
import { flow, runbook, step } from './testing/samples.ts'

const worlds = 20
const ids = ['promote', 'start', 'verify', 'route']

/** Numbers in (0, 1), the same ones always. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/**
 * Drills of a system whose steps take what they take, and are late together, each forecast from those before it.
 * @param before drills of other systems on the same target
 * @param quiet by how much less than usual they differ from each other
 */
function drilled(world: number, drills: number, before: readonly Evidence[] = [], quiet = 1): readonly Held[] {
  const chance = chances(1000 + 7919 * world)
  const varied = (sigma: number): number => Math.exp(sigma * normalQuantile(chance()))
  // Nobody knows these beforehand.
  const usualLoss = 2 * varied(0.6)
  const medians = ids.map(() => 10 * varied(0.7))
  const book = runbook(
    ids.map((id, at) =>
      step(id, 'recover', ids.slice(Math.max(0, at - 1), at), { expected: seconds(10), expectedP95: seconds(30) }),
    ),
    {
      plan: { name: `world-${world}`, owner: 'nobody', digest: `sha256:${world}` },
      flows: [flow()],
      stores: [{ component: 'orders-db', replication: 'async', lag: { p50: seconds(2), p99: seconds(7) } }],
    },
  )
  const past = [...before]
  const held: Held[] = []
  for (let drill = 0; drill < drills; drill++) {
    const forecast = simulate(book, estimates(book, past, 'lab'), {
      seed: 1,
      runs: 400,
      target: 'lab',
      detail: 'odds',
      outcomes: outcomes(book, past, 'lab'),
      spreads: spreads(book, past, 'lab'),
    })
    const late = varied(0.15 / quiet)
    const took = medians.map((median) => median * late * varied(0.3 / quiet))
    const evidence = {
      run: `run-${drill}`,
      target: 'lab',
      direction: 'failover',
      plan: book.plan,
      scenario: book.scenario.id,
      finishedAt: new Date(drill * 1000).toISOString(),
      verdict: 'met',
      approvals: [],
      steps: ids.map((id, at) => ({ step: id, use: `act.${id}.${world}`, seconds: took[at], attempts: 1 })),
      flows: [
        {
          flow: 'checkout',
          rto: { measured: took.reduce((sum, one) => sum + one, 0.06) },
          rpo: { measured: usualLoss * varied(0.35 / quiet) },
        },
      ],
    } as unknown as Evidence
    held.push({ forecast, evidence })
    past.push(evidence)
  }
  return held
}

test('of systems that nobody knew, bands hold about nine in ten and are hardly wider than what is measured', () => {
  const all = Array.from({ length: worlds }, (_, world) => drilled(world, 10)).flat()
  const { rto, rpo } = calibrationOf(all)
  for (const figure of [rto, rpo]) {
    expect(figure.values).toBe(worlds * 10)
    expect(figure.within / figure.values).toBeGreaterThan(0.84)
    expect(figure.widths.narrow / figure.widths.rows).toBeGreaterThan(0.85)
    expect(figure.width).toBeLessThan(2)
  }
})

test('of quiet systems on one target, what the first ones show makes bands of the next ones narrow, and they hold', () => {
  const told: Held[] = []
  const alone: Held[] = []
  for (let world = 0; world < worlds; world++) {
    const before = told.map(({ evidence }) => evidence)
    told.push(...drilled(world, 5, before, 5))
    alone.push(...drilled(world, 5, [], 5))
  }
  const [shared, apart] = [calibrationOf(told), calibrationOf(alone)]
  for (const figure of ['rto', 'rpo'] as const) {
    expect(shared[figure].within / shared[figure].values).toBeGreaterThan(0.86)
    expect(shared[figure].width).toBeLessThan((apart[figure].width ?? 0) / 2)
  }
})
