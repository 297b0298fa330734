import { type Clock, systemClock } from '#execution'
import type { JournalRecord, NewEvent } from '#journal'
import { seconds } from '#units'

/** What the tests of the store share. */

export const note = (text: string): NewEvent => ({
  type: 'noted',
  data: { text },
  actor: { name: 'muster', authn: 'muster' },
  ts: '2026-11-24T10:00:00.000Z',
  tsMono: 1,
})

/** What an effect follows. */
export const intent = (step: string): NewEvent => ({
  ...note(''),
  type: 'stepStarted',
  data: { step, attempt: 1, key: step },
})

export const textsIn = (records: readonly JournalRecord[]): readonly string[] =>
  records.map((record) => (record.type === 'noted' ? record.data.text : record.type))

/** The machine's clock at many times its pace, so that a lease's life is over soon. `passed` is called at every sleep. */
export function quickClock(passed: (slept: number) => Promise<void> | void = () => undefined): Clock {
  let slept = 0
  return {
    ...systemClock,
    monotonic: () => slept,
    async sleep(duration) {
      slept += duration
      await passed(slept)
      await systemClock.sleep(seconds(0.001))
    },
  }
}
