import type { Pinned } from '#evidence'
import type { Client } from './attempts.ts'
import type { LabFlow } from './spec.ts'

/** A client that goes to the service of one region, whatever leads customers says: it stands for whoever comes past that. */
export interface PinnedClient extends Client {
  readonly region: string
  readonly store: string
  /** Where that service listens. */
  readonly service: string
}

/** Milliseconds from one write to the next: seldom enough to take no room from customers. */
const period = 400

/**
 * One for each region and store, which writes in the first flow that does; stores that keep objects are left out.
 * @param services where the service of each region listens
 */
export function pinnedTo(
  flows: readonly LabFlow[],
  services: Readonly<Record<string, string>> = {},
): readonly PinnedClient[] {
  const writing = flows.filter(({ data, objects }) => data === 'writes' && objects !== true)
  const stores = [...new Set(writing.flatMap(({ store }) => store ?? []))]
  return stores.flatMap((store) => {
    const flow = writing.find((one) => one.store === store)?.id
    if (flow === undefined) return []
    return Object.entries(services).map(([region, service]) => {
      const name = `pinned-${region}-${store}`
      return { flow, name, region, store, service, attempts: [], period }
    })
  })
}

/** What they wrote since then, and whether it was acknowledged; what is under way is left out. */
export function pinnedWrites(clients: readonly PinnedClient[], from: number): readonly Pinned[] {
  return clients.map(({ region, store, attempts }) => ({
    region,
    component: store,
    writes: attempts.flatMap(({ sentAt, committedAt, ok }) =>
      ok === undefined || sentAt < from ? [] : [{ at: committedAt ?? sentAt, ok }],
    ),
  }))
}
