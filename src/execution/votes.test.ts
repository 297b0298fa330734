import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RunState } from '#journal'
import { type Runbook, runbookDigest } from '#runbook'
import { seconds } from '#units'
import { answerChallenge, glassChallenge } from './keys.ts'
import { boundTo } from './people.ts'
import type { Signal, SignalKind } from './ports.ts'
import { answered } from './signals.ts'
import { after, decision, did, fresh, manual, runbook, step, undo } from './testing/books.ts'
import { isSigned } from './votes.ts'

const signalId = 'abcdef012345'

function signal(kind: SignalKind, given: Partial<Signal> = {}): Signal {
  return { id: signalId, run: 'run-1', kind, by: 'lead', at: '2026-11-24T10:00:00.000Z', ...given }
}

/** The events of an answer, or the reason of a refusal. */
function answer(book: Runbook, state: RunState, kind: SignalKind, given: Partial<Signal> = {}): unknown {
  const events = answered(book, state, signal(kind, given))
  const [first] = events
  return events.length === 1 && first?.type === 'signalRefused' ? first.data.reason : events
}

const book = runbook([
  decision('go', [], { deciders: ['lead', 'data-owner'], atLeast: 2 }),
  manual('by-hand', ['go']),
  step('a', ['go'], { undo: undo() }),
  step('b', ['a'], { undo: undo() }),
])

const open = after(fresh, did.ask('go'))

const gone = after(open, did.vote('go', 'lead'), did.vote('go', 'data-owner'), did.decide('go'))

const pair = generateKeyPairSync('ed25519')

const other = generateKeyPairSync('ed25519')

const keyOf = ({ publicKey }: typeof pair): string => `ed25519:${publicKey.export({ format: 'jwk' }).x ?? ''}`

const signatureBy = ({ privateKey }: typeof pair, text: string): string =>
  sign(null, Buffer.from(text), privateKey).toString('base64url')

test('an answer to a decision is a vote of one person, bound to what is asked', () => {
  const bound = boundTo(book, open, 'go')
  expect(answer(book, open, 'approve', { step: 'go', comment: 'yes', data: { bound } })).toEqual([
    {
      type: 'voted',
      data: { step: 'go', decision: 'approved', role: 'lead', person: 'lead', bound, comment: 'yes', signal: signalId },
    },
  ])
  expect(answer(book, open, 'reject', { step: 'go', by: 'second' })).toMatchObject([
    { data: { decision: 'rejected', role: 'second', person: 'second' } },
  ])
  expect(answer(book, open, 'approve', { step: 'go', data: { bound: 'sha256:1' } })).toBe(
    'What was answered is not what is asked now: the runbook or the loss shown has changed. Look again with `muster run show run-1`.',
  )
  expect(answer(book, after(open, did.vote('go', 'lead')), 'approve', { step: 'go' })).toBe(
    'lead has answered go already; one person counts once.',
  )
  expect(answer(book, after(open, did.vote('go', 'lead')), 'approve', { step: 'go', by: 'second' })).toMatchObject([
    { type: 'voted', data: { role: 'second', person: 'second' } },
  ])
  expect(answer(book, gone, 'reject', { step: 'go' })).toBe('go was decided already: approved.')
  expect(answer(book, after(open, did.decide('go', 'rejected')), 'approve', { step: 'go' })).toBe(
    'go was decided already: rejected.',
  )
  expect(answer(book, open, 'approve', { step: 'by-hand' })).toBe('by-hand is not a decision.')
  expect(answer(book, open, 'approve', { step: 'nothing' })).toBe('The runbook has no step "nothing".')
  expect(answer(book, open, 'approve')).toBe('The runbook has no step "".')
  expect(answer(book, after(open, did.cancel()), 'approve', { step: 'go' })).toBe(
    'The run is being cancelled: nothing is decided any more.',
  )
})

