import { expect, it } from 'vitest'
import { chain } from '#journal'
import { note } from './testing/course.ts'
import { damaged, hashOf, type StoredRecord, verified } from './verify.ts'

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

it('says exactly which record is bad, and by which hashes', () => {
  const row = (body: string): StoredRecord => ({ seq: 1, hash: hashOf(body), body })
  const read = (one: StoredRecord, hash?: string) => () =>
    verified('run-1', [one], hash === undefined ? undefined : { seq: 1, hash })
  expect(read({ ...row('{}'), hash: 'a'.repeat(64) })).toThrow(damaged('run-1', 'record 1 is not what was written'))
  for (const body of ['null', '1', '"text"']) expect(read(row(body))).toThrow(damaged('run-1', 'record 1 is no record'))
  const [{ text, hash: found } = { text: '', hash: '' }] = chain('run-1', 1, undefined, [note('one')])
  expect(read(row(text), found)()).toHaveLength(1)
  expect(read(row(text), 'b'.repeat(64))).toThrow(
    damaged('run-1', `record 1 has the hash ${found.slice(0, 12)}…, and bbbbbbbbbbbb… was written`),
  )
})

it('keeps what the file said as the cause', () => {
  const cause = new Error('what SQLite says')
  expect(damaged('run-1', 'it is', cause).cause).toBe(cause)
  expect('cause' in damaged('run-1', 'it is')).toBe(false)
})
