import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Evidence } from '#evidence'
import { homeAt, json, newest, root, stateOf } from './command.ts'

const home = homeAt(61_080)
const scratch = mkdtempSync(join(tmpdir(), 'muster-e2e-tabletop-'))
const minimal = readFileSync(join(root, 'examples/minimal/muster.yaml'), 'utf8')

afterEach(() => home.quiet())
afterAll(async () => {
  await home.remove()
  rmSync(scratch, { recursive: true, force: true })
})

/** The short example with other contacts, and, where asked, with a step that a person does. */
function planWith(name: string, contacts: string, more = ''): string {
  const path = join(scratch, `${name}.muster.yaml`)
  const before = 'contacts:\n  on-call: { name: Engineer on call, phone: "+1 555 0140", deputy: team-lead }\n'
  if (!minimal.includes(before)) throw new Error('The minimal plan has other contacts.')
  writeFileSync(path, `${minimal.replace(before, `contacts:\n${contacts}`)}${more}`)
  return path
}

const look = `
recovery:
  failover:
    read-a-note:
      title: Read a note that was written before the loss
      phase: verify
      owner: on-call
      manual: Open a note of yesterday
      needs: [promote.notes-db@west]
`

interface Drill {
  readonly run: string
  readonly verdict: string
  readonly flows: ReadonlyArray<{
    readonly rto: { readonly measured?: number; readonly phases?: { readonly decide?: number } }
    readonly rpo: { readonly method: string }
  }>
  readonly failback?: { readonly verdict: string }
  readonly gaps: readonly string[]
  readonly evidence: string
  readonly people?: ReadonlyArray<{
    readonly role: string
    readonly answered?: number
    readonly decided?: number
    readonly insteadOf?: string
    readonly channel: string
    readonly reached: boolean
  }>
}

