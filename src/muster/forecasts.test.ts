import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Plan, parsePlan } from '#plan'
import { forecastCommands } from './forecasts.ts'

const text = readFileSync(new URL('../../examples/contoso-orders/muster.yaml', import.meta.url), 'utf8')
const { forecast } = forecastCommands(
  'lab',
  () => [],
  () => ({}),
)
const one = { scenario: 'east-lost', runs: 200 }

function plan(changed: (text: string) => string = (same) => same): Plan {
  const { plan: parsed, problems } = parsePlan(changed(text), 'contoso')
  if (!parsed) throw new Error(problems.map(({ summary }) => summary).join())
  return parsed
}

test('times that contradict each other are refused with their places', async () => {
  const turned = plan((same) => same.replace(/^( +)stepTakes: .*$/m, '$1stepTakes: 8m\n$1stepTakesP95: 2m'))
  await expect(forecast(turned, one)).rejects.toThrow(
    /^components\.[\w-]+\.stepTakesP95 is 2m, but half of all cases take longer than 8m\.$/,
  )
})

test('more runs than anybody waits for are refused', async () => {
  await expect(forecast(plan(), { ...one, runs: 1e9 })).rejects.toThrow('1000000000 runs are too many')
})

test('a contact that the plan does not have cannot be absent', async () => {
  await expect(forecast(plan(), { ...one, absent: ['nobody'] })).rejects.toThrow(
    'The plan has no contact "nobody": incident-manager',
  )
})

test('an absent decider makes it later, and where its deputy is away too it never ends', async () => {
  const rto = async (absent: readonly string[]) =>
    (await forecast(plan(), { ...one, absent })).forecasts[0]?.flows[0]?.rto
  expect((await rto(['incident-manager']))?.p50).toBeGreaterThanOrEqual((await rto([]))?.p50 ?? Number.NaN)
  expect((await rto(['incident-manager', 'head-of-operations']))?.censoredShare).toBe(1)
})

test('clients forget the old address on a real target, and not on the lab', async () => {
  const caveats = async (target: string) => (await forecast(plan(), { ...one, target })).forecasts[0]?.caveats.join(' ')
  expect(await caveats('prod')).toContain('forget the old address within 30s')
  expect(await caveats('lab')).not.toContain('forget the old address')
})
