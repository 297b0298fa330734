import { Failure } from '#diagnostics'
import type { Fault } from '#runbook'
import type { InjectorReady, InjectorSettings } from '../injector.ts'
import { isAlive, type ProcessIdentity } from '../processes.ts'
import type { Region } from '../region.ts'
import { regionOf, type Site } from '../site.ts'

/** Processes that are hurt; a postmaster's children are hurt with it. */
export type Victims = Pick<InjectorSettings, 'services' | 'postmasters'>

/** Everything that runs in the regions. @throws HttpFailure 404 */
export function allIn(site: Site, regions: readonly string[]): Victims {
  const hit = regions.map((name) => regionOf(site, name))
  return {
    services: [
      ...living(hit, ({ services }) => services),
      ...living(hit, ({ archive }) => archive),
      ...living(hit, ({ objects }) => objects),
      ...living(hit, ({ cache }) => cache),
      ...living(hit, ({ name }) => ({ processes: () => site.front.processes(name) })),
    ],
    postmasters: living(hit, ({ server }) => server),
  }
}

/**
 * What runs for the fault's components in its regions; one server holds all stores, and the web services stand for all
 * the rest. Where no component is named, both. What ships and keeps backups is no component.
 */
export function partsIn(site: Site, { components, regions }: Fault): Victims {
  if (components.length === 0) return allIn(site, regions)
  const hit = regions.map((name) => regionOf(site, name))
  const { stores, objects, cache } = site.spec
  const isStore = (component: string): boolean => stores.includes(component)
  const isObjects = (component: string): boolean => objects?.components.includes(component) === true
  const isCache = (component: string): boolean => component === cache
  return {
    services: [
      ...(components.every((one) => isStore(one) || isObjects(one) || isCache(one))
        ? []
        : living(hit, ({ services }) => services)),
      ...(components.some(isObjects) ? living(hit, ({ objects }) => objects) : []),
      ...(components.some(isCache) ? living(hit, ({ cache }) => cache) : []),
    ],
    postmasters: components.some(isStore) ? living(hit, ({ server }) => server) : [],
  }
}

/**
 * Kills them, and the line where it is named, in the same few microseconds.
 * @returns t0
 * @throws Failure `unreachable` where none of them lived any more and nothing was cut: that is no fault
 */
export async function kill({ roster }: Pick<Site, 'roster'>, victims: InjectorSettings): Promise<number> {
  const child = await roster.start<InjectorReady>('injector', { name: 'injector' }, victims)
  roster.forget(child.identity)
  const { t0, killed } = child.ready
  if (killed === 0 && (victims.cuts ?? []).length === 0) throw hitNothing()
  return t0
}

/** The failure of a fault that found nothing to hit. */
export function hitNothing(): Failure {
  return new Failure(
    'unreachable',
    'The fault hit nothing: none of the processes that it was to hit runs. ' +
      'Start them first, or let the scenario name a region or components that serve.',
  )
}

function living(
  regions: readonly Region[],
  part: (region: Region) => { processes(): readonly ProcessIdentity[] } | undefined,
): readonly ProcessIdentity[] {
  return regions.flatMap((region) => part(region)?.processes() ?? []).filter(isAlive)
}
