import { expect, test } from 'vitest'
import { copiedAccordingTo } from './rewind.ts'

test('what pg_rewind has copied is what it says last', () => {
  const said = `pg_rewind: servers diverged at WAL location 0/D7C1A8 on timeline 1
pg_rewind: rewinding from last common checkpoint at 0/77CD28 on timeline 1
pg_rewind: need to copy 9 MB (total source directory size is 49 MB)
    0/10085 kB (0%) copied
10085/10085 kB (100%) copied
pg_rewind: Done!
`
  expect(copiedAccordingTo(said)).toBe(10_085 * 1024)
})

test('data that the source has in full need nothing copied', () => {
  expect(copiedAccordingTo('pg_rewind: servers diverged at WAL location 0/3\npg_rewind: no rewind required\n')).toBe(0)
})

test('one timeline does not tell that the one has followed the other', () => {
  const said = 'pg_rewind: source and target cluster are on the same timeline\npg_rewind: no rewind required\n'
  expect(copiedAccordingTo(said)).toBeUndefined()
})

test('what is not understood counts as not done', () => {
  expect(copiedAccordingTo('pg_rewind: Done!\n')).toBeUndefined()
})
