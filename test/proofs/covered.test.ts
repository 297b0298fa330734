import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { validations } from '#catalog'
import { inspected } from '#evidence'

const texts = ['looking.slow.test.ts', 'drills.slow.test.ts'].map((name) =>
  readFileSync(join(import.meta.dirname, name), 'utf8'),
)

test('every topic that can be looked at is one that the lab says it shows, and not the other way round', () => {
  const looked = Object.entries(validations).flatMap(([topic, { lab, proof }]) =>
    lab.not === undefined && proof === 'person' ? [topic] : [],
  )
  expect(looked.toSorted()).toEqual([...inspected].sort())
})

test('every topic that the lab shows is refuted by the very fault that is said of it, in a test', () => {
  const untried = Object.entries(validations).flatMap(([topic, { lab }]) => {
    if (lab.not !== undefined) return []
    return texts.some((text) => text.includes(lab.fault) && text.includes(`'${topic}'`))
      ? []
      : [`${topic}: ${lab.fault}`]
  })
  expect(untried).toEqual([])
})

test('what no lab shows has its reason, in a sentence of more than a word', () => {
  const bare = Object.entries(validations).filter(([, { lab }]) => lab.not !== undefined && !lab.not.includes(' '))
  expect(bare).toEqual([])
})
