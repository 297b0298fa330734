import { expect, it } from 'vitest'
import { damaged, type StoredRecord, verified } from './verify.ts'

/** Rows that cannot be read, with what SQLite says by number. */
const ending = (errcode: number): Iterable<StoredRecord> => ({
  [Symbol.iterator]: () => ({
    next() {
      throw Object.assign(new Error('what SQLite says'), { errcode })
    },
  }),
})

// Found by the fault injection: a read that failed once was told as damage, and a copy of the store asked for.
it('a disk that does not answer a read is not taken for a damaged journal', () => {
  expect(() => verified('run-1', ending(10), undefined)).toThrow(expect.objectContaining({ errcode: 10 }))
})

it('a file that SQLite finds damaged is told with the first record that cannot be read', () => {
  expect(() => verified('run-1', ending(11), undefined)).toThrow(
    damaged('run-1', 'record 1 cannot be read: what SQLite says'),
  )
})
