import { readFileSync } from 'node:fs'
import { type Plan, parsePlan, planDigest } from '#plan'
import { compileRunbook, type Runbook } from '#runbook'
import type { Expected, Facts } from '../facts.ts'
import type { DocumentInput } from '../input.ts'
import type { Block, Document, Line, Span } from '../model.ts'

const text = readFileSync(new URL('../../../examples/contoso-orders/muster.yaml', import.meta.url), 'utf8')

/** The example of a web shop. */
export const shop: Plan = planOf(text)

export function planOf(from: string): Plan {
  const { plan, problems } = parsePlan(from, 'muster.yaml')
  if (!plan || problems.length > 0) throw new Error(problems.map(({ detail }) => detail).join('\n'))
  return plan
}

/** What a document is made from, every step of it taking so many seconds. */
export function inputOf(plan: Plan, scenario: string, facts: Partial<Facts> = {}): DocumentInput {
  const failover = compiled(plan, scenario, 'failover')
  if (!failover) throw new Error(`${scenario} has no runbook.`)
  const failback = compiled(plan, scenario, 'failback')
  return {
    plan,
    failover,
    ...(failback ? { failback } : {}),
    facts: {
      schemaVersion: 1,
      date: '2026-11-30',
      target: 'prod',
      failover: expectedOf(failover),
      ...(failback ? { failback: expectedOf(failback) } : {}),
      ...facts,
    },
  }
}

/** Every step takes a minute, as was declared. */
export function expectedOf({ steps, flows }: Runbook): Expected {
  return {
    steps: Object.fromEntries(steps.map(({ id }) => [id, { p50: 60, p95: 90, basis: 'declared' }])),
    flows: flows
      .filter(({ restoredBy }) => restoredBy.length > 0)
      .map(({ id }) => ({ flow: id, rto: { p50: 600, p95: 900 } })),
  }
}

function compiled(plan: Plan, scenario: string, direction: 'failover' | 'failback'): Runbook | undefined {
  const found = compileRunbook(plan, planDigest(plan), { scenario, direction, decision: 'people' })
  return 'runbook' in found ? found.runbook : undefined
}

/** Every span of a document, in order. */
export function spansOf({ sections }: Document): readonly Span[] {
  return sections.flatMap(({ blocks }) => blocks.flatMap(linesOf)).flat()
}

function linesOf(block: Block): readonly Line[] {
  switch (block.is) {
    case 'text':
    case 'warning':
      return [block.line]
    case 'list':
      return block.items
    case 'checks':
      return block.items.map(({ line }) => line)
    case 'table':
      return block.rows.flat()
    case 'card': {
      const { owner, does, expect, otherwise, warnings } = block.card
      return [owner, ...does, ...expect, ...otherwise, ...warnings]
    }
    default:
      return []
  }
}
