import type { ThiefReady, ThiefSettings } from '../thief.ts'
import type { Site } from '../site.ts'
import type { LabFault } from './fault.ts'

/**
 * The application's owner's credentials are stolen: what customers wrote is dropped or altered wherever they open the
 * door, and the backups that they can delete are gone. Nothing of that heals.
 */
export const stolen = (how: ThiefSettings['how']): LabFault => ({
  async inject(site, { components }) {
    const { roster, spec, regions, accounts } = site
    const hit = (spec.objects?.components ?? []).filter((one) => components.includes(one))
    const settings: ThiefSettings = {
      how,
      servers: serversOf(site),
      stores: spec.stores.filter((store) => components.includes(store)),
      accounts:
        accounts && hit.length > 0
          ? regions.flatMap(({ name, objects }) =>
              objects
                ? hit.map((component) => ({
                    ...{ region: name, component, at: objects.address, key: accounts.keys.current() },
                    containers: [accounts.containerOf(component)],
                  }))
                : [],
            )
          : [],
      vaults: spec.archived
        ? regions.map(({ name, archive }) => ({ region: name, at: archive.address, token: archive.tokens.owner }))
        : [],
    }
    const child = await roster.start<ThiefReady>('thief', { name: 'thief' }, settings)
    roster.forget(child.identity)
    return child.ready
  },
  heal: async () => {},
})

function serversOf({ regions, credentials }: Site): ThiefSettings['servers'] {
  return regions.map(({ name, server }) => ({ region: name, ...server.cluster.address, ...credentials.owner() }))
}
