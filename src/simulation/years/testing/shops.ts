import { parsePlan, type Plan } from '#plan'
import type { Runbook } from '#runbook'
import type { Forecast } from '../../model.ts'
import { flow, runbook, step } from '../../testing/samples.ts'
import type { Recovery, Workload } from '../model.ts'

/** A plan of one flow in east, with west standing by, or in both; on itself, or on a flow of another workload. */
export function shop(
  over: { active?: string; standby?: string; reliesOn?: string; slo?: string; type?: string } = {},
): Plan {
  const { active = '[east]', standby = '[west]', reliesOn, slo = '99.95%', type = 'web-service' } = over
  const other = reliesOn === undefined ? '' : `\n  other: { type: workload, workload: ${reliesOn}, flow: checkout }`
  const { plan, problems } = parsePlan(
    `apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: shop-team }
regions:
  east: { location: eastus2 }
  west: { location: centralus }
flows:
  checkout:
    does: A customer pays
    tier: 1
    objectives: { default: { slo: ${slo}, rto: 30m, rpo: 1m } }
    needs: [api${reliesOn === undefined ? '' : ', other'}]
components:
  api:
    { type: ${type}, strategy: warm-standby, active: ${active}, standby: ${standby},
      data: { size: 1 GiB } }${other}
scenarios:
  east-lost: { class: region, loses: [east] }
`,
    'shop.yaml',
  )
  if (!plan) throw new Error(problems.map(({ detail }) => detail).join('\n'))
  return plan
}

/** A runbook with a forecast that always takes and loses the same; in seconds. */
export function recovery(
  takes: number,
  over: { loses?: number; scenario?: Partial<Runbook['scenario']>; restores?: boolean } = {},
): Recovery {
  const { loses = 0, scenario, restores = true } = over
  const found = runbook([step('route', 'route', [])], {
    flows: [flow({ restoredBy: restores ? ['route'] : [] })],
    scenario: { id: 'east-lost', class: 'region', loses: ['east'], ...scenario },
  })
  const forecast: Forecast = {
    schemaVersion: 1,
    scenario: found.scenario.id,
    target: 'lab',
    seed: 1,
    runs: 1,
    flows: [
      {
        flow: 'checkout',
        scenario: found.scenario.id,
        rto: { p50: takes, p95: takes },
        rpo: { p50: loses, p95: loses },
        criticalPath: [],
        measuredShare: 0,
      },
    ],
    caveats: [],
  }
  return { runbook: found, forecast }
}

export function workload(plan: Plan, recoveries: readonly Recovery[] = [], id?: string): Workload {
  return { ...(id === undefined ? {} : { id }), plan, recoveries }
}
