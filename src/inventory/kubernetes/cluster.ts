import { isObject, textOf, type Value } from '../value.ts'
import { addressOf, type Manifest, podOf } from './manifest.ts'

/** What was declared together, for those who look for each other. */
export interface Cluster {
  readonly has: (kind: string, namespace: string, name: string) => boolean
  readonly get: (kind: string, namespace: string, name: string) => Manifest | undefined
  /** Whether anything is declared in a namespace. */
  readonly knows: (namespace: string) => boolean
  /** Addresses of the workloads of a namespace whose pods have all of some labels; none where no label is asked for. */
  readonly selected: (namespace: string, labels: Value | undefined) => readonly string[]
}

/** A workload that others may select, with the labels of its pods. */
interface Selectable {
  readonly address: string
  readonly labels: ReadonlyMap<string, string>
}

/** @param manifests in the order of the input; the first of a name counts */
export function clusterOf(manifests: readonly Manifest[]): Cluster {
  const byAddress = new Map<string, Manifest>()
  const namespaces = new Set<string>()
  const byLabel = new Map<string, Selectable[]>()
  for (const one of manifests) {
    namespaces.add(one.namespace)
    if (one.name === undefined) continue
    const address = addressOf(one.kind, one.namespace, one.name)
    if (!byAddress.has(address)) byAddress.set(address, one)
    if (isOwned(one.value)) continue
    const labels = new Map(entries(podOf(one.kind, one.value)?.labels))
    for (const [label, value] of labels) {
      const key = `${one.namespace} ${label}=${value}`
      const there = byLabel.get(key)
      if (there) there.push({ address, labels })
      else byLabel.set(key, [{ address, labels }])
    }
  }
  const get = (kind: string, namespace: string, name: string) => byAddress.get(addressOf(kind, namespace, name))
  return {
    get,
    has: (kind, namespace, name) => get(kind, namespace, name) !== undefined,
    knows: (namespace) => namespaces.has(namespace),
    selected: (namespace, labels) => {
      const wanted = entries(labels)
      const groups = wanted.map(([label, value]) => byLabel.get(`${namespace} ${label}=${value}`) ?? [])
      // Some labels are those of all; the rarest leaves the fewest to look at.
      const fewest = groups.reduce<readonly Selectable[]>((a, b) => (b.length < a.length ? b : a), groups[0] ?? [])
      return fewest
        .filter((one) => wanted.every(([label, value]) => one.labels.get(label) === value))
        .map(({ address }) => address)
    },
  }
}

/** What a workload has made by itself, and an export lists beside it. */
function isOwned(value: Value): boolean {
  const owners = isObject(value) && isObject(value['metadata'] ?? null) ? value['metadata'] : null
  const list = isObject(owners) ? owners['ownerReferences'] : undefined
  return Array.isArray(list) && list.length > 0
}

function entries(labels: Value | undefined): ReadonlyArray<readonly [label: string, value: string]> {
  return isObject(labels) ? Object.entries(labels).map(([label, value]) => [label, textOf(value) ?? ''] as const) : []
}
