import { expect, test } from 'vitest'
import { inThreads, threadFile } from './threads.ts'

const thread = threadFile('testing/thread', import.meta.url)

test('answers come in the order of what was asked', async () => {
  const inputs = [3, 1, 2].map((value) => ({ act: 'answer', value }))
  expect(await inThreads(thread, inputs)).toEqual([6, 2, 4])
})

test('what a thread throws is thrown, though another one would never end', async () => {
  await expect(inThreads(thread, [{ act: 'hang' }, { act: 'throw' }])).rejects.toThrow(new RangeError('It has broken.'))
})

test('a thread that ends without an answer is a failure, though another one would never end', async () => {
  await expect(inThreads(thread, [{ act: 'hang' }, { act: 'end' }])).rejects.toMatchObject({
    name: 'Failure',
    kind: 'failed',
    message: expect.stringContaining('ended with code 7'),
  })
})

test('a signal ends threads that would never end', async () => {
  const stop = new AbortController()
  const asked = inThreads(thread, [{ act: 'hang' }, { act: 'hang' }], stop.signal)
  stop.abort(new Error('Stopped.'))
  await expect(asked).rejects.toThrow('Stopped.')
})

test('nothing is begun once the signal was given', async () => {
  await expect(inThreads(thread, [{ act: 'hang' }], AbortSignal.abort(new Error('Stopped.')))).rejects.toThrow(
    'Stopped.',
  )
})
