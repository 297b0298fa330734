import { expect, it } from 'vitest'
import { capabilities, incidents } from './index.ts'

it('has every incident once, in order of time, with where it is from', () => {
  const ids = incidents.map(({ id }) => id)
  expect(ids).toHaveLength(36)
  expect(ids).toEqual([...new Set(ids)].sort())
  for (const { id, start, source, scope } of incidents) {
    expect(id.startsWith(start.slice(0, 10))).toBe(true)
    expect(start).toMatch(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:00Z)?$/)
    expect(source.length).toBeGreaterThan(5)
    expect(scope.length).toBeGreaterThan(10)
  }
})

it.each(incidents)('$id takes capabilities that there are, for a time', (incident) => {
  const { lost, windows = [], durationHours, durationAtLeastHours, regions } = incident
  expect(lost.length).toBeGreaterThan(0)
  expect(new Set(lost).size).toBe(lost.length)
  for (const capability of lost) expect(capabilities).toHaveProperty(capability)
  // Either it is known how long it lasted, or at least how long it did.
  expect(durationHours === undefined).toBe(durationAtLeastHours !== undefined)
  expect(durationHours ?? durationAtLeastHours).toBeGreaterThan(0)
  expect(regions.includes('*')).toBe(regions[0] === '*')
  for (const window of windows) for (const capability of window.lost) expect(lost).toContain(capability)
})
