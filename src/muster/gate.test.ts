import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openSession, type Session, systemClock } from '#execution'
import { parsePlan, planDigest } from '#plan'
import { compileRunbook, type Runbook, runbookDigest } from '#runbook'
import { openStore } from '#store'
import { shopPlan } from '../../test/shop.ts'
import { gateOf } from './gate.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-gate-'))
const store = openStore(folder, systemClock)
const onlyOne = gateOf(systemClock)
const open: Session[] = []
afterAll(async () => {
  for (const session of open.splice(0)) await session.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

function runbookOf(): Runbook {
  const { plan } = parsePlan(shopPlan(), 'shop.yaml')
  if (!plan) throw new Error('The plan of this test cannot be read.')
  const way = { scenario: 'east-lost', direction: 'failover', decision: 'people' } as const
  const made = compileRunbook(plan, planDigest(plan), way)
  if ('reason' in made) throw new Error(made.reason)
  return made.runbook
}

/** Drives a run on a target from here on, as its process would. */
async function driven(
  run: string,
  kind: 'drill' | 'realEvent',
  target: string,
  runbook: Runbook = runbookOf(),
): Promise<void> {
  open.push(await onlyOne(store, runbook, target, run))
  const session = await openSession(store, run, systemClock, () => {})
  open.push(session)
  const data = { runbookDigest: runbookDigest(runbook), runbook: JSON.parse(JSON.stringify(runbook)) }
  await session.record([{ type: 'runStarted', data: { ...data, subject: 'nonprod', target, kind } }])
}

const refusal = (target: string): Promise<string> =>
  onlyOne(store, runbookOf(), target).then(
    () => 'It was let in.',
    (error: Error) => error.message,
  )

it('says of a drill that is driven how it is stopped, so that something real may come first', async () => {
  await driven('drill-1', 'drill', 'staging')
  const { host, pid } = (await store.lease('drill-1'))?.holder ?? {}
  const why = await refusal('staging')
  expect(why).toContain(`shop on staging is being driven already: run drill-1, by process ${pid} on ${host} since `)
  expect(why).toContain('Follow it:\n  muster run show drill-1\n')
  expect(why).toContain(`stop it on ${host}`)
  expect(why).toContain(`\n  kill ${pid}\n`)
  expect(why).toMatch(/new dry run/)
})

it('advises nobody to stop a run that is real, or a test on copies, which is taken down with its process', async () => {
  await driven('event-1', 'realEvent', 'live')
  expect(await refusal('live')).toMatch(
    /being driven already: run event-1, .*Follow it:\n {2}muster run show event-1$/s,
  )
  await driven('drill-2', 'drill', 'copies', { ...runbookOf(), mode: 'test' })
  expect(await refusal('copies')).toMatch(/Follow it:\n {2}muster run show drill-2$/)
})
