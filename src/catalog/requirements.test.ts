import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { glossary, requirements, strategyNames, validations } from './index.ts'

/** The list of ids beside which Muster is developed; it is no part of the product, and may be absent. */
const listed = new URL('../../../shared/seed/requirements.yaml', import.meta.url)
const article = new URL('../../../shared/seed/disaster-recovery-plan.md', import.meta.url)

/** Ids with the sentence that the list has for each, from every depth of it; terms have none. */
function sentences(node: unknown): ReadonlyArray<readonly [id: string, says: string]> {
  if (typeof node !== 'object' || node === null) return []
  if (Array.isArray(node)) return node.map((id) => [String(id), ''])
  return Object.entries(node).flatMap(([key, value]): ReadonlyArray<readonly [string, string]> => {
    if (key === 'action') return []
    return typeof value === 'string' ? [[key, value]] : sentences(value)
  })
}

/** No skip: where every test is required, the ids are still held to be unique and their sentences whole. */
const say = (what: string) => process.stderr.write(`${what}\n`)

const known = requirements.map(({ id }) => id)
const words = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')

describe('requirements', () => {
  it('are the ones of the list, each once', () => {
    expect(new Set(known).size).toBe(known.length)
    if (!existsSync(listed)) {
      say('The list of requirements is not beside this repository, so its ids were not compared.')
      expect(known.length).toBeGreaterThan(200)
      return
    }
    const theirs = sentences(parse(readFileSync(listed, 'utf8'))).map(([id]) => id)
    expect([...known].sort()).toEqual([...theirs].sort())
  })

  it('are said in our own words', () => {
    if (!existsSync(listed) || !existsSync(article)) {
      say('The guidance is not beside this repository, so its sentences were not compared.')
      return
    }
    const theirs = words(readFileSync(article, 'utf8'))
    const list = new Set(sentences(parse(readFileSync(listed, 'utf8'))).map(([, says]) => words(says).trim()))
    const said = [
      ...requirements.flatMap(({ says, action }) => [says, action ?? says]),
      ...glossary.map(({ says }) => says),
      ...Object.values(validations).map(({ says }) => says),
    ]
    const copied = said.filter((text) => theirs.includes(` ${words(text).trim()} `) || list.has(words(text).trim()))
    expect(copied).toEqual([])
  })

  it('are whole sentences, and what has a strategy in its id is asked of that one only', () => {
    for (const { id, says, kind, strategy, action } of requirements) {
      expect(says).toMatch(/^(R[PT]O\b|[A-Z]).*\.$/)
      const point = kind === 'configuration' || kind === 'validation'
      expect([id, action !== undefined]).toEqual([id, point])
      const named = strategyNames.find((name) => id.startsWith(`${name}.`) || id.endsWith(`.${name}`))
      expect([id, strategy]).toEqual([id, named])
    }
  })
})

describe('topics of validation', () => {
  const answered = Object.values(validations).flatMap((topic) => topic.requirements)

  it('answer every point of validation once, and no id that there is not', () => {
    expect(answered.filter((id) => !known.includes(id))).toEqual([])
    expect(answered.filter((id, index) => answered.indexOf(id) !== index)).toEqual([])
    const points = requirements.filter(({ kind }) => kind === 'validation').map(({ id }) => id)
    expect(points.filter((id) => !answered.includes(id))).toEqual([])
  })

  it('have names that a plan can write', () => {
    for (const [name, { says, requirements: ids }] of Object.entries(validations)) {
      expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
      expect(says).toMatch(/^[A-Z].*\.$/)
      expect(ids.length).toBeGreaterThan(0)
    }
  })
})

describe('the glossary', () => {
  it('explains each word once', () => {
    const all = glossary.flatMap(({ term, also = [] }) => [term, ...also])
    expect(all.filter((word, index) => all.indexOf(word) !== index)).toEqual([])
  })
})
