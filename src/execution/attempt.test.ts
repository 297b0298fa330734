import { expect, test } from 'vitest'
import { decide } from './decide.ts'
import { after, did, fresh, runbook, step, undo } from './testing/books.ts'

test('a key stays what it was in earlier releases: a target drops what a run repeats that goes on under a later one', () => {
  const book = runbook([step('a', [], { undo: undo() })])
  expect(decide(book, fresh)).toMatchObject([{ do: 'start', step: 'a', key: '37d68a35c4314f3d702caefe73615e0e' }])
  const undone = after(fresh, did.begin('a'), did.succeed('a'), did.undo('a'), did.begin('undo:a'))
  const again = after(undone, did.succeed('undo:a'), did.retry('a'))
  expect(decide(book, again)).toMatchObject([{ do: 'start', step: 'a', key: '99de0f61be353aabc8c32a94fe2319a4' }])
})
