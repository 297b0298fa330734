import { expect, test } from 'vitest'
import { type ProofsView, proofsJson, proofsText } from './proofs.ts'
import { poor, rich } from './testing/samples.ts'

const view: ProofsView = {
  rows: [
    {
      topic: 'copies-agree',
      says: 'Both copies are compared.',
      requirements: ['cold-standby.replication.v3'],
      by: 'digests of all rows of both regions',
      fault: 'replay in the other region is paused and does not go on',
      shown: { run: 'drill-2', says: '2 copies were compared, 400 rows or bytes of them, and are the same.' },
      newest: true,
    },
    {
      topic: 'audit-trail',
      says: 'The audit log is read.',
      requirements: ['warm-standby.security.v4'],
      by: 'the chain of the journal',
      fault: 'somebody changes the entry past the run',
      shown: { run: 'drill-1' },
      refuted: { run: 'drill-2', says: 'Nothing in the journal accounts for "hold\u001b[31m" at the entry.' },
      newest: false,
    },
    {
      topic: 'rollback',
      says: 'Taking an activation back is tried and timed.',
      requirements: ['cold-standby.failover.v3'],
      by: 'steps that were taken back',
      fault: 'the entry is killed while the run is taken back',
    },
    {
      topic: 'contacts-current',
      says: 'Every contact is tried and answers.',
      requirements: ['backup-restore.procedures.v2'],
      not: 'Nobody works in the lab',
    },
  ],
}

test('each topic has by what it is shown, where it was last, and what makes it say no', async () => {
  await expect(proofsText(view, rich)).toMatchFileSnapshot('golden/proofs.txt')
})

test('a narrow terminal without colours gets plain text, and nothing of a run steers it', () => {
  expect(proofsText(view, { ...poor, width: 60 })).toMatch(/^[\n -~]*$/)
})

test('the data have one entry for each topic, and no empty ones', () => {
  expect(proofsJson(view)).toEqual({ schemaVersion: 1, subject: 'lab', proofs: view.rows })
})
