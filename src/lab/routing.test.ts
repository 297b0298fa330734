import { expect, test } from 'vitest'
import { createRouting } from './routing.ts'

test('with one route nobody is moved by probes', () => {
  const routing = createRouting(['east'], false)
  expect(routing.seen('east', true)).toBe(false)
  expect(routing.serving()).toEqual(['east'])
  routing.route('west')
  expect(routing.serving()).toEqual(['west'])
})

test('where customers are spread, they leave a region that fails and come back, but not past a fence', () => {
  const routing = createRouting(['east', 'west'], true)
  expect(routing.serving()).toEqual(['east', 'west'])
  expect(routing.seen('east', true)).toBe(true)
  expect(routing.serving()).toEqual(['west'])
  expect(routing.seen('east', false)).toBe(true)
  routing.fence('east')
  expect(routing.seen('east', true)).toBe(false)
  expect(routing.seen('east', false)).toBe(false)
  expect(routing.serving()).toEqual(['west'])
  routing.share(['east', 'west'])
  expect(routing.serving()).toEqual(['east', 'west'])
  expect(routing.fenced).toEqual([])
})

test('where every region fails, any is as good as the other, unless it is fenced', () => {
  const routing = createRouting(['east', 'west'], true)
  routing.seen('east', true)
  routing.seen('west', true)
  expect(routing.serving()).toEqual(['east', 'west'])
  routing.fence('east')
  expect(routing.serving()).toEqual(['west'])
  routing.fence('west')
  expect(routing.serving()).toEqual([])
})

test('a hold keeps everybody out, and gives back what was there before', () => {
  const routing = createRouting(['east', 'west'], true)
  routing.hold()
  expect(routing.serving()).toEqual([])
  routing.release()
  expect(routing.serving()).toEqual(['east', 'west'])
  routing.hold()
  routing.route('west')
  expect([routing.held, routing.serving()]).toEqual([false, ['west']])
})
