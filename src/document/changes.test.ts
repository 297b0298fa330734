import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { changesBetween } from './changes.ts'
import { documentOf } from './document.ts'
import { inputOf, planOf } from './testing/samples.ts'

const text = readFileSync(new URL('../../examples/contoso-orders/muster.yaml', import.meta.url), 'utf8')
const made = (change: (text: string) => string = (same) => same) =>
  documentOf(inputOf(planOf(change(text)), 'east-lost'))

test('a reader is told which steps came, went and changed in what, and which other parts did', () => {
  const changes = changesBetween(
    made(),
    made((from) =>
      from
        .replace('    freeze-deployments:\n', '    close-the-gate:\n')
        .replace('title: Freeze deployments', 'title: Close the gate')
        .replace('manual: Follow page EDGE-2 of the wiki, and see', 'manual: Follow page EDGE-9 of the wiki, and see')
        .replace('rootCauseWithin: 5d', 'rootCauseWithin: 6d'),
    ),
  )
  expect(changes).toContain('New step: close-the-gate (Close the gate).')
  expect(changes).toContain('No longer a step: freeze-deployments (Freeze deployments).')
  expect(changes).toContain('Step names-by-hand: changed is what is done.')
  expect(changes).toContain('Changed part: Afterwards.')
  expect(changes).not.toContain('Changed part: Words.')
  expect(changes.filter((one) => one.startsWith('Step promote'))).toEqual([])
})

test('a telephone number that changed is told at each step and sheet that shows it', () => {
  const changes = changesBetween(
    made(),
    made((from) => from.replace('"+1 555 0108"', '"+1 555 0118"')),
  )
  expect(changes).toContain('Step promote.orders-db@west: changed is who does it.')
  expect(changes).toContain('Changed part: Whom to call.')
  expect(changes).toContain('Changed part: Sheet of database.')
})

test('the same plan tells of no change, and a part that is new or gone is named', () => {
  expect(changesBetween(made(), made())).toEqual([])
  const without = made((from) => from.replace(/ {2}partners-told:\n(?: {4}.*\n)+/, ''))
  expect(changesBetween(made(), without)).toContain(
    'No longer a part: To tell: Shops that sell through us, and the carriers.',
  )
  expect(changesBetween(without, made())).toContain('New part: To tell: Shops that sell through us, and the carriers.')
})
