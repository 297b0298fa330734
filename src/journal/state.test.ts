import { expect, test } from 'vitest'
import { fold, type Happening, nothingYet, type RunState, stepState } from '#journal'

function after(state: RunState, ...happenings: ReadonlyArray<readonly [number, Happening]>): RunState {
  return happenings.reduce(
    (now, [tsMono, happening]) => fold(now, { ...happening, runId: 'run-1', seq: now.seq + 1, epoch: 1, tsMono }),
    state,
  )
}

const begin = (step: string, attempt = 1): Happening => ({ type: 'stepStarted', data: { step, attempt, key: 'k' } })
const succeed = (step: string): Happening => ({ type: 'stepSucceeded', data: { step, attempt: 1, output: null } })
const fail = (step: string, given: { harmless?: true } = {}): Happening => ({
  type: 'stepFailed',
  data: { step, attempt: 1, retryable: true, message: 'no', ...given },
})
const skip = (step: string): Happening => ({ type: 'stepSkipped', data: { step, comment: 'c', signal: 's' } })
const retry = (step: string): Happening => ({ type: 'retryAsked', data: { step, signal: 's' } })
const undo = (step: string): Happening => ({ type: 'undoAsked', data: { step, signal: 's' } })
const take = (clock?: string): Happening => ({
  type: 'leaseTaken',
  data: { holder: 'h', epoch: 2, ...(clock === undefined ? {} : { clock }) },
})
const start = (clock?: string): Happening => ({
  type: 'runStarted',
  data: {
    runbookDigest: '',
    runbook: null,
    subject: 'lab',
    target: 'lab',
    kind: 'drill',
    ...(clock === undefined ? {} : { clock }),
  },
})
const fresh = nothingYet('run-1')

test('what takes a step back undoes it, and how often that happened is counted on both', () => {
  const done = after(fresh, [1, begin('a')], [2, succeed('a')], [3, undo('a')])
  expect(stepState(done, 'undo:a')).toEqual({ status: 'notStarted', attempts: 0, granted: 0, since: 3 })
  const back = after(done, [4, begin('undo:a')], [5, succeed('undo:a')])
  expect(stepState(back, 'a')).toMatchObject({ status: 'undone', takenBack: 1, since: 5 })
  expect(stepState(back, 'undo:a')).toMatchObject({ status: 'succeeded', takenBack: 1 })
  const again = after(back, [6, retry('a')], [7, begin('a', 2)], [8, succeed('a')], [9, undo('a')])
  expect(stepState(again, 'undo:a')).toMatchObject({ status: 'notStarted', attempts: 1, granted: 1 })
  const twice = after(again, [10, begin('undo:a', 2)], [11, succeed('undo:a')])
  expect(stepState(twice, 'a')).toMatchObject({ status: 'undone', takenBack: 2 })
})

test('whether an earlier attempt may have had its effect is known while a later one runs, and no longer', () => {
  const again = after(fresh, [1, begin('a')], [2, fail('a')], [3, begin('a', 2)])
  expect(stepState(again, 'a')).toMatchObject({ status: 'running', unsure: true })
  const failed = stepState(after(again, [4, fail('a', { harmless: true })]), 'a')
  expect(failed).not.toHaveProperty('harmless')
  expect(failed).not.toHaveProperty('unsure')
  expect(stepState(after(again, [4, succeed('a')]), 'a')).not.toHaveProperty('unsure')
  const clean = after(fresh, [1, begin('a')], [2, fail('a', { harmless: true })], [3, begin('a', 2)])
  expect(stepState(clean, 'a')).not.toHaveProperty('unsure')
  expect(stepState(after(clean, [4, fail('a', { harmless: true })]), 'a')).toMatchObject({ harmless: true })
})

test('when the first attempt began is kept for all that follow', () => {
  const tried = after(fresh, [3, begin('a')], [4, fail('a')], [9, begin('a', 2)])
  expect(stepState(tried, 'a')).toMatchObject({ begunAt: 3, since: 9, attempts: 2 })
})

test('what was said of a loss before it was shown is no word on what is shown', () => {
  const vote: Happening = {
    type: 'voted',
    data: { step: 'd', decision: 'approved', role: 'r', person: 'p', bound: 'b', signal: 's' },
  }
  const voted = after(fresh, [1, vote])
  expect(stepState(voted, 'd').votes).toHaveLength(1)
  const shown = after(voted, [2, { type: 'lossShown', data: { step: 'd', stores: [{ component: 'db', seconds: 1 }] } }])
  expect(stepState(shown, 'd')).toEqual({
    status: 'notStarted',
    attempts: 0,
    since: 2,
    shown: [{ component: 'db', seconds: 1 }],
  })
})

