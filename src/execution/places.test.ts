import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openPlaces } from './places.ts'

test('places are gone through in runbook order, each once, in whatever order they come and go', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean())), (notes) => {
      const places = openPlaces()
      const inside = new Set<number>()
      for (const [place, isIn] of notes) {
        places.note(place, isIn)
        if (isIn) inside.add(place)
        else inside.delete(place)
        expect([...places]).toEqual([...inside].sort((one, other) => one - other))
        expect(places.size).toBe(inside.size)
        expect(places.has(place)).toBe(isIn)
      }
    }),
  )
})
