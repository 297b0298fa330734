import { expect, test } from 'vitest'
import type { Fault, Runbook } from '#runbook'
import { seconds } from '#units'
import { otherSide } from './measure.ts'

const of = (fault: Partial<Fault>, more: Partial<Runbook> = {}, writesEverywhere = true): string | undefined =>
  otherSide(
    {
      direction: 'failover',
      from: 'east',
      to: 'west',
      regions: { east: {}, west: {} },
      system: [{ id: 'db', writesEverywhere }],
      fault: { as: 'cut-off', regions: ['east'], components: [], between: [], ...fault },
      ...more,
    } as unknown as Runbook,
    'db',
  )

test('a lost region holds nothing, and one that is cut off does', () => {
  expect(of({})).toBeUndefined()
  expect(of({ as: 'killed' })).toBeUndefined()
  expect(of({ as: 'partitioned', regions: [] }, {}, false)).toBe('east')
  expect(of({ as: 'partitioned', regions: [] }, { from: 'west' })).toBeUndefined()
})

test('where every region writes, what the other one has just taken is on its way, and not lost', () => {
  const home = { from: 'east', to: 'east' }
  expect(of({ as: 'frozen', lasts: seconds(0.8) }, home)).toBe('west')
  expect(of({ as: 'refused' }, home)).toBe('west')
  expect(of({ as: 'refused' })).toBe('east')
  expect(of({ as: 'refused' }, home, false)).toBeUndefined()
  expect(of({}, { direction: 'failback', from: 'west', to: 'east' })).toBe('west')
})
