import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import type { Importer } from '../importer.ts'
import { readText } from '../testing/platform.ts'
import { backstage } from './backstage.ts'
import { cmdb } from './cmdb.ts'
import { compose } from './compose.ts'
import { kubernetes } from './kubernetes.ts'
import { openslo } from './openslo.ts'
import { writtenRunbook } from './written-runbook.ts'

const yamlOnes = [kubernetes, compose, backstage, openslo]
const all = [...yamlOnes, cmdb, writtenRunbook]

/** Pieces of the formats, which are worse together than chance alone. */
const pieces = [
  ...['\n', '\n  ', '\n    ', '- ', ': ', ', ', '? ', '{', '}', '[', ']', '"', "'", '|\n', '>\n', '---\n', '#', '\t'],
  ...['&a ', '*a', '<<: *a', '!tag ', 'null', '~', '.inf', '1e999', '0x1', '${A}', '$(B)', '__proto__: x', '\uFEFF'],
  ...['apiVersion: v1', 'apiVersion: openslo/v1', 'apiVersion: backstage.io/v1alpha1', 'kind: Service', 'kind: SLO'],
  ...['kind: Deployment', 'kind: List', 'metadata: {name: a}', 'spec: ', 'items: ', 'services: ', 'a: {image: a}'],
  ...['depends_on: [a]', 'environment: [A_URL=http://a:1]', 'env: [{name: A_ADDR, value: "a:1"}]', 'containers: '],
  ...['template: ', 'selector: {app: a}', 'objectives: [{target: 2}]', 'timeWindow: [{duration: 1m}]', 'dependsOn: a'],
  ...['name,type,depends on\n', 'a,vm,b;c\n', '"a\nb"', '# a\n', '1. a\n', '- [ ] a\n', '```\n', '> ', '[a](b)', '<b>'],
]

const texts = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

function thrown(importer: Importer, text: string, name?: string): unknown {
  try {
    readText(importer, text, {}, name)
    return undefined
  } catch (error) {
    return error
  }
}

describe.each(all.map((one) => [one.format, one] as const))('the importer of %s', (_format, importer) => {
  it('throws nothing but failures, whatever it is given', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('a.yaml', 'a.json', 'a.csv'), (text, name) => {
        const error = thrown(importer, text, name)
        expect(error === undefined || error instanceof Failure).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('gives every problem a place within its file', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let problems: ReturnType<typeof readText>['problems'] = []
        try {
          problems = readText(importer, text).problems
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
        }
        const lines = text.split('\n').length
        for (const { place } of problems) {
          expect(place.file).toBe('input.yaml')
          expect(place.line).toBeGreaterThan(0)
          expect(place.line).toBeLessThanOrEqual(Math.max(lines, text.split(/\r\n|\n|\r/).length))
        }
      }),
      { numRuns: 200 },
    )
  })
})

const deep = 10_000
const bomb = Array.from({ length: 12 }, (_, i) => {
  const one = i === 0 ? 'x' : `*a${i - 1}`
  return `a${i}: &a${i} [${Array.from({ length: 10 }, () => one).join(', ')}]`
}).join('\n')

describe.each(yamlOnes.map((one) => [one.format, one] as const))('the importer of %s', (_format, importer) => {
  it.each([
    ['brackets', '['.repeat(deep)],
    ['brackets that close', '['.repeat(deep) + ']'.repeat(deep)],
    ['maps', '{a: '.repeat(deep)],
    ['lists', `${'- '.repeat(deep)}a`],
    ['keys', `${'? '.repeat(deep)}a`],
    ['lines', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['aliases', bomb],
  ])(
    'refuses too many %s at once',
    (_what, text) => {
      const error = thrown(importer, text)
      expect(error).toBeInstanceOf(Failure)
      expect((error as Failure).kind).toBe('usage')
      expect((error as Failure).message).toContain('Muster reads at most')
    },
    5000,
  )

  it('tells of an alias that stands for itself', () => {
    expect(readText(importer, 'a: &a [*a]').problems[0]?.code).toBe('input-unreadable')
  })
})

describe('a written runbook', () => {
  it.each([
    ['quotations', `${'> '.repeat(deep)}a`],
    ['lists', `${'- '.repeat(deep)}a`],
    ['words without an empty line', 'a '.repeat(50_000)],
  ])('is refused for too many %s', (_what, text) => {
    expect(thrown(writtenRunbook, text)).toBeInstanceOf(Failure)
  })
})
