import { TerminalFailure } from '#diagnostics'
import type { Estimates } from '#evidence'
import type { Action, Clock } from '#execution'
import { formatDuration } from '#units'
import type { Target } from './target.ts'

/**
 * A target without a system, for people at a table: nothing is started, hurt or measured, and whatever a machine would do
 * is told. It is always there, so that whoever takes a run up finds it.
 * @param run the run that is held at it
 */
export function tabletop(run: string, clock: Pick<Clock, 'monotonic' | 'id'>): Target {
  const none = (what: string): never => {
    throw new TerminalFailure(`No system takes part at a table, so there is no ${what}.`)
  }
  return {
    name: 'tabletop',
    told: true,
    lacks: () => [],
    async start(_run, { scenario: { id, class: kind }, from }, say) {
      say(`At the table: ${id} (${kind}) strikes ${from}. Nothing is touched; what a machine would do is told.`)
    },
    async load() {},
    inject: async () => clock.monotonic(),
    async heal() {},
    restoredSince: async () => true,
    reconcile: async (component) => none(`ledger of ${component}`),
    measurements: async (_from, t0) => ({
      schemaVersion: 1,
      method: 'none',
      clock: { source: clock.id, skewSeconds: 0 },
      ...(t0 === undefined ? {} : { t0 }),
      clients: [],
      ledgers: [],
    }),
    async stop() {},
    status: async () => ({ running: true, claimedBy: run, processes: [] }),
    endpoint: (component, region) => none(`address of ${component} in ${region}`),
    traffic: () => none('traffic manager'),
    facts: async () => ({}),
  }
}

/**
 * Every action, told instead of done: it ends at once and says how long it usually takes. Nothing of it has an effect, so
 * telling it twice does no harm.
 * @param actions those that are told, by name
 */
export function toldActions(
  actions: ReadonlyMap<string, Action>,
  estimatesOf: (runbook: Parameters<Action['run']>[1]['runbook']) => Estimates,
): ReadonlyMap<string, Action> {
  return new Map(
    [...actions].map(([use, { effect, accepts }]): [string, Action] => [
      use,
      {
        use,
        effect,
        accepts,
        async run(args, { runbook, step }) {
          const { message, audience, channel } = args
          if (use.startsWith('notify.') && typeof message === 'string')
            return `Told, not sent: ${String(channel)}, to ${String(audience)}: ${message}`
          const known = estimatesOf(runbook)[step]
          return known === undefined || known.basis === 'unknown'
            ? 'Told, not done: nobody knows how long it takes.'
            : `Told, not done: a machine takes ${formatDuration(Number(known.p50.toFixed(1)))} (${known.basis}).`
        },
        ...(effect === 'probed' ? { probe: async () => 'notDone' as const } : {}),
      },
    ]),
  )
}
