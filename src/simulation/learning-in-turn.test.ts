import { expect, test } from 'vitest'
import { type Evidence, estimates, outcomes } from '#evidence'
import { seconds } from '#units'
import { calibrationOf, type Held } from './calibration.ts'
import { simulate } from './forecast.ts'
import { normalQuantile } from './kernel/index.ts'
import { flow, runbook, step } from './testing/samples.ts'

const [worlds, drills] = [20, 10]
const ids = ['promote', 'start', 'verify', 'route']

/** Numbers in (0, 1), the same ones always. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Drills of a system whose steps take what they take, and are late together, each forecast from those before it. */
function drilled(world: number): readonly Held[] {
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
  const past: Evidence[] = []
  const held: Held[] = []
  for (let drill = 0; drill < drills; drill++) {
    const forecast = simulate(book, estimates(book, past, 'lab'), {
      seed: 1,
      runs: 400,
      target: 'lab',
      detail: 'odds',
      outcomes: outcomes(book, past, 'lab'),
    })
    const late = varied(0.15)
    const took = medians.map((median) => median * late * varied(0.3))
    const evidence = {
      run: `run-${drill}`,
      target: 'lab',
      direction: 'failover',
      plan: book.plan,
      scenario: book.scenario.id,
      finishedAt: new Date(drill * 1000).toISOString(),
      verdict: 'met',
      approvals: [],
      steps: ids.map((id, at) => ({ step: id, use: `act.${id}`, seconds: took[at], attempts: 1 })),
      flows: [
        {
          flow: 'checkout',
          rto: { measured: took.reduce((sum, one) => sum + one, 0.06) },
          rpo: { measured: usualLoss * varied(0.35) },
        },
      ],
    } as unknown as Evidence
    held.push({ forecast, evidence })
    past.push(evidence)
  }
  return held
}

test('of systems that nobody knew, bands hold about nine in ten and are hardly wider than what is measured', () => {
  const all = Array.from({ length: worlds }, (_, world) => drilled(world)).flat()
  const { rto, rpo } = calibrationOf(all)
  for (const figure of [rto, rpo]) {
    expect(figure.values).toBe(worlds * drills)
    expect(figure.within / figure.values).toBeGreaterThan(0.84)
    expect(figure.widths.narrow / figure.widths.rows).toBeGreaterThan(0.85)
    expect(figure.width).toBeLessThan(2)
  }
})
