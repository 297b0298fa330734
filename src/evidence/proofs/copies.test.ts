import { expect, test } from 'vitest'
import type { CopySeen } from '../inspection.ts'
import { copiesAgree } from './data.ts'
import type { Seen } from './seen.ts'

const says = (...copies: readonly CopySeen[]) =>
  copiesAgree({ measurements: { inspections: [{ moment: 'after', copies }] } } as unknown as Seen)
const copy = (digests: CopySeen['digests'], size = 9): CopySeen => ({ what: 'orders', digests, size })

test('copies agree where both sides could be read, hold something, and hold the same', () => {
  expect(says(copy({ east: 'a', west: 'a' }))).toMatchObject({ shown: true })
  expect(says(copy({ east: 'a', west: 'b' }))).toMatchObject({ shown: false })
  expect(says(copy({ west: 'a' }))).toMatchObject({ shown: false, says: 'orders could be read in west alone.' })
  expect(says(copy({}))).toMatchObject({ shown: false, says: 'orders could be read nowhere.' })
  expect(says(copy({ east: 'a', west: 'a' }, 0))).toMatchObject({ shown: false })
  expect(says()).toBeUndefined()
})
