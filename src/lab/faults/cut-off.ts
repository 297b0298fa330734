import type { InjectorReady } from '../injector.ts'
import { isAlive } from '../processes.ts'
import { regionOf } from '../site.ts'
import type { LabFault } from './fault.ts'

/** Regions lose every process, and the line, within the same few microseconds. */
export const cutOff: LabFault = {
  async inject(site, { regions }) {
    const { link, roster, lost } = site
    const hit = regions.map((name) => regionOf(site, name))
    for (const name of regions) lost.add(name)
    const child = await roster.start<InjectorReady>(
      'injector',
      { name: 'injector' },
      {
        link: [link.identity()],
        services: hit.flatMap(({ services }) => services.processes()).filter(isAlive),
        postmasters: hit.flatMap(({ server }) => server.processes()).filter(isAlive),
      },
    )
    roster.forget(child.identity)
    return child.ready.t0
  },
  async heal(site, { regions }) {
    const given = regions.map((name) => regionOf(site, name).name)
    // The line first: whoever hears that a region answers may reach it.
    if ([...site.lost].every((name) => given.includes(name))) await site.link.mend()
    for (const name of given) site.lost.delete(name)
  },
}
