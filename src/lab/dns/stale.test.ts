import { expect, test } from 'vitest'
import { staleUse } from './stale.ts'

const sent = (...given: readonly (readonly [number, string, boolean])[]) =>
  given.map(([at, to, ok]) => ({ at, to, ok }))

test('what goes to an address that is given no more is stale, until it is given again', () => {
  const happenings = [
    { at: 10, what: 'fence', regions: ['east'] },
    { at: 10, what: 'answers', regions: [] },
    { at: 12, what: 'answers', regions: ['west'] },
    { at: 20, what: 'answers', regions: ['east'] },
  ]
  const clients = [
    { client: 'a', sent: sent([9.9, 'east', true], [11, 'east', false], [12.5, 'east', true], [13, 'west', true]) },
    { client: 'b', sent: sent([9, 'east', true], [12.1, 'west', true], [19, 'west', true], [21, 'east', true]) },
  ]
  expect(staleUse(happenings, clients)).toEqual({
    since: 10,
    clients: 1,
    of: 2,
    requests: 2,
    answered: 1,
    lastAt: 12.5,
    forSeconds: 2.5,
  })
})

test('where all follow at once there is none, and where nothing changed nothing is said', () => {
  const clients = [{ client: 'a', sent: sent([9, 'east', true], [11, 'west', true]) }]
  expect(staleUse([{ at: 10, what: 'answers', regions: ['west'] }], clients)).toEqual({
    since: 10,
    clients: 0,
    of: 1,
    requests: 0,
    answered: 0,
  })
  expect(staleUse([{ at: 10, what: 'fence', regions: ['west'] }], clients)).toBeUndefined()
})

test('its age counts from the change that took its region back, not from one that took another back', () => {
  const answers = (at: number, ...regions: string[]) => ({ at, what: 'answers', regions })
  const happenings = [answers(10, 'west'), answers(40, 'east'), answers(70, 'west')]
  const clients = [
    { client: 'a', sent: sent([11, 'east', true], [15, 'east', true], [16, 'west', true]) },
    { client: 'b', sent: sent([42, 'west', true], [69, 'east', true], [71, 'east', true]) },
  ]
  expect(staleUse(happenings, clients)).toMatchObject({ since: 10, requests: 4, lastAt: 71, forSeconds: 5 })
})
