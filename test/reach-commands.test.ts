import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { json, root } from './command.ts'
import { muster } from './program.ts'
import { shopPlan } from './shop.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-reach-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const example = join(root, 'examples/contoso-orders/muster.yaml')

test('muster alive ends with 0 where nothing depends on what is lost, and with 1 where something does', async () => {
  writeFileSync(join(folder, 'sound.yaml'), shopPlan())
  writeFileSync(join(folder, 'watched.yaml'), shopPlan({ more: 'monitoring: { regions: [east] }\n' }))
  const [sound, watched] = await Promise.all([
    muster(folder, 'alive', 'sound.yaml', '--json'),
    muster(folder, 'alive', 'watched.yaml', '--format', 'json'),
  ])
  type Alive = { scenarios: Array<{ scenario: string; dependsOnLost: Array<{ who: string; on: string }> }> }
  expect([sound.code, watched.code]).toEqual([0, 1])
  expect(json<Alive>(sound).scenarios[0]).toMatchObject({ scenario: 'east-lost', dependsOnLost: [] })
  expect(json<Alive>(watched).scenarios[0]?.dependsOnLost).toMatchObject([{ who: 'monitoring.regions', on: 'east' }])
})

test('muster replay plays one incident or all, whatever they come to with 0, and names the nearest of none', async () => {
  const [all, one, none] = await Promise.all([
    muster(folder, 'replay', example),
    muster(folder, 'replay', example, '--incident', '2021-10-04-meta', '--pair-lost', '--json'),
    muster(folder, 'replay', example, '--incident', '2021-10-04-mets'),
  ])
  expect([all.code, one.code, none.code]).toEqual([0, 0, 2])
  expect(all.stdout).toContain('what-if-pair-lost')
  const { incidents } = json<{ incidents: Array<{ id: string; verdict: string; blockedSteps: object[] }> }>(one)
  expect(incidents).toMatchObject([{ id: '2021-10-04-meta', verdict: 'blocked' }])
  expect(incidents[0]?.blockedSteps).toContainEqual({ step: 'detect.east-lost', capability: 'monitoring' })
  expect(none.stderr).toContain('Did you mean "2021-10-04-meta"?')
})

test('muster break ends with 1 where an objective is missed anyway, and a scenario that is none is refused', async () => {
  writeFileSync(join(folder, 'sound.yaml'), shopPlan())
  writeFileSync(join(folder, 'late.yaml'), shopPlan().replaceAll('rto: 30m', 'rto: 2m'))
  const [late, none] = await Promise.all([
    muster(folder, 'break', 'late.yaml', '--json'),
    muster(folder, 'break', 'late.yaml', '--scenario', 'nothing'),
  ])
  expect([late.code, none.code]).toEqual([1, 2])
  const { objectives } = json<{ objectives: Array<{ objective: string; met: boolean; breaks: object[] }> }>(late)
  expect(objectives.find(({ objective }) => objective === 'rto')).toMatchObject({ met: false, breaks: [] })
  expect(objectives.find(({ objective }) => objective === 'rpo')).toMatchObject({
    met: true,
    breaks: [{ size: 1, failures: [{ kind: 'region', of: 'west' }] }],
  })
})
