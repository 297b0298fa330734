import { describe, expect, test } from 'vitest'
import { carriedBetween } from './carrying.ts'
import { openDiary, type Paper } from './diary.ts'

function paper(text = ''): Paper & { text(): string } {
  let all = text
  return {
    read: () => all,
    add: (more) => {
      all += more
    },
    text: () => all,
  }
}

describe('the diary of a run', () => {
  test('writes nothing before there is something to write', () => {
    const sheet = paper()
    openDiary(sheet, 'host:1')
    expect(sheet.text()).toBe('')
  })

  test('goes on after its process was killed, and never gives a number twice', () => {
    const sheet = paper()
    const first = openDiary(sheet, 'host:1')
    const number = first.next('orders-db')
    first.acknowledged('orders-db', { sequence: number, sent: 1, at: 1.5 })
    first.asked('checkout', { at: 2, ok: true, latency: 0.1 })
    first.next('orders-db')
    const second = openDiary(paper(`${sheet.text()}["marker","orders-db",`), 'host:1')
    expect(second.markers('orders-db')).toEqual([{ sequence: 1, sent: 1, at: 1.5 }])
    expect(second.requests('checkout')).toEqual([{ at: 2, ok: true, latency: 0.1 }])
    expect(second.next('orders-db')).toBeGreaterThan(2)
    expect(second.next('bills-db')).toBe(1)
  })

  test('what found no space is known until its process ends, and spoils nothing that follows once there is some', () => {
    const sheet = paper()
    let space = 0
    const full: Paper = {
      read: sheet.read,
      add(text, lasting) {
        if (space <= 0) {
          sheet.add(text.slice(0, 7), lasting)
          throw new Error('no space')
        }
        sheet.add(text, lasting)
      },
    }
    const first = openDiary(full, 'host:2')
    const asked = (at: number) => first.asked('checkout', { at, ok: true, latency: 0.1 })
    expect(() => asked(1)).toThrow('no space')
    expect(() => asked(2)).toThrow('no space')
    space = 1
    asked(3)
    expect(first.requests('checkout').map(({ at }) => at)).toEqual([1, 2, 3])
    expect(
      openDiary(sheet, 'host:2')
        .requests('checkout')
        .map(({ at }) => at),
    ).toEqual([3])
    expect(openDiary(sheet, 'host:3').requests('checkout'), 'of another clock, though its line came late').toEqual([])
  })

  test('waits for the disk with what orders rest on, and not with what is measured', () => {
    const added: (readonly [string, boolean])[] = []
    const diary = openDiary(
      { read: () => '', add: (text, lasting) => void added.push([text.slice(2, 7), lasting]) },
      'h',
    )
    diary.asked('checkout', { at: 1, ok: true, latency: 0.1 })
    diary.noteStood({ serving: [], answering: [] })
    diary.noteOrdered(2)
    diary.acknowledged('orders-db', { sequence: 1, sent: 2, at: 3 })
    diary.noteMended()
    diary.noteForgotten('orders-db')
    diary.noteTakeDown('ordered')
    expect(added).toEqual([
      ['clock', false],
      ['asked', false],
      ['stood', true],
      ['fault', true],
      ['marke', false],
      ['mende', true],
      ['forgo', true],
      ['take-', true],
    ])
  })

  test('half a line that a killed process left spoils nothing that follows', () => {
    const sheet = paper('["clock","host:1"]\n["asked","check')
    openDiary(sheet, 'host:1').asked('checkout', { at: 3, ok: false, latency: 2 })
    expect(openDiary(sheet, 'host:1').requests('checkout')).toEqual([{ at: 3, ok: false, latency: 2 }])
  })

  test('times of a clock that started anew are left out, numbers are not', () => {
    const sheet = paper()
    openDiary(sheet, 'host:1').acknowledged('orders-db', { sequence: 7, sent: 500, at: 501 })
    const later = openDiary(sheet, 'host:2')
    expect(later.markers('orders-db')).toEqual([])
    expect(later.next('orders-db')).toBeGreaterThan(7)
    later.acknowledged('orders-db', { sequence: 2000, sent: 3, at: 4 })
    expect(openDiary(sheet, 'host:2').markers('orders-db')).toEqual([{ sequence: 2000, sent: 3, at: 4 }])
  })

  test('knows what stood before a test set anything up, also where that was nothing', () => {
    const sheet = paper()
    const diary = openDiary(sheet, 'host:1')
    expect(diary.stood()).toBeUndefined()
    diary.noteStood({ serving: [], answering: ['orders-api'] })
    expect(openDiary(sheet, 'host:1').stood()).toEqual({ serving: [], answering: ['orders-api'] })
    const earlier = { serving: ['orders-db'], answering: ['orders-db'] }
    expect(openDiary(paper('["stood",["orders-db"]]\n'), 'host:1').stood()).toEqual(earlier)
  })
})

describe('how a flow was served for a time', () => {
  const diary = openDiary(paper(), 'host:1')
  for (const at of [10, 11, 12, 20, 21]) diary.asked('checkout', { at, ok: at !== 11 && at !== 12, latency: 0.5 })

  test('counts what failed, the longest pause, and how long nobody asked', () => {
    expect(carriedBetween(9, 22, ['checkout'], diary, 3)).toEqual({
      unmeasured: 8,
      flows: [{ flow: 'checkout', requests: 5, failed: 2, longest: 9.5 }],
    })
  })

  test('where nobody asked at all, all of it is unmeasured', () => {
    expect(carriedBetween(100, 130, ['checkout'], diary, 3)).toEqual({
      unmeasured: 30,
      flows: [{ flow: 'checkout', requests: 0, failed: 0, longest: 0 }],
    })
  })
})