/** Waits until a command sees what is looked for, a minute at most. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 60; tries++) {
    const seen = await look()
    if (seen !== undefined) return seen
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  throw new Error('It has not come within a minute.')
}

const evidenceOf = ({ evidence }: Drill): Evidence =>
  JSON.parse(readFileSync(join(evidence, 'evidence.json'), 'utf8')) as Evidence

describe('a drill at a table', () => {
  it('ends by itself where nobody takes part, and claims nothing of systems and people', async () => {
    const ended = await home.muster('drill', 'examples/minimal', '--target', 'tabletop', '--yes', '--format', 'json')
    expect(ended.code, ended.stderr).toBe(0)
    const drill = json<Drill>(ended)
    expect(drill).toMatchObject({ verdict: 'walked', failback: { verdict: 'walked' } })
    for (const { rto, rpo } of drill.flows) {
      expect(rto).not.toHaveProperty('measured')
      expect(rto).not.toHaveProperty('phases')
      expect(rpo.method).toBe('none')
    }
    expect(evidenceOf(drill)).toMatchObject({ subject: 'tabletop', steps: [], approvals: [] })
    expect((await home.muster('evidence', 'verify', drill.run)).code).toBe(0)
    expect(await home.leftovers()).toEqual([])
  }, 300_000)

  it('waits for people, is taken up after kill -9, and measures how long they took to decide', async () => {
    const plan = planWith(
      'look',
      '  on-call: { name: Engineer on call, phone: "+1 555 0140", deputy: team-lead }\n',
      look,
    )
    const first = home.start('drill', plan, '--target', 'tabletop', '--decision', 'people')
    await first.says(/Waiting for a person: decide\.north-lost/)
    const run = await newest(home, 'failover')
    first.signal('SIGKILL')
    await first.ended
    const second = home.start('run', 'resume', run, '--format', 'json')
    await second.says(/Waiting for a person: decide\.north-lost/)
    const approved = await home.muster('run', 'approve', run, '--as', 'team-lead')
    expect(approved.code, approved.stderr).toBe(0)
    await second.says(/Waiting for a person: read-a-note/)
    expect((await home.muster('run', 'done', run, '--as', 'on-call', '--comment', 'It is whole')).code).toBe(0)
    await second.says(/Waiting for a person: decide\.failback/)
    expect((await home.muster('run', 'approve', await newest(home, 'failback'), '--as', 'on-call')).code).toBe(0)
    const ended = await second.ended
    expect(ended.code, ended.stderr).toBe(0)
    const drill = json<Drill>(ended)
    expect(drill).toMatchObject({ run, verdict: 'exercised', failback: { verdict: 'exercised' } })
    expect(drill.flows[0]?.rto.phases?.decide).toBeGreaterThan(0)
    expect(drill.flows[0]?.rto).not.toHaveProperty('measured')
    const evidence = evidenceOf(drill)
    expect(evidence.approvals).toMatchObject([{ step: 'decide.north-lost', by: 'team-lead', method: 'person' }])
    // What was told took no time, and must not become an estimate.
    expect(evidence.steps.map(({ step }) => step)).toEqual(['decide.north-lost'])
    expect((await home.muster('evidence', 'verify', run)).code).toBe(0)
  }, 400_000)

  it('refuses what an absent person sends, and takes the deputy', async () => {
    const drilling = home.start(
      'drill',
      'examples/minimal',
      '--target',
      'tabletop',
      '--decision',
      'people',
      '--absent',
      'on-call',
      '--json',
    )
    await drilling.says(/Held without on-call: team-lead stands in/)
    await drilling.says(/Waiting for a person: decide\.north-lost/)
    const run = await newest(home, 'failover')
    const absent = await home.muster('run', 'approve', run, '--as', 'on-call')
    expect(absent).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(
        'takes no part in this drill: it is held without on-call, and team-lead stands in',
      ) as string,
    })
    expect((await home.muster('run', 'approve', run, '--as', 'team-lead')).code).toBe(0)
    await drilling.says(/Waiting for a person: decide\.failback/)
    expect((await home.muster('run', 'approve', await newest(home, 'failback'), '--as', 'team-lead')).code).toBe(0)
    const ended = await drilling.ended
    expect(ended.code, ended.stderr).toBe(0)
    const evidence = evidenceOf(json<Drill>(ended))
    expect(evidence).toMatchObject({ verdict: 'exercised', absent: ['on-call'] })
    expect(evidence.approvals.map(({ by }) => by)).toEqual(['team-lead'])
  }, 400_000)

  it('does not wait for nobody: it ends, and says what was missing', async () => {
    const plan = planWith('alone', '  on-call: { name: Engineer on call, phone: "+1 555 0140" }\n')
    const ended = await home.muster(
      'drill',
      plan,
      '--target',
      'tabletop',
      '--decision',
      'people',
      '--absent',
      'on-call',
      '--json',
    )
    expect(ended.code, ended.stderr).toBe(1)
    const drill = json<Drill>(ended)
    expect(drill.verdict).toBe('missed')
    expect(drill).not.toHaveProperty('failback')
    expect(drill.gaps).toContain('Nobody could do decide.north-lost: on-call is absent and has no deputy.')
    expect(await stateOf(home, drill.run)).toBe('failed')
    const walk = await home.muster('drill', plan, '--target', 'tabletop', '--absent', 'on-call', '--json')
    expect(walk.code, walk.stderr).toBe(1)
    expect(json<Drill>(walk)).toMatchObject({ verdict: 'missed' })
  }, 300_000)
})

describe('a drill that nobody is told of', () => {
  it('comes at a drawn moment, survives kill -9 before it, and measures who answered when', async () => {
    const rung: unknown[] = []
    const pager = createServer((request, response) => {
      let text = ''
      request.on('data', (part: Buffer) => (text += part.toString()))
      request.on('end', () => {
        rung.push(JSON.parse(text))
        response.writeHead(202).end()
      })
    })
    await new Promise<void>((resolve) => pager.listen(0, '127.0.0.1', resolve))
    try {
      const address = `http://127.0.0.1:${(pager.address() as AddressInfo).port}/events`
      const plan = planWith(
        'called',
        `  on-call: { name: Engineer on call, phone: "+1 555 0140", pager: "${address}", answersWithin: 1s, deputy: team-lead }\n`,
      )
      const words = ['--target', 'tabletop', '--unannounced', '--within', '20s', '--seed', '1000000000', '--json']
      const first = home.start('drill', plan, ...words)
      const said = await first.says(/nobody is told when/)
      const run = /muster run resume (\S+)/.exec(said)?.[1] ?? ''
      first.signal('SIGKILL')
      await first.ended
      const drilling = home.start('run', 'resume', run, '--json')
      // The first does not answer in time, and it climbs to the deputy.
      await drilling.says(/CALL on-call \(Engineer on call, \+1 555 0140\)/)
      await drilling.says(/CALL team-lead .* instead of on-call/)
      const here = await home.muster('run', 'here', run, '--as', 'team-lead', '--comment', 'On my way')
      expect(here.code, here.stderr).toBe(0)
      expect((await home.muster('run', 'approve', run, '--as', 'team-lead')).code).toBe(0)
      const back = await until(async () =>
        (await newest(home, 'failback')).startsWith(run) ? `${run}-failback` : undefined,
      )
      await drilling.says(/Waiting for a person: decide\.failback/)
      expect((await home.muster('run', 'approve', back, '--as', 'on-call')).code).toBe(0)
      const ended = await drilling.ended
      expect(ended.code, ended.stderr).toBe(0)
      const drill = json<Drill>(ended)
      expect(drill.verdict).toBe('exercised')
      const evidence = evidenceOf(drill)
      const { unannounced, people = [] } = evidence
      const from = Date.parse(unannounced?.from ?? '')
      expect(unannounced).toMatchObject({ seed: 1_000_000_000, within: 20 })
      expect(Date.parse(unannounced?.at ?? '') - from).toBe(Math.floor((1_000_000_000 / 2 ** 31) * 20_000))
      expect(Date.parse(evidence.startedAt)).toBeGreaterThanOrEqual(Date.parse(unannounced?.at ?? ''))
      expect(people).toMatchObject([
        { role: 'on-call', step: 'decide.north-lost', channel: 'pager', reached: false },
        { role: 'team-lead', channel: 'console', insteadOf: 'on-call', reached: true },
      ])
      expect(people[1]?.decided).toBeGreaterThanOrEqual(people[1]?.answered ?? Number.POSITIVE_INFINITY)
      expect(rung).toMatchObject([
        { kind: 'muster.call-out', drill: true, run, role: 'on-call', step: 'decide.north-lost' },
        { run: back, role: 'on-call' },
      ])
      expect(evidence.gaps).toContain('on-call was called for decide.north-lost and did not answer.')
      expect((await home.muster('evidence', 'verify', run)).code).toBe(0)
    } finally {
      pager.close()
    }
  }, 400_000)

  it('is for people, and says so', async () => {
    const automatic = await home.muster('drill', 'examples/minimal', '--unannounced', '--decision', 'automatic')
    expect(automatic).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('leave --decision automatic out') as string,
    })
    const loose = await home.muster('drill', 'examples/minimal', '--within', '2d')
    expect(loose).toMatchObject({ code: 2, stderr: expect.stringContaining('add --unannounced') as string })
    const ghost = await home.muster('drill', 'examples/minimal', '--target', 'tabletop', '--absent', 'ghost')
    expect(ghost).toMatchObject({ code: 2, stderr: expect.stringContaining('no contact "ghost"') as string })
  }, 120_000)
})

describe('people in a drill of the lab', () => {
  it('are called out without the one who is absent, and their answers are in the evidence', async () => {
    const drilling = home.start(
      'drill',
      'examples/minimal',
      '--unannounced',
      '--within',
      '1s',
      '--absent',
      'on-call',
      '--json',
    )
    await drilling.says(/CALL team-lead \(Team lead, \+1 555 0141\) instead of on-call/)
    const run = await newest(home, 'failover')
    const absent = await home.muster('run', 'here', run, '--as', 'on-call')
    expect(absent).toMatchObject({ code: 4, stderr: expect.stringContaining('takes no part') as string })
    expect((await home.muster('run', 'approve', run, '--as', 'team-lead')).code).toBe(0)
    await drilling.says(/Waiting for a person: decide\.failback/)
    expect((await home.muster('run', 'approve', `${run}-failback`, '--as', 'team-lead')).code).toBe(0)
    const ended = await drilling.ended
    expect(ended.code, ended.stderr).toBe(0)
    const drill = json<Drill>(ended)
    expect(drill.verdict).toBe('met')
    expect(drill.people).toMatchObject([
      { role: 'team-lead', insteadOf: 'on-call', reached: true },
      { role: 'team-lead', insteadOf: 'on-call', reached: true },
    ])
    expect(drill.people?.[0]?.decided).toBeGreaterThan(0)
    expect(evidenceOf(drill)).toMatchObject({ subject: 'lab', absent: ['on-call'], unannounced: { within: 1 } })
    expect((await home.muster('evidence', 'verify', run)).code).toBe(0)
    expect(await home.leftovers()).toEqual([])
  }, 400_000)

  it('miss it where nobody is left to decide, and the lab is gone afterwards', async () => {
    const plan = planWith('lone', '  on-call: { name: Engineer on call, phone: "+1 555 0140" }\n')
    const ended = await home.muster('drill', plan, '--absent', 'on-call', '--json')
    expect(ended.code, ended.stderr).toBe(1)
    const drill = json<Drill>(ended)
    expect(drill.verdict).toBe('missed')
    expect(drill).not.toHaveProperty('failback')
    expect(drill.gaps).toContain('Nobody could do decide.north-lost: on-call is absent and has no deputy.')
    expect((await home.muster('evidence', 'verify', drill.run)).code).toBe(0)
    expect(await home.leftovers()).toEqual([])
  }, 300_000)
})