test('only those who may decide do, and not whoever started the run, under whatever role', () => {
  const steps = [decision('go', [], { deciders: ['data-owner'], notTheStarter: true })]
  const people = [
    { role: 'lead', name: 'Lea' },
    { role: 'data-owner', name: 'Dana', deputy: 'dba' },
    { role: 'dba', name: 'Dee' },
    { role: 'starter', name: 'DANA' },
  ]
  const strict = runbook(steps, { people })
  expect(answer(strict, open, 'approve', { step: 'go' })).toBe('"lead" may not decide go: data-owner, dba may.')
  const started = { ...open, startedBy: 'starter' }
  expect(answer(strict, started, 'approve', { step: 'go', by: 'data-owner' })).toBe(
    'Whoever started the run may not decide go.',
  )
  expect(answer(strict, started, 'approve', { step: 'go', by: 'dba' })).toMatchObject([{ type: 'voted' }])
  expect(answer(strict, open, 'approve', { step: 'go', by: 'data-owner' })).toMatchObject([{ type: 'voted' }])
  const lax = runbook([decision('go', [], { deciders: ['data-owner'] })], { people })
  expect(answer(lax, started, 'approve', { step: 'go', by: 'data-owner' })).toMatchObject([{ type: 'voted' }])
})

test('a decision is taken early while only the noticing is waited for, and otherwise when it is asked', () => {
  const early = runbook([
    step('notice', [], { phase: 'detect' }),
    step('ready', [], { effect: 'none' }),
    decision('declare', ['notice', 'ready']),
  ])
  expect(answer(early, fresh, 'approve', { step: 'declare' })).toBe(
    'declare cannot be answered yet: steps before it are not done.',
  )
  const ready = after(fresh, did.begin('notice'), did.begin('ready'), did.succeed('ready'))
  expect(answer(early, ready, 'approve', { step: 'declare' })).toMatchObject([{ type: 'voted' }])
  expect(answer(early, after(fresh, did.skip('ready')), 'approve', { step: 'declare' })).toMatchObject([
    { type: 'voted' },
  ])
  expect(answer(book, fresh, 'approve', { step: 'go' })).toMatchObject([{ type: 'voted' }])
})

test('a loss is accepted by whoever has seen it, and never before it is shown', () => {
  const loss = runbook([
    step('notice', [], { phase: 'detect' }),
    decision('accept', ['notice'], { accepts: 'loss', deciders: ['data-owner'] }),
  ])
  const by = { step: 'accept', by: 'data-owner' }
  const watching = after(fresh, did.begin('notice'))
  const early = boundTo(loss, watching, 'accept')
  expect(answer(loss, watching, 'approve', { ...by, data: { bound: early } })).toBe(
    'accept cannot be answered yet: steps before it are not done.',
  )
  const shown = after(watching, did.succeed('notice'), did.show('accept'), did.ask('accept'))
  expect(answer(loss, shown, 'approve', by)).toBe(
    'Whoever accepts a loss must have seen it. Look at it with `muster run show run-1`.',
  )
  expect(answer(loss, shown, 'reject', by)).toMatchObject([{ data: { decision: 'rejected' } }])
  expect(answer(loss, shown, 'approve', { ...by, data: { bound: early } })).toContain('the loss shown has changed')
  const bound = boundTo(loss, shown, 'accept')
  expect(answer(loss, shown, 'approve', { ...by, data: { bound } })).toMatchObject([{ data: { bound } }])
})

test('a signature under an answer must be that of the role over this question, and then the answer is known by it', () => {
  const signing = runbook(book.steps, {
    people: [
      { role: 'lead', name: 'Lea', key: keyOf(pair) },
      { role: 'data-owner', name: 'Dana' },
    ],
  })
  const bound = boundTo(signing, open, 'go')
  const signature = signatureBy(pair, answerChallenge('run-1', 'go', bound, 'approved'))
  const given = { step: 'go', data: { signature } }
  expect(answer(signing, open, 'approve', given)).toMatchObject([{ type: 'voted' }])
  expect(isSigned(signing, open, signal('approve', given))).toBe(true)
  const no = signatureBy(pair, answerChallenge('run-1', 'go', bound, 'rejected'))
  expect(isSigned(signing, open, signal('reject', { step: 'go', data: { signature: no } }))).toBe(true)
  expect(answer(signing, open, 'reject', given)).toBe('The signature is not that of lead over this question.')
  for (const by of ['data-owner', 'stranger'])
    expect(isSigned(signing, open, signal('approve', { ...given, by }))).toBe(false)
  expect(isSigned(signing, open, signal('approve', { data: { signature } }))).toBe(false)
  expect(isSigned(signing, open, signal('approve', { step: 'go', data: { signature: 1 } }))).toBe(false)
  expect(isSigned(signing, open, signal('approve', { step: 'go' }))).toBe(false)
  expect(isSigned(signing, open, signal('claim', { step: 'go', data: { signature: no } }))).toBe(false)
})

