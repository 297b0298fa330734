import { expect, test } from 'vitest'
import type { PlanDiff } from './diff.ts'
import { diffJson } from './diff-json.ts'
import { diffMarkdown } from './diff-markdown.ts'
import { diffText } from './diff-text.ts'
import { jsonText } from './json.ts'
import { findings, problems } from './testing/problems.ts'
import { hostile, rich } from './testing/samples.ts'

const nothing: PlanDiff = {
  base: 'main:muster.yaml',
  head: 'muster.yaml',
  objectives: [],
  strategies: [],
  components: { added: [], removed: [], changed: [] },
  forecasts: [],
  findings: { added: [], removed: [] },
  runbooks: [],
}

const diff: PlanDiff = {
  ...nothing,
  objectives: [
    { flow: 'checkout', class: 'default', objective: 'rto', base: '1h', head: '30m', promises: 'more' },
    { flow: 'checkout', class: 'corruption', objective: 'rpo', base: '1h', head: '4h', promises: 'less' },
    { flow: 'browse', class: 'default', objective: 'tier', head: '2' },
    { flow: 'reporting', class: 'default', objective: 'tier', base: '3' },
  ],
  strategies: [{ component: 'orders-db', base: 'warm-standby', head: 'hot-standby' }],
  components: {
    added: ['cache'],
    removed: ['search'],
    changed: [{ component: 'orders-db', paths: ['strategy', 'data.backup.every'] }],
  },
  forecasts: [
    { flow: 'checkout', scenario: 'east-lost', base: 1500, head: 900, target: 1800 },
    { flow: 'browse', scenario: 'east-lost', head: 900 },
  ],
  findings: { added: findings.problems, removed: problems.slice(0, 1) },
  runbooks: [
    {
      scenario: 'east-lost',
      direction: 'failover',
      change: 'changed',
      added: ['warm.cache@west'],
      removed: ['scale.storefront@west'],
      changed: ['route.edge@west'],
      voids: ['drill-1'],
    },
    {
      scenario: 'east-lost',
      direction: 'failback',
      change: 'changed',
      added: [],
      removed: [],
      changed: [],
      voids: [],
    },
    {
      scenario: 'west-lost',
      direction: 'failover',
      change: 'new',
      added: ['a', 'b'],
      removed: [],
      changed: [],
      voids: [],
    },
    {
      scenario: 'old',
      direction: 'failover',
      change: 'gone',
      added: [],
      removed: ['a'],
      changed: [],
      voids: ['drill-0'],
    },
  ],
}

test('a diff for a person has only the parts that differ, and a sum', async () => {
  await expect(diffText(diff, rich)).toMatchFileSnapshot('golden/diff.txt')
  expect(diffText(nothing, rich)).toBe(
    'main:muster.yaml to muster.yaml\n\nNothing differs that matters to a recovery.\n',
  )
})

test('a diff for a pull request is tables, with what is gone folded away', async () => {
  await expect(diffMarkdown(diff)).toMatchFileSnapshot('golden/diff.md.txt')
})

test('notes may be left out of what is told, and count all the same', () => {
  expect(diffText(diff, rich, false)).not.toContain('plan-unversioned')
  expect(diffText(diff, rich, false)).toContain('notes +3 -0')
})

test('as data, a diff says whether anything differs, and counts findings', () => {
  expect(diffJson(nothing)).toMatchObject({ schemaVersion: 1, same: true })
  expect(JSON.parse(jsonText(diffJson(diff)))).toMatchObject({
    same: false,
    summary: {
      errors: { added: 1, removed: 0 },
      warnings: { added: 1, removed: 1 },
      notes: { added: 3, removed: 0 },
    },
  })
})

test('nothing hostile reaches a terminal or a page', () => {
  const foul = { ...diff, base: hostile, components: { added: [hostile], removed: [], changed: [] } }
  expect(diffText(foul, rich).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
  const words = diffMarkdown(foul).replace(/`[^`]*`/g, 'code')
  expect(words).not.toMatch(/<(?!\/?(?:details|summary)>|br>)/)
  expect(words).not.toContain('@all')
})
