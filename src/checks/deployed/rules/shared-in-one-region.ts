import { type Resource, Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const computes = ['web-service', 'vm', 'scale-set', 'kubernetes', 'batch']
const apps = `
  ${resource('', 'Microsoft.ContainerService/managedClusters', 'east', 'eastus')},
  ${resource('', 'Microsoft.ContainerService/managedClusters', 'west', 'westus')}`
const registry = (mark: string, sku: string) =>
  resource(mark, 'Microsoft.ContainerRegistry/registries', 'images', 'eastus', `"sku": { "name": "${sku}" }`)

/** What is needed to start or to change anything, and what becomes impossible without it. */
const needed: Readonly<Record<string, string>> = {
  'container-registry': 'a restart or a scale-out there cannot pull its image',
  'key-vault': 'secrets can at best be read there, and neither written nor rotated',
  'object-storage': 'whatever is kept in it, the state of the deployment tool included, is out of reach there',
}

export const sharedInOneRegion: DeployedRule = {
  code: 'shared-in-one-region',
  severity: 'warning',
  title: 'Both regions need something that lies in one of them',
  why: 'Compute in two regions recovers nothing whose images, secrets or state went with the first.',
  fix: 'Copy it to the second region, or keep one of its own there.',
  requirements: ['friction.shared'],
  agrees: ['APRL 36ea6c09-ef6e-d743-9cfb-bd0c928a430b'],
  bad: `[${apps},
  ${registry('// WARNING: cannot pull its image', 'Standard')}
]`,
  good: `[${apps},
  ${registry('', 'Premium')},
  { "type": "Microsoft.ContainerRegistry/registries/replications", "name": "images/westus", "location": "westus" }
]`,
  check(inventory, report, unsure, seen) {
    const all = made(inventory)
    const regions = new Set(
      all.flatMap(({ component, region }) =>
        component !== undefined && computes.includes(component) && typeof region === 'string' ? [region] : [],
      ),
    )
    if (regions.size < 2) return
    for (const own of all) {
      const what = own.component === undefined ? undefined : needed[own.component]
      if (what === undefined || !alone(own, all)) continue
      seen()
      const { region } = own
      if (region instanceof Unknown) {
        unsure(own, `The region of ${own.address} is unknown: ${region.why}.`)
        continue
      }
      const across = own.redundancy?.across
      const copied = across === 'regions' || across === 'zones-and-regions'
      // A vault of secrets is copied by the service to its pair, where it can be read and no more.
      if (copied && own.component !== 'key-vault') continue
      const others = [...regions].filter((one) => one !== region)
      if (others.length > 0)
        report(
          own,
          `${own.address} lies in ${region}, and there is compute in ${others.join(' and ')}: ${what} while ${region} is lost.`,
        )
    }
  },
}

/** Whether it is the only one of its kind: where each region has one of its own, none is shared. */
function alone(own: Resource, all: readonly Resource[]): boolean {
  return !all.some(
    (one) =>
      one !== own && one.component === own.component && (one.region instanceof Unknown || one.region !== own.region),
  )
}
