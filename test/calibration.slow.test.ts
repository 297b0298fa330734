import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeAt, json } from './command.ts'

interface Drill {
  readonly evidence: string
  readonly flows: ReadonlyArray<{ readonly flow: string; readonly rto: { readonly measured: number } }>
}

interface Kept {
  readonly flows: ReadonlyArray<{
    readonly flow: string
    readonly rto: { readonly p5: number; readonly p50: number; readonly p95: number }
  }>
}

/** Drills that only teach, and drills whose forecast is held against what they measured. */
const [teaching, drills] = [10, 10]

test(`what ${drills} drills in a row measure lies where their forecasts expected it, once ${teaching} have taught them`, async () => {
  const home = homeAt(64_500)
  const seen: Array<{ flow: string; p5: number; p50: number; p95: number; measured: number }> = []
  try {
    for (let number = 1; number <= teaching + drills; number++) {
      const ended = await home.muster('drill', 'examples/contoso-orders', '--format', 'json')
      expect(ended.code, ended.stderr).toBe(0)
      const drill = json<Drill>(ended)
      const forecast = JSON.parse(readFileSync(join(drill.evidence, 'forecast.json'), 'utf8')) as Kept
      for (const { flow, rto } of forecast.flows) {
        const measured = drill.flows.find((one) => one.flow === flow)?.rto.measured
        if (measured === undefined) continue
        const { p5, p50, p95 } = rto
        process.stdout.write(`${number} ${flow}: measured ${measured}, expected ${p5} to ${p95}, median ${p50}\n`)
        if (number > teaching) seen.push({ flow, p5, p50, p95, measured })
      }
    }
  } finally {
    await home.remove()
  }
  const flows = Map.groupBy(seen, ({ flow }) => flow)
  expect(flows.size).toBeGreaterThan(0)
  for (const [flow, all] of flows) {
    const within = all.filter(({ p5, p95, measured }) => p5 <= measured && measured <= p95).length
    const measured = all.map((one) => one.measured)
    const width = median(all.map(({ p5, p95 }) => p95 - p5)) / (share(measured, 0.95) - share(measured, 0.05))
    const bias = median(all.map(({ p50 }) => p50)) / median(measured) - 1
    process.stdout.write(
      `${flow}: ${within} of ${all.length} within, the band ${width.toFixed(2)} times as wide as what was measured, the median ${(bias * 100).toFixed(1)} % off\n`,
    )
    expect.soft(within, `${flow}: within the band`).toBeGreaterThanOrEqual(8)
    expect.soft(width, `${flow}: width of the band`).toBeLessThanOrEqual(3)
    expect.soft(Math.abs(bias), `${flow}: bias`).toBeLessThanOrEqual(0.15)
  }
}, 2_400_000)

function median(values: readonly number[]): number {
  return share(values, 0.5)
}

/** Type 7 of Hyndman and Fan. */
function share(values: readonly number[], part: number): number {
  const rising = values.toSorted((a, b) => a - b)
  const place = (rising.length - 1) * part
  const below = rising[Math.floor(place)] ?? 0
  return below + ((rising[Math.ceil(place)] ?? below) - below) * (place % 1)
}