test('the glass is broken by enough distinct holders of local keys, who sign the same challenge', () => {
  const glass = runbook([decision('go')], {
    breakGlass: { holders: ['keeper', 'warden', 'deputy'], atLeast: 2 },
    people: [
      { role: 'lead', name: 'Lea' },
      { role: 'keeper', name: 'Kim', key: keyOf(pair) },
      { role: 'warden', name: 'Wes', key: keyOf(other) },
      { role: 'deputy', name: 'kim', key: keyOf(pair) },
    ],
  })
  const challenge = glassChallenge('run-1', runbookDigest(glass), 'Nobody answers')
  const all = { keeper: signatureBy(pair, challenge), warden: signatureBy(other, challenge) }
  const ask = (signatures: unknown, comment = 'Nobody answers') =>
    answer(glass, open, 'break-glass', { comment, data: { signatures: signatures as string } })
  expect(ask(all)).toEqual([
    { type: 'glassBroken', data: { by: ['keeper', 'warden'], reason: 'Nobody answers', challenge, signal: signalId } },
    {
      type: 'itemOpened',
      data: {
        item: 'item:review-abcdef',
        text: 'Review why the emergency keys were used: Nobody answers',
        owner: 'lead',
      },
    },
  ])
  const few = (count: number): string =>
    `It takes 2 holders of emergency keys, and ${count} signed. The challenge is: ${challenge}`
  expect(ask({ keeper: all.keeper })).toBe(few(1))
  // One human being under two roles is one holder.
  expect(ask({ keeper: all.keeper, deputy: all.keeper })).toBe(few(1))
  for (const nothing of [undefined, null, 'x', []]) expect(ask(nothing)).toBe(few(0))
  expect(answer(glass, open, 'break-glass', { comment: 'Nobody answers' })).toBe(few(0))
  for (const role of ['lead', 'stranger'])
    expect(ask({ [role]: all.keeper })).toBe(`"${role}" holds no emergency key of this plan.`)
  expect(ask({ keeper: all.warden })).toBe(`The signature of keeper is not one over "${challenge}".`)
  expect(ask({ keeper: 1 })).toBe(`The signature of keeper is not one over "${challenge}".`)
  expect(ask(all, 'Another reason')).toContain('The signature of keeper is not one over')
  expect(ask(all, '')).toBe('Say why the usual approvals cannot be had.')
  expect(answer(book, open, 'break-glass', { comment: 'x' })).toBe(
    'The plan has no holders of emergency keys (breakGlass).',
  )
  const keyless = runbook(glass.steps, {
    breakGlass: { holders: ['keeper'], atLeast: 1 },
    people: [
      { role: 'lead', name: 'Lea' },
      { role: 'keeper', name: 'Kim' },
    ],
  })
  expect(answer(keyless, open, 'break-glass', { comment: 'x', data: { signatures: { keeper: 'y' } } })).toBe(
    '"keeper" holds no emergency key of this plan.',
  )
})

test('once the glass is broken the word of one holder is enough', () => {
  const glass = runbook([decision('go', [], { atLeast: 2, within: seconds(60) })], {
    breakGlass: { holders: ['data-owner'], atLeast: 1 },
  })
  const broken = after(open, {
    type: 'glassBroken',
    data: { by: ['data-owner'], reason: 'r', challenge: 'c', signal: 's' },
  })
  expect(answer(glass, broken, 'approve', { step: 'go', by: 'data-owner' })).toMatchObject([{ type: 'voted' }])
  expect(answer(glass, open, 'approve', { step: 'go', by: 'data-owner' })).toContain('may not decide')
})
