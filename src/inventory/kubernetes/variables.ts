import { namesAddress } from '../hosts.ts'
import { at, isObject, items, textOf, type Value } from '../value.ts'
import type { Cluster } from './cluster.ts'
import { containersOf } from './manifest.ts'

/** Variables of the containers of a pod, and the objects from which they come. */
export interface Variables {
  /** Those whose value is written in the input, a container after the other. */
  readonly known: ReadonlyArray<readonly [name: string, value: string]>
  /** Names of objects; those that may be missing are left out. */
  readonly from: ReadonlyArray<readonly [kind: 'ConfigMap' | 'Secret', name: string]>
  /** Names of those that hold an address by their name, and whose value is not to be seen. */
  readonly unseen: readonly string[]
}

/** What a pod is told by variables: by its own words, and by maps of the input. Secrets are named, and not read. */
export function variablesOf(spec: Value, namespace: string, cluster: Cluster): Variables {
  const known: Array<readonly [string, string]> = []
  const from: Array<readonly ['ConfigMap' | 'Secret', string]> = []
  const unseen = new Set<string>()
  const mention = (kind: 'ConfigMap' | 'Secret', reference: Value | undefined) => {
    const name = textOf(at(reference, 'name'))
    if (name !== undefined && at(reference, 'optional') !== true) from.push([kind, name])
    return name
  }
  const dataOf = (name: string | undefined): ReadonlyArray<readonly [string, Value]> => {
    const data = name === undefined ? undefined : at(cluster.get('ConfigMap', namespace, name)?.value, 'data')
    return isObject(data) ? Object.entries(data) : []
  }
  for (const container of containersOf(spec)) {
    const own = new Map<string, string>()
    for (const one of items(at(container, 'envFrom'))) {
      mention('Secret', at(one, 'secretRef'))
      const prefix = textOf(at(one, 'prefix')) ?? ''
      for (const [key, value] of dataOf(mention('ConfigMap', at(one, 'configMapRef'))))
        own.set(`${prefix}${key}`, textOf(value) ?? '')
    }
    for (const one of items(at(container, 'env'))) {
      const name = textOf(at(one, 'name')) ?? ''
      mention('Secret', at(one, 'valueFrom.secretKeyRef'))
      const reference = at(one, 'valueFrom.configMapKeyRef')
      const key = textOf(at(reference, 'key'))
      const said = dataOf(mention('ConfigMap', reference)).find(([one]) => one === key)?.[1]
      const value = textOf(at(one, 'value') ?? said)
      if (value !== undefined) own.set(name, expanded(value, own))
      else if (namesAddress(name) && at(one, 'valueFrom.fieldRef') === undefined) unseen.add(name)
    }
    known.push(...own)
  }
  return { known, from, unseen: [...unseen] }
}

/** With variables that stand before it, which a cluster puts in place of `$(NAME)`. */
function expanded(value: string, before: ReadonlyMap<string, string>): string {
  if (value.length > 4096) return value
  return value.replaceAll(/\$\(([\w.-]{1,200})\)/g, (all, name: string) => before.get(name) ?? all).slice(0, 4096)
}
