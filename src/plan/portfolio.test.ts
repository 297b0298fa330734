import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isPortfolio, parsePortfolio, type ReadFile } from './index.ts'

const minimal = readFileSync(new URL('../../examples/minimal/muster.yaml', import.meta.url), 'utf8')

const table =
  (files: Readonly<Record<string, string>>): ReadFile =>
  (from, path) => {
    const file = posix.join(posix.dirname(from), path)
    const text = Object.hasOwn(files, file) ? files[file] : undefined
    return text === undefined ? { code: 'file-missing', what: `"${path}" is not there.` } : { file, text }
  }

const head = 'apiVersion: muster/v1\nkind: Portfolio\nmetadata: { name: all, owner: board }\n'
const listed = ({ problems }: ReturnType<typeof parsePortfolio>) =>
  problems.map(({ place, code }) => `${place.file}:${place.line}:${place.column} ${code}`)

describe('a portfolio', () => {
  const people = minimal.slice(minimal.indexOf('contacts:'), minimal.indexOf('drills:'))
  const files = {
    'orders/muster.yaml': `${minimal.replace(people, '')}include: [people.yaml]\n`,
    'orders/people.yaml': people,
    'notes/muster.yaml': minimal.replace('rto: 30m', 'rto: soon'),
  }
  const text = `${head}workloads:
  orders: { plan: orders/muster.yaml, owner: orders-team }
  notes: { plan: ./notes/muster.yaml }
`

  it('is read with all its plans and what they include', () => {
    const found = parsePortfolio(text, 'portfolio.yaml', table(files))
    expect(listed(found)).toEqual([])
    expect(found.whole).toBe(true)
    expect(found.portfolio).toEqual({
      apiVersion: 'muster/v1',
      kind: 'Portfolio',
      metadata: { name: 'all', owner: 'board' },
      workloads: {
        orders: { plan: 'orders/muster.yaml', owner: 'orders-team' },
        notes: { plan: './notes/muster.yaml' },
      },
    })
    expect(Object.isFrozen(found.portfolio?.workloads['orders'])).toBe(true)
    expect([...found.workloads.keys()]).toEqual(['orders', 'notes'])
    expect([...(found.workloads.get('orders')?.files.keys() ?? [])]).toEqual([
      'orders/muster.yaml',
      'orders/people.yaml',
    ])
    expect(found.workloads.get('orders')?.plan?.contacts?.['on-call']?.name).toBe('Engineer on call')
    // What is wrong with a plan is that plan's matter.
    expect(found.workloads.get('notes')?.problems.map(({ place, code }) => [place.file, code])).toEqual([
      ['notes/muster.yaml', 'not-a-duration'],
    ])
    const orders = found.portfolio?.workloads['orders']
    expect(orders && found.rangeOf(orders, 'plan')).toMatchObject({ line: 5, column: 19 })
    expect(orders && found.pathOf(orders)).toEqual(['workloads', 'orders'])
  })

  it.each([
    ['', ['portfolio.yaml:1:1 not-a-portfolio']],
    ['- a', ['portfolio.yaml:1:1 not-a-portfolio']],
    [minimal, ['portfolio.yaml:2:1 not-a-portfolio']],
    ['kind: [', ['portfolio.yaml:1:8 yaml-syntax']],
    [head, ['portfolio.yaml:1:1 missing-key']],
    [`${head}workloads: []`, ['portfolio.yaml:4:12 wrong-type']],
    [`${head}workloads: { a: {} }`, ['portfolio.yaml:4:14 missing-key']],
    [`${head}workloads: { a: { plan: a.yaml } }`, ['portfolio.yaml:4:25 file-missing']],
    [`${head}workloads: { a: { plan: /a.yaml } }`, ['portfolio.yaml:4:25 path-absolute']],
    [`${head}workloads: { a: { plan: 'a\\b.yaml' } }`, ['portfolio.yaml:4:25 path-not-plain']],
    [`${head}workload: { a: { plan: a.yaml } }`, ['portfolio.yaml:1:1 missing-key', 'portfolio.yaml:4:1 unknown-key']],
    [`${head}workloads: { A: { plan: notes/muster.yaml } }`, ['portfolio.yaml:4:14 not-a-name']],
    [
      `${head}workloads: { a: { plan: notes/muster.yaml }, a: { plan: x.yaml } }`,
      ['portfolio.yaml:4:46 duplicate-key'],
    ],
    [`${head}workloads: { __proto__: { plan: notes/muster.yaml } }`, ['portfolio.yaml:4:14 forbidden-key']],
    [
      `${head}workloads: { a: { plan: notes/muster.yaml }, b: { plan: notes/muster.yaml } }`,
      ['portfolio.yaml:4:57 workload-repeated'],
    ],
    [`${head.replace('Portfolio', 'portfolios')}workloads: {}`, ['portfolio.yaml:2:7 not-one-of']],
  ])('that reads %j has its problems in their places', (given, expected) => {
    const found = parsePortfolio(given, 'portfolio.yaml', table(files))
    expect(listed(found)).toEqual(expected)
  })

  it('has at most a thousand workloads, and plans of five megabytes', () => {
    const many = Array.from({ length: 1001 }, (_, index) => `  w${index}: { plan: w${index}.yaml }\n`).join('')
    const each: ReadFile = (_from, path) => ({ file: path, text: 'kind: Plan' })
    const found = parsePortfolio(`${head}workloads:\n${many}`, 'portfolio.yaml', each)
    expect(listed(found)).toEqual(['portfolio.yaml:1005:18 portfolio-too-large'])
    const long: ReadFile = (_from, path) => ({ file: path, text: `kind: Plan # ${'x'.repeat(900_000)}` })
    expect(listed(parsePortfolio(`${head}workloads:\n${many}`, 'portfolio.yaml', long))).toEqual([
      'portfolio.yaml:11:15 portfolio-too-large',
    ])
  })

  it('is told from a plan by its kind, misspelt or in another layout', () => {
    expect([text, '{"kind": "Portfolio"}', 'kind: portfolo'].map(isPortfolio)).toEqual([true, true, true])
    expect([minimal, '', '[', '- Portfolio', 'kind: Plan', 'kind: Plan\nkind: Portfolio'].map(isPortfolio)).toEqual(
      Array.from({ length: 6 }, () => false),
    )
  })
})
