import { expect, test } from 'vitest'
import { differences } from './differences.ts'

const row = (key: string, content = '5') => ({ key, content })

test('what the other side lacks is listed once each, in the order in which it was written', () => {
  const here = [row('late'), row('both'), row('early'), row('late')]
  expect(differences(here, [row('both'), row('theirs')])).toEqual({ only: ['late', 'early'], differing: [] })
})

test('what both have with another content differs, and is not missing', () => {
  const here = [row('altered', '6'), row('both'), row('twice', '7')]
  const there = [row('altered'), row('both'), row('twice'), row('twice', '7')]
  expect(differences(here, there)).toEqual({ only: [], differing: ['altered'] })
})

test('an empty side has nothing that the other one lacks', () => {
  expect(differences([], [row('theirs')])).toEqual({ only: [], differing: [] })
})
