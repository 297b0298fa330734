import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { validations } from '#catalog'
import { inspected } from '#evidence'
import { faults } from './faults.ts'

/** Faults that are seeded where the lab is looked at without a drill: each with the topics that its test says say no. */
const looking = readFileSync(join(import.meta.dirname, 'looking.slow.test.ts'), 'utf8')
  .split(/^ +fault: '/m)
  .slice(1)
  .map((one) => ({
    fault: one.slice(0, one.indexOf("',\n")),
    no: [...(/^ +no: \[([^\]]*)\]/m.exec(one)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, topic]) => topic),
  }))
const seeded = [...faults, ...looking]

test('every topic that can be looked at is one that the lab says it shows, and not the other way round', () => {
  const looked = Object.entries(validations).flatMap(([topic, { lab, proof }]) =>
    lab.not === undefined && proof === 'person' ? [topic] : [],
  )
  expect(looked.toSorted()).toEqual([...inspected].sort())
})

test('every topic that the lab shows says no to the very fault that is said of it, in a test', () => {
  const shown = Object.entries(validations).flatMap(([topic, { lab }]) =>
    lab.not === undefined ? [{ topic, fault: lab.fault }] : [],
  )
  expect(shown.length).toBeGreaterThan(30)
  expect(
    shown.filter(({ topic, fault }) => !seeded.some((one) => one.fault === fault && one.no.includes(topic))),
  ).toEqual([])
})

test('what no lab shows has its reason, in a sentence of more than a word', () => {
  const bare = Object.entries(validations).filter(([, { lab }]) => lab.not !== undefined && !lab.not.includes(' '))
  expect(bare).toEqual([])
})
