import { describe, expect, it } from 'vitest'
import { chain, type Happening, type NewEvent, recordHash } from '#journal'
import { runbook, step } from '../../src/execution/testing/books.ts'
import { brokenIn, type Witnesses } from './invariants.ts'
import type { Line } from './outside.ts'

const book = runbook([step('move'), step('switch', [], { effect: 'unkeyed' })])

const happened = (...happenings: readonly Happening[]): Witnesses['records'] => {
  const event = (happening: Happening): NewEvent => ({
    ...happening,
    actor: { name: 'muster', authn: 'muster' },
    ts: '2026-11-24T10:00:00.000Z',
    tsMono: 1,
  })
  return chain('run-1', 1, undefined, happenings.map(event)).map(({ record }) => record)
}
const began = (id: string, attempt = 1): Happening => ({ type: 'stepStarted', data: { step: id, attempt, key: id } })
const did = (id: string, attempt = 1): Happening => ({
  type: 'stepSucceeded',
  data: { step: id, attempt, output: null },
})
const failed = (id: string, harmless = false): Happening => ({
  type: 'stepFailed',
  data: { step: id, attempt: 1, retryable: true, message: 'no answer', ...(harmless ? { harmless: true } : {}) },
})
const ended: Happening = { type: 'runFinished', data: { outcome: 'succeeded' } }

const sound = happened(began('move'), began('switch'), did('move'), did('switch'), ended)
const act = (what: 'call' | 'effect', id: string, epoch = 1): Line => ({ pid: 1, what, step: id, key: id, epoch })
const stored = (seq: number, records = sound): Line => {
  const record = records[seq - 1]
  return { pid: 1, what: 'stored', seq, hash: record ? recordHash(record) : 'none', epoch: 1 }
}
const taken = (epoch: number): Line => ({ pid: 1, what: 'taken', epoch })
const lines: readonly Line[] = [
  taken(1),
  stored(2),
  act('call', 'move'),
  act('effect', 'move'),
  act('call', 'switch'),
  act('effect', 'switch'),
  stored(5),
]

const broken = (given: Partial<Witnesses>): readonly string[] =>
  brokenIn({ book, records: sound, lines, open: [], ...given }).map((sentence) => sentence.slice(0, 2))

/** Nothing is proven by witnesses that would not have noticed. */
describe('the witnesses of a run', () => {
  it('find nothing wrong with one that is sound', () => {
    expect(broken({})).toEqual([])
  })

  it('notice an acknowledged record that is gone, another one in its place, and a journal that was changed', () => {
    expect(broken({ lines: [...lines, stored(6)] })).toEqual(['I1'])
    const [first, ...rest] = lines
    const other = { ...stored(2), hash: 'other' } as Line
    expect(broken({ lines: [first as Line, other, ...rest] })).toEqual(['I1'])
    expect(broken({ records: sound.map((record, at) => (at === 2 ? { ...record, ts: '' } : record)) })).toContain('I1')
  })

  it('notice a signal that is gone, and not one that still waits or is answered', () => {
    const sent = [...lines, { pid: 1, what: 'sent', signal: 's' } as const]
    expect(broken({ lines: sent })).toEqual(['I1'])
    expect(broken({ lines: sent, open: ['s'] })).toEqual([])
  })

  it('notice a call after its step was done, and one under a later lease', () => {
    expect(broken({ lines: [...lines, act('call', 'move')] })).toEqual(['I2', 'I5'])
    expect(broken({ lines: [...lines.slice(0, -1), act('call', 'move', 2)] })).toEqual(['I2', 'I5'])
  })

  it('notice a second effect', () => {
    expect(broken({ lines: [...lines, act('effect', 'move')] })).toEqual(['I3'])
  })

  it('notice a step begun again while nobody knew whether it had happened', () => {
    const again = (...between: readonly Happening[]) =>
      broken({
        records: happened(
          began('move'),
          did('move'),
          began('switch'),
          ...between,
          began('switch', 2),
          did('switch', 2),
          ended,
        ),
        lines: lines.filter((line) => line.what !== 'stored').toSpliced(1, 0, stored(0)),
      }).filter((name) => name === 'I4')
    const resolved: Happening = {
      type: 'stepResolved',
      data: { step: 'switch', attempt: 1, answer: 'notDone', result: 'seen', signal: 's' },
    }
    expect(again()).toEqual(['I4'])
    expect(again(failed('switch'))).toEqual(['I4'])
    expect(again(failed('switch', true))).toEqual([])
    expect(again(failed('switch'), resolved)).toEqual([])
  })

  it('notice a call before its intent was stored', () => {
    expect(broken({ lines: [...lines.slice(0, 1), ...lines.slice(2)] })).toEqual(['I5', 'I5'])
  })

  it('notice an effect under an older lease', () => {
    expect(broken({ lines: [...lines.slice(0, -2), taken(2), ...lines.slice(-2)] })).toEqual(['I6'])
  })

  it('notice a run that did nothing, or did not succeed', () => {
    expect(broken({ lines: lines.filter((line) => line.what !== 'effect') })).toEqual(['I9', 'I9'])
    expect(broken({ records: sound.slice(0, -1), lines: lines.slice(0, -1) })).toEqual(['I9'])
  })
})
