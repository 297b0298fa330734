import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openSession, systemClock } from '#execution'
import type { Happening } from '#journal'
import { parsePlan, planDigest } from '#plan'
import { compileRunbook, runbookDigest } from '#runbook'
import { estatePlan } from '../../test/own/plan.ts'
import { openMuster } from './open.ts'
import { openProject, type Project } from './project.ts'

// Systems that answer every order, but for the one that is refused; what was ordered is written down.
const folder = mkdtempSync(join(tmpdir(), 'muster-left-'))
const orders: string[] = []
let refused = ''
let server: Server
let plan = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    const order = `${request.method} ${request.url}`
    orders.push(order)
    request.resume()
    response.writeHead(order === refused ? 405 : 200).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  plan = estatePlan({ door: port, management: port, eastApi: port, westApi: port, copyApi: port })
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

let homes = 0
let project: Project
const environment = {
  OWN_TOKEN: 'sEcret4manage',
  OWN_EAST: 'postgres://127.0.0.1:1/a',
  OWN_WEST: 'postgres://127.0.0.1:1/b',
}
beforeEach(() => {
  orders.length = 0
  refused = ''
  project = openProject({ cwd: folder, environment: { ...environment, MUSTER_HOME: join(folder, `home-${homes++}`) } })
})

const mend = 'POST /east/orders-api/operations/mend'

/** A drill that made a component fail and was cancelled, and whose process died before it was mended. */
async function cancelled(run: string): Promise<void> {
  const { plan: parsed } = parsePlan(plan, 'own.yaml')
  if (!parsed) throw new Error('The plan of this test cannot be read.')
  const way = { scenario: 'api-down', direction: 'failover', decision: 'automatic', mode: 'forced' } as const
  const made = compileRunbook(parsed, planDigest(parsed), way)
  if ('reason' in made) throw new Error(made.reason)
  const runbook = JSON.parse(JSON.stringify(made.runbook))
  const kept = project.workspace.kept(run)
  const texts = {
    'plan.yaml': plan,
    'holding.json': JSON.stringify({ target: 'over-http', kind: 'component' }),
    'own.json': JSON.stringify({ kind: 'component', cause: { by: 'target' } }),
    'failover.json': JSON.stringify(runbook),
    'diary.jsonl': [
      ['clock', systemClock.id],
      ['fault', 1],
      ['marker', 'orders-db', 1, 1, 1.1],
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  }
  for (const [name, text] of Object.entries(texts)) kept.set(name, text)
  const start = {
    runbookDigest: runbookDigest(made.runbook),
    runbook,
    subject: 'nonprod',
    target: 'over-http',
  } as const
  const events: Happening[] = [
    { type: 'runStarted', data: { ...start, kind: 'drill', clock: systemClock.id } },
    { type: 'faultInjected', data: { as: 'killed', regions: ['east'], components: ['orders-api'], atMono: 1 } },
    { type: 'runFinished', data: { outcome: 'cancelled' } },
  ]
  await project.withStore(async (store) => {
    const session = await openSession(store, run, systemClock, () => {})
    await session.record(events)
    await session.close()
  })
}

/** What taking the run up says; rejects where it refuses. */
async function resumed(run: string): Promise<readonly string[]> {
  const said: string[] = []
  const watcher = { forecast: () => {}, record: () => {}, asked: () => {}, say: (line: string) => void said.push(line) }
  const muster = openMuster(project)
  await muster.resumeDrill(run, { signal: new AbortController().signal, watcher })
  return said
}

it('mends the component of a drill that was cancelled and died before it could, once', async () => {
  await cancelled('drill-1')
  expect((await resumed('drill-1')).join('\n')).toMatch(/taken away again.*The run drill-1 has ended, and nothing/s)
  expect(orders).toEqual([mend, 'DELETE /markers?run=drill-1'])
  await expect(resumed('drill-1')).rejects.toThrow('The run drill-1 has ended')
  expect(orders.filter((order) => order === mend)).toHaveLength(1)
})

it('says which markers stay where nobody there deletes any, once', async () => {
  await cancelled('drill-3')
  refused = 'DELETE /markers?run=drill-3'
  expect((await resumed('drill-3')).join('\n')).toMatch(
    /^1 marker stays at 127\.0\.0\.1:\d+, which .* the run drill-3 by hand/m,
  )
  await expect(resumed('drill-3')).rejects.toThrow('The run drill-3 has ended')
})

it('says so and can be tried again where the component is not mended', async () => {
  await cancelled('drill-2')
  refused = mend
  await expect(resumed('drill-2')).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining('what it made fail is not mended') as string,
  })
  refused = ''
  await resumed('drill-2')
  expect(orders.filter((order) => order === mend)).toHaveLength(2)
})
