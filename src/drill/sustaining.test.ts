import { expect, test } from 'vitest'
import { seconds } from '#units'
import { heldOn } from './sustaining.ts'

/** Answers of a client, a tenth of a second apart from the instant on: `+` succeeded, `-` failed. */
const client = (flow: string, name: string, from: number, answers: string) => ({
  flow,
  client: name,
  requests: answers.split('').map((one, index) => ({ at: from + index / 10, ok: one === '+', latency: 0.01 })),
})

test('what one side carries alone is counted per flow within its time, with the longest pause of any client', () => {
  const clients = [
    // The first five lie before the time, and the last five after it.
    client('pay', 'a', 9.5, `-----${'+'.repeat(21)}-----`),
    client('pay', 'b', 10, '+++++-----+++++++++++'),
    client('browse', 'c', 10, '+'.repeat(21)),
    client('report', 'd', 20, '+++'),
  ]
  expect(heldOn(clients, 10, seconds(2))).toEqual({
    wanted: 2,
    lasted: 2,
    unmeasured: 0,
    flows: [
      { flow: 'pay', requests: 42, failed: 5, longest: 0.6 },
      { flow: 'browse', requests: 21, failed: 0, longest: 0.1 },
      { flow: 'report', requests: 0, failed: 0, longest: 2 },
    ],
  })
})
