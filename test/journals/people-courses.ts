import { generateKeyPairSync, sign } from 'node:crypto'
import { glassChallenge } from '#execution'
import { type Runbook, runbookDigest } from '#runbook'
import { seconds } from '#units'
import { decision, manual, runbook, step, undo } from '../../src/execution/testing/books.ts'
import { all, decided, detect, go, people, says, seen, shown, taking } from './asks.ts'
import type { Ask, Course } from './recorder.ts'

const keys = generateKeyPairSync('ed25519')
const key = `ed25519:${keys.publicKey.export({ format: 'jwk' }).x}`
const glass: Runbook = runbook([decision('decide', [], { deciders: ['data-owner'] }), step('move', ['decide'])], {
  people: [...people.slice(0, 2), { role: 'data-owner', name: 'Dana Dahl', key }],
  breakGlass: { holders: ['data-owner'], atLeast: 1 },
})
const signed: Ask['data'] = ([first], book) => {
  const challenge = glassChallenge(first?.runId ?? '', runbookDigest(book), 'Nobody can sign in.')
  return { signatures: { 'data-owner': sign(null, Buffer.from(challenge), keys.privateKey).toString('base64url') } }
}

/** Runs that people steer. */
export const peopleCourses: readonly Course[] = [
  {
    name: 'cancelled-and-taken-back',
    book: runbook([taking('move', []), step('kept', ['move']), taking('switch', ['kept']), manual('look', ['switch'])]),
    deeds: { 'undo:switch': ['answer lost'] },
    on: { 'work look': [{ kind: 'cancel', comment: 'Stood down.' }] },
  },
  {
    name: 'cancelled-as-it-is',
    book: runbook([taking('move', []), manual('look', ['move'])]),
    on: { 'work look': [{ kind: 'cancel', data: { undo: false } }] },
  },
  {
    name: 'cancelled-in-doubt',
    book: runbook([
      step('switch', [], { effect: 'unkeyed', undo: undo({ effect: 'unkeyed' }) }),
      manual('look', ['switch']),
    ]),
    deeds: { switch: ['hangs'] },
    drivers: [{ until: 'stepStarted switch 1' }, {}],
    on: { 'stepInDoubt switch 1': [{ kind: 'cancel' }, says('switch', 'done')] },
  },
  {
    name: 'paused',
    book: runbook([step('move'), manual('look', ['move']), step('switch', ['look'])]),
    on: {
      'work look': [{ kind: 'pause', comment: 'Wait for the owner.' }, seen('done', 'look')],
      'manualDone look': [{ kind: 'continue' }],
    },
  },
  {
    name: 'mode-switched',
    book: runbook(
      [
        step('drain', [], { modes: ['planned'] }),
        manual('look', ['drain'], { modes: ['planned'] }),
        step('take', ['look'], { modes: ['forced'] }),
        decision('decide', ['take'], { accepts: 'loss' }, { modes: ['forced'] }),
        step('move', ['decide']),
      ],
      { mode: 'planned', stores: [{ component: 'orders-db', replication: 'async' }] },
    ),
    on: {
      'work look': [
        { kind: 'mode', data: { mode: 'planned' } },
        { kind: 'mode', data: { mode: 'forced' } },
      ],
      'decision decide': [{ kind: 'approve', step: 'decide', data: shown('decide') }],
    },
  },
  {
    name: 'rehearsal-that-changes-nothing',
    book: runbook(
      [
        step('check', [], { modes: ['test', 'forced'], effect: 'none' }),
        step('move', ['check'], { modes: ['forced'] }),
      ],
      { mode: 'test' },
    ),
    begin: { mode: 'test' },
  },
  {
    name: 'votes',
    book: runbook(
      [
        decision('decide', [], { deciders: ['lead', 'data-owner', 'dba'], atLeast: 2, notTheStarter: true }),
        step('move', ['decide']),
      ],
      { people },
    ),
    begin: { by: 'lead' },
    on: {
      'decision decide': ['lead', 'data-owner', 'dba', 'second'].map((by) => ({ kind: 'approve', step: 'decide', by })),
    },
  },
  {
    name: 'loss-shown',
    book: runbook([decision('decide', [], { accepts: 'loss', deciders: ['data-owner'] }), step('move', ['decide'])], {
      stores: [{ component: 'orders-db', replication: 'async' }],
    }),
    on: {
      'decision decide': [
        { kind: 'approve', step: 'decide', by: 'data-owner' },
        { kind: 'approve', step: 'decide', by: 'data-owner', data: { bound: 'another' } },
        {
          kind: 'approve',
          step: 'decide',
          by: 'data-owner',
          data: shown('decide'),
        },
      ],
    },
  },
  {
    name: 'fallback',
    book: runbook([step('move'), step('by-other-means', [], { insteadOf: 'move' }), step('switch', ['move'])]),
    deeds: { move: ['fails'] },
  },
  {
    name: 'next-shift',
    book: runbook([manual('look'), step('move', ['look'])]),
    on: {
      'work look': [
        { kind: 'claim', step: 'look' },
        seen('done', 'look', { by: 'data-owner' }),
        { kind: 'handover', data: { to: 'data-owner' }, comment: 'Nearly there.' },
      ],
      handedOver: [seen('done', 'look', { by: 'data-owner' })],
    },
  },
  {
    name: 'items',
    book: runbook([manual('look')]),
    on: {
      'work look': [
        { kind: 'item', id: 'one', step: 'look', comment: 'Two orders differ.', data: { owner: 'data-owner' } },
        seen('done', 'look'),
      ],
      items: [{ kind: 'done', step: 'item:one', comment: 'Both were paid back.' }],
    },
  },
  {
    name: 'glass-broken',
    book: glass,
    on: {
      'decision decide': [{ kind: 'break-glass', id: 'one', comment: 'Nobody can sign in.', data: signed }],
      glassBroken: [{ kind: 'approve', step: 'decide', by: 'data-owner' }],
      items: [{ kind: 'done', by: 'data-owner', step: 'item:review-one', comment: 'Reviewed.' }],
    },
  },
  {
    name: 'undecided-and-escalated',
    book: runbook([
      decision('decide', [], {
        within: seconds(30),
        ifUndecided: 'wait',
        escalation: [{ after: seconds(5), to: 'data-owner' }],
      }),
      step('move', ['decide']),
    ]),
    on: { 'timerFired undecided:decide': [{ kind: 'approve', step: 'decide', by: 'data-owner' }] },
  },
  {
    name: 'undecided-and-gone',
    book: runbook([decision('decide', [], { within: seconds(5), ifUndecided: 'failover' }), step('move', ['decide'])]),
  },
  {
    name: 'declared-early',
    book: runbook([detect, decided, step('move', ['decide'])], {
      activation: { when: { kind: 'never' } as never, text: 'it is lost', blip: seconds(5) },
    }),
    deeds: { detect: ['hangs'] },
    on: { 'timerFired blip:detect': [{ kind: 'approve', step: 'decide' }] },
  },
  {
    name: 'taken-back-by-hand-and-done-again',
    book: runbook([taking('move', []), manual('look', ['move'])]),
    on: {
      'work look': [{ kind: 'undo', step: 'move', comment: 'The wrong one.' }],
      'failure move': [{ kind: 'retry', step: 'move' }],
      'stepSucceeded move 2': [seen('done', 'look')],
    },
  },
  {
    name: 'late',
    book: runbook([step('move'), manual('look', ['move'])], {
      flows: [
        {
          id: 'buy',
          does: 'Sells',
          tier: 1,
          data: 'writes',
          objectives: { rto: seconds(8) },
          level: { success: 0.99 as never, hold: seconds(5) },
          restoredBy: ['look'],
          stores: [],
          components: [],
        },
      ],
    }),
    begin: { usual: { move: 1, look: 2 } },
    deeds: { move: ['slow'] },
    on: { 'timerFired deadline:buy:100': [seen('done', 'look')] },
  },
  { name: 'one-at-a-time', book: runbook([detect, decided, ...all], { limits: { atOnce: 1 } }), on: go },
  {
    name: 'declared-and-split',
    book: runbook([step('move')]),
    first: [
      {
        type: 'declared',
        data: {
          choice: 'go',
          role: 'lead',
          criteria: [{ text: 'the region is lost', state: 'unknown' }],
          losses: [{ component: 'orders-db', unknown: 'It does not answer.' }],
          comment: 'Go.',
        },
      },
      { type: 'splitFound', data: { other: 'another-run', doubly: ['move'], by: 'lead', reason: 'The link was cut.' } },
    ],
  },
  {
    name: 'merged-pages',
    book: runbook([step('move')]),
    first: [
      {
        type: 'pagesMerged',
        data: {
          copies: [{ copy: 'a1b2', lines: 1 }],
          digest: 'sha256:1',
          lines: [{ copy: 'a1b2', n: 1, at: '2026-11-30T03:00:00.000Z', by: 'Ada', kind: 'stepDone', step: 'move' }],
          contradictions: ['move: done by Ada on a page at 2026-11-30T03:00:00.000Z, and nothing of it in this run.'],
          by: 'lead',
          reason: 'The network was down.',
        },
      },
    ],
  },
  { name: 'open', book: runbook([step('move'), manual('look', ['move'])]), drivers: [{ until: 'work look' }] },
]