test.each<[string, readonly Happening[], string]>([
  ['never begun', [skip('a')], 'verifiedNotDone'],
  ['failed before it acted', [begin('a'), fail('a', { harmless: true }), skip('a')], 'verifiedNotDone'],
  ['failed before it acted, and not skipped', [begin('a'), fail('a', { harmless: true })], 'verifiedNotDone'],
  ['failed with no known effect', [begin('a'), fail('a')], 'interrupted'],
  ['skipped after it failed with no known effect', [begin('a'), fail('a'), skip('a')], 'interrupted'],
  [
    'looked at and not done',
    [begin('a'), fail('a'), { type: 'stepProbed', data: { step: 'a', attempt: 1, answer: 'notDone' } }, skip('a')],
    'verifiedNotDone',
  ],
  ['taken back', [begin('a'), succeed('a'), undo('a'), begin('undo:a'), succeed('undo:a')], 'verifiedNotDone'],
])('one more attempt of a step that was %s begins from: %#', (_, before, status) => {
  const state = after(fresh, ...[...before, retry('a')].map((happening, at) => [at, happening] as const))
  expect(stepState(state, 'a')).toMatchObject({ status, granted: 1 })
  expect(stepState(state, 'a')).not.toHaveProperty('harmless')
})

test('after a takeover on the same clock time goes on, and on another one everything counts from then', () => {
  const fault: Happening = { type: 'faultInjected', data: { regions: ['east'], atMono: 12 } }
  const running = after(fresh, [10, start('here')], [13, fault], [20, begin('a')], [21, begin('b')], [22, succeed('b')])
  expect(running).toMatchObject({ startedAt: 10, t0: 12, faultAt: 12, clock: 'here' })
  const same = after(running, [30, take('here')])
  expect(same).toMatchObject({ startedAt: 10, t0: 12, clock: 'here' })
  expect(stepState(same, 'a')).toMatchObject({ status: 'interrupted', since: 20, begunAt: 20 })
  for (const clock of ['there', undefined]) {
    const other = after(running, [5, take(clock)])
    expect(other).toMatchObject({ startedAt: 5, t0: 5, faultAt: 12, clock: clock ?? 'here' })
    expect(stepState(other, 'a')).toMatchObject({ status: 'interrupted', since: 5, begunAt: 5 })
    expect(stepState(other, 'b')).toMatchObject({ status: 'succeeded', since: 5, begunAt: 5 })
  }
  const asked = after(running, [23, { type: 'asked', data: { step: 'm' } }], [5, take('there')])
  expect(stepState(asked, 'm')).toEqual({ status: 'waiting', attempts: 0, since: 5 })
})

test('whoever broke the glass stays known when others do too', () => {
  const glass = (...by: readonly string[]): Happening => ({
    type: 'glassBroken',
    data: { by, reason: 'r', challenge: 'c', signal: 's' },
  })
  expect(after(fresh, [1, glass('a', 'b')], [2, glass('b', 'c')]).glassBrokenBy).toEqual(['a', 'b', 'c'])
})

test('who started a run, in which mode and how long its steps usually take is known from its beginning', () => {
  const begun = after(fresh, [
    4,
    {
      type: 'runStarted',
      data: {
        runbookDigest: '',
        runbook: null,
        subject: 'prod',
        target: 't',
        kind: 'realEvent',
        mode: 'planned',
        by: 'lead',
        usual: { a: 3 },
      },
    },
  ])
  expect(begun).toMatchObject({ mode: 'planned', startedBy: 'lead', usual: { a: 3 }, startedAt: 4 })
  expect(begun).not.toHaveProperty('clock')
})

test('the next shift takes over what the one before has claimed, and nothing else', () => {
  const claim = (step: string, role: string): Happening => ({ type: 'claimed', data: { step, role, signal: 's' } })
  const handed: Happening = {
    type: 'handedOver',
    data: { from: 'lead', to: 'second', open: ['a', 'b', 'item:1'], signal: 's' },
  }
  const state = after(fresh, [1, claim('a', 'lead')], [2, claim('b', 'dba')], [3, claim('c', 'lead')], [4, handed])
  expect(['a', 'b', 'c'].map((step) => stepState(state, step).claimedBy)).toEqual(['second', 'dba', 'lead'])
})

test('what tells of the run and changes nothing of it changes nothing', () => {
  const state = after(fresh, [1, begin('a')])
  const told: readonly Happening[] = [
    { type: 'declared', data: { choice: 'wait', role: 'lead', criteria: [], losses: [] } },
    { type: 'splitFound', data: { other: 'o', doubly: [], by: 'lead', reason: 'r' } },
    { type: 'pagesMerged', data: { copies: [], digest: 'd', lines: [], contradictions: [], by: 'lead', reason: 'r' } },
    { type: 'signalRefused', data: { signal: 's', reason: 'r' } },
    { type: 'itemClosed', data: { item: 'none', disposition: 'd', signal: 's' } },
  ]
  for (const happening of told) expect(after(state, [2, happening])).toEqual({ ...state, seq: 2 })
})

test('the cause of a disaster is away once its regions are back, or it was taken away otherwise', () => {
  expect(fresh.healed).toBe(false)
  expect(after(fresh, [1, { type: 'regionReturned', data: { regions: ['east'] } }]).healed).toBe(true)
  expect(after(fresh, [1, { type: 'faultHealed', data: { as: 'partitioned' } }]).healed).toBe(true)
})
