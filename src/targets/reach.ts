import type { Runbook, Step } from '#runbook'

/** A component in a region, as the actions of a runbook reach it. */
export interface Reached {
  readonly component: string
  readonly region: string
}

interface Act {
  readonly use: string
  readonly with: Readonly<Record<string, string | number | boolean>>
}

/** Everything that a runbook's actions and checks reach, and both sides of its stores; each once, in its order. */
export function reachedBy(runbook: Runbook): readonly Reached[] {
  const found = runbook.steps.flatMap(actsOf).flatMap(({ with: args }) =>
    ['region', 'source', 'standby'].flatMap((name): readonly Reached[] => {
      const { component, [name]: region } = args
      return typeof component === 'string' && typeof region === 'string' ? [{ component, region }] : []
    }),
  )
  const stores = runbook.stores.flatMap(({ component }) =>
    [runbook.from, runbook.to].map((region) => ({ component, region })),
  )
  return [...new Map([...found, ...stores].map((one) => [`${one.component}@${one.region}`, one])).values()]
}

/** Whether a runbook asks or tells the traffic manager anything. */
export function usesTraffic(runbook: Runbook): boolean {
  return runbook.steps.flatMap(actsOf).some(({ use }) => use.startsWith('traffic.'))
}

function actsOf({ work, before, after, undo }: Step): readonly Act[] {
  return [
    ...(work.kind === 'action' ? [work] : []),
    ...(before ?? []),
    ...(after ?? []),
    ...(undo?.work.kind === 'action' ? [undo.work] : []),
  ]
}
