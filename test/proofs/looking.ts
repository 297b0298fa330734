import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Inspection, type Proof, proofs } from '#evidence'
import type { JournalRecord } from '#journal'
import { compileRunbook, type Runbook } from '#runbook'
import { planDigest } from '#plan'
import { seconds } from '#units'
import { labPlan as planIn } from '../../src/muster/testing/lab-plan.ts'
import { root } from '../command.ts'

/** A plan of the lab by its strategy. @param folder of the plans, where it is not the lab's own */
export const labPlan = (strategy: string, folder?: string) => planIn(root, strategy, folder)

/** A copy of the lab's plans that promise what a machine with other work keeps too: no test is about its speed. */
export function patientPlans(folder: string): string {
  const copy = join(folder, 'plans')
  cpSync(join(root, 'examples/lab'), copy, { recursive: true })
  const change = (name: string, ...to: ReadonlyArray<readonly [RegExp, string]>): void => {
    const path = join(copy, 'parts', name)
    const before = readFileSync(path, 'utf8')
    const after = to.reduce((text, [from, with_]) => text.replaceAll(from, with_), before)
    if (after === before) throw new Error(`There is nothing in ${name} that could be changed.`)
    writeFileSync(path, after)
  }
  change('shop.yaml', [/\brto: \w+/g, 'rto: 30m'], [/\brpo: \w+/g, 'rpo: 30m'], [/\bmtd: \w+/g, 'mtd: 1h'])
  change('disasters.yaml', [/\btimeout: \w+/g, 'timeout: 2s'])
  return copy
}

/** The runbook of a plan of the lab, with backups whatever the scenario needs. */
export function labRunbook(strategy: string, scenario: string): Runbook {
  const { plan } = labPlan(strategy).parsed
  const made = compileRunbook(plan, planDigest(plan), { scenario, direction: 'failover', decision: 'automatic' })
  if ('reason' in made) throw new Error(made.reason)
  // What is to be dropped needs backups, so that the lab keeps some.
  const fault: Runbook['fault'] = { as: 'dropped', regions: ['east'], components: [], between: [] }
  // A machine with other work may be too slow for a probe that a drill can do with.
  return { ...made.runbook, fault, probes: made.runbook.probes.map((probe) => ({ ...probe, timeout: seconds(2) })) }
}

/** What inspections show on their own, without a run: `yes` and `no` by topic, and what is said of each no. */
export function shownBy(
  runbook: Runbook,
  found: readonly Inspection[],
  t0?: number,
  journal: readonly JournalRecord[] = [],
) {
  const all: readonly Proof[] = proofs({
    runbook,
    journal,
    measurements: {
      schemaVersion: 1,
      method: 'none',
      clock: { source: 'test', skewSeconds: 0 },
      clients: [],
      ledgers: [],
      inspections: found,
    },
    flows: [],
    ...(t0 === undefined ? {} : { t0 }),
  })
  const names = (shown: boolean) => all.filter((one) => one.shown === shown).map(({ topic }) => topic)
  return { yes: names(true), no: names(false), says: all.filter(({ shown }) => !shown).map(({ says }) => says) }
}
