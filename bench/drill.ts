/**
 * What Muster adds to a failover. The rival is the same lab, load, fault and probe settings with the steps written out
 * by hand: look until the probes have failed for long enough, promote over SQL, switch the route. Both sides alternate
 * in one run, and both downtimes are the worst client's, computed from its requests by the same function.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type Measurements, restoredAt } from '#evidence'
import { systemClock } from '#execution'
import { createLab } from '#lab'
import { openMuster } from '#muster'
import { parsePlan, planDigest } from '#plan'
import { compileRunbook, type Runbook } from '#runbook'
import { seconds } from '#units'
import { median, print } from './figure.ts'

const example = fileURLToPath(new URL('../examples/contoso-orders/muster.yaml', import.meta.url))
const today = new Date().toISOString().slice(0, 10)
const basePort = 64_100

/** @param args how many rounds; 7 where left out */
export async function drill(args: readonly string[]): Promise<void> {
  const rounds = Number(args[0] ?? 7)
  const muster: number[] = []
  const hand: number[] = []
  for (let round = 1; round <= rounds; round++) {
    hand.push(await apart(byHand))
    muster.push(await apart(byMuster))
    process.stderr.write(
      `round ${round}: by hand ${hand.at(-1)?.toFixed(3)} s, by Muster ${muster.at(-1)?.toFixed(3)} s\n`,
    )
  }
  const against = 'the same detect, promote and switch by hand'
  print({
    bench: 'drill',
    measure: 'overhead',
    value: round(median(muster)),
    unit: 's',
    against,
    ratio: round(median(muster) / median(hand)),
  })
  const pairs = muster.map((value, index) => value / (hand[index] ?? Number.NaN))
  print({
    bench: 'drill',
    measure: 'overhead-pairwise',
    value: round(median(pairs)),
    unit: 'ratio',
    against,
    ratio: round(median(pairs)),
  })
}

/** Runs one side in a state folder of its own. */
async function apart(side: (home: string) => Promise<number>): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'muster-bench-'))
  try {
    return await side(home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function byMuster(home: string): Promise<number> {
  const muster = openMuster({ cwd: home, environment: { MUSTER_HOME: home, MUSTER_LAB_PORT: String(basePort) } })
  const found = muster.find(example, today)
  const result = await muster.drill(found as Parameters<typeof muster.drill>[0], {
    scenario: 'east-lost',
    holding: { target: 'lab' },
    signal: new AbortController().signal,
    watcher: { say: () => undefined, record: () => undefined, asked: () => undefined, forecast: () => undefined },
  })
  return Math.max(...(result?.evidence.flows ?? []).map((flow) => flow.rto.measured ?? Number.NaN))
}

async function byHand(home: string): Promise<number> {
  const runbook = exampleRunbook(home)
  const lab = createLab({ home, basePort, clock: systemClock })
  try {
    await lab.start('by-hand', runbook, () => undefined)
    await lab.load(seconds(3))
    const t0 = await lab.inject('by-hand', { as: 'cut-off', regions: ['east'], components: [], between: [] })
    while (Number((await lab.facts())['probes.storefront.failingFor'] ?? 0) < 1) await systemClock.sleep(seconds(0.05))
    const client = new pg.Client({ connectionString: lab.endpoint('orders-db', 'west').url })
    await client.connect()
    await client.query('select pg_promote(true, 60)')
    await client.end()
    const { url, token } = lab.traffic()
    await fetch(`${url}/route`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ region: 'west', key: 'route', run: 'by-hand', epoch: 1 }),
    })
    while (!(await lab.restoredSince(t0, runbook))) await systemClock.sleep(seconds(0.2))
    return worst(await lab.measurements(t0 - 1, t0, []), t0, runbook)
  } finally {
    await lab.stop()
  }
}

function worst(measurements: Measurements, t0: number, runbook: Runbook): number {
  return Math.max(
    ...measurements.clients.map((client) => {
      const level = runbook.flows.find((flow) => flow.id === client.flow)?.level
      return (
        (level && restoredAt(client, t0, level) !== undefined
          ? (restoredAt(client, t0, level) as number)
          : Number.NaN) - t0
      )
    }),
  )
}

/** The runbook that the drill would run; by hand only its flows, stores and probes are used. */
function exampleRunbook(cwd: string): Runbook {
  const { file } = openMuster({ cwd, environment: {} }).find(example, today)
  const { plan } = parsePlan(file.text, file.shown)
  const timing = plan?.drills?.[0]?.timing
  if (!plan || !timing) throw new TypeError('The example has no drill with timing. This is a bug in Muster.')
  const compiled = compileRunbook(plan, planDigest(plan), {
    scenario: 'east-lost',
    direction: 'failover',
    timing,
    decision: 'automatic',
  })
  if ('reason' in compiled) throw new TypeError(`${compiled.reason} This is a bug in Muster.`)
  return compiled.runbook
}

function round(value: number): number {
  return Number(value.toFixed(3))
}
