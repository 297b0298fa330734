import { type Resource, Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { copies, made, others, spreadOf } from '../where.ts'

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
    const spread = spreadOf(inventory)
    if (!spread) return
    const all = made(inventory)
    const copied = copies(all)
    const elsewhere = others(all)
    for (const own of all) {
      const what = own.component === undefined ? undefined : needed[own.component]
      const another = elsewhere(own)
      // Where each region has one of its own, none is shared.
      if (what === undefined || another === true) continue
      seen()
      const { region } = own
      if (region instanceof Unknown) {
        unsure(own, `The region of ${own.address} is unknown: ${region.why}.`)
        continue
      }
      // A vault of secrets is copied by the service to its pair, where it can be read and no more.
      const reaches = own.component === 'key-vault' ? false : reachesOthers(own, copied(own.id))
      const away = spread.regions.filter((one) => one !== region)
      if (reaches === true || away.length === 0) continue
      const lies = `${own.address} lies in ${region}, and there is compute in ${away.join(' and ')}`
      if (reaches === undefined) unsure(own, `${lies}: whether it is copied there is unknown.`)
      else if (another === undefined) unsure(own, `${lies}: whether another of its kind lies there is unknown.`)
      else if (!spread.sure)
        unsure(own, `${lies}, of which it cannot be told whether it stands in for that in ${region}.`)
      else report(own, `${lies}: ${what} while ${region} is lost.`)
    }
  },
}

function reachesOthers({ redundancy }: Resource, copied: boolean | undefined): boolean | undefined {
  const across = redundancy?.across
  if (copied === true || across === 'regions' || across === 'zones-and-regions') return true
  return copied === undefined || across === undefined || across instanceof Unknown ? undefined : false
}
