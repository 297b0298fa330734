import type { Runbook, SystemComponent } from './model.ts'

const routers = ['traffic-manager', 'front-door']

/**
 * The zone whose names lead customers to a region, where nothing else directs them: then whoever was given an address
 * keeps it for a while. Undefined where customers are led through something, or the runbook does not say.
 */
export function leadingZone({ system = [], flows }: Pick<Runbook, 'system' | 'flows'>): SystemComponent | undefined {
  if (system.some(({ type }) => routers.includes(type))) return undefined
  return system.find(({ id, type }) => type === 'dns' && flows.some(({ components }) => components.includes(id)))
}

/** What a fence by name leaves open, in a sentence: a zone gives no address any more, and takes none back. */
export function unfencedBy(book: Pick<Runbook, 'system' | 'flows' | 'steps' | 'from'>): readonly string[] {
  const zone = leadingZone(book)
  const fences = book.steps.some(({ work }) => work.kind === 'action' && work.use === 'traffic.fence')
  if (!zone || !fences) return []
  return [
    `${zone.id} only leads: whoever still has an address of ${book.from} can reach it and write there until the address is forgotten. The fence is whole once what writes in ${book.from} is stopped too.`,
  ]
}
