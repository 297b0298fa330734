import type { Estimate, Estimates } from '#evidence'
import { type Happening, type RunState, replay } from '#journal'
import type { Runbook, RunbookFlow, Step } from '#runbook'
import { type Share, seconds } from '#units'

/** A step that takes part in every mode. */
export function step(id: string, phase: Step['phase'], needs: readonly string[], over: Partial<Step> = {}): Step {
  return {
    id,
    title: id,
    objective: `${id} is done`,
    phase,
    needs,
    owner: 'operator',
    work: { kind: 'action', use: `act.${id}`, with: {} },
    requires: [],
    effect: 'keyed',
    timeout: seconds(60),
    attempts: 1,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
    ...over,
  }
}

export const watch = step('detect', 'detect', [], { work: { kind: 'action', use: 'activation.watch', with: {} } })

export const decide = step('decide', 'decide', ['detect'], {
  work: { kind: 'decision', question: 'Go?', deciders: ['operator'] },
})

export function flow(over: Partial<RunbookFlow> = {}): RunbookFlow {
  return {
    id: 'checkout',
    does: 'A customer pays',
    tier: 1,
    data: 'writes',
    objectives: { rto: seconds(60), rpo: seconds(10) },
    level: { success: 1 as Share, hold: seconds(2) },
    restoredBy: ['route'],
    stores: ['orders-db'],
    components: ['orders-db'],
    ...over,
  }
}

export function runbook(steps: readonly Step[], over: Partial<Runbook> = {}): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'contoso-orders', owner: 'orders', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
    flows: [flow()],
    stores: [{ component: 'orders-db', replication: 'sync' }],
    probes: [],
    decision: 'people',
    people: [],
    steps,
    deviations: [],
    gaps: [],
    ...over,
  }
}

export function takes(p50: number, p95 = p50): Estimate {
  return { p50, p95, basis: 'measured', observations: 0, source: 'this test' }
}

/** The same estimate for every step that has none of its own. */
export function estimatesOf({ steps }: Runbook, own: Estimates, others: Estimate = takes(10, 20)): Estimates {
  return Object.fromEntries(steps.map(({ id }) => [id, own[id] ?? others]))
}

/** The state after events, each with its instant on the run's clock; the run begins at 1000. */
export function stateAfter(...events: ReadonlyArray<readonly [number, Happening]>): RunState {
  const all: ReadonlyArray<readonly [number, Happening]> = [
    [0, { type: 'runStarted', data: { runbookDigest: '', runbook: {}, subject: 'lab', target: 'lab', kind: 'drill' } }],
    ...events,
  ]
  return replay(
    all.map(([at, happening], index) => ({ ...happening, runId: 'run', seq: index + 1, epoch: 1, tsMono: 1000 + at })),
  )
}

export function started(id: string): Happening {
  return { type: 'stepStarted', data: { step: id, attempt: 1, key: 'k' } }
}

export function succeeded(id: string): Happening {
  return { type: 'stepSucceeded', data: { step: id, attempt: 1, output: null } }
}

export function failed(id: string, retryable = false): Happening {
  return { type: 'stepFailed', data: { step: id, attempt: 1, retryable, message: 'gone' } }
}
