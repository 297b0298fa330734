import type { Redundancy } from '../resource.ts'
import { at, items, textOf, Unknown, type Value, valueOf } from '../value.ts'
import { podOf } from './manifest.ts'

const regionLabels = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region']
const zoneLabels = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone']

/** The region into which an object is bound: by its own labels, or by what its pods ask of nodes; undefined for none. */
export function regionSaid(kind: string, value: Value): string | Unknown | undefined {
  const found = bound(kind, value, regionLabels)
  if (found === undefined || found.length === 1) return found?.[0]
  return new Unknown(`it may run in any of ${found.join(', ')}`, `{${found.join(' or ')}}`)
}

/** What some labels are bound to; undefined where nothing binds them. */
function bound(kind: string, value: Value, labels: readonly string[]): readonly string[] | undefined {
  const pod = podOf(kind, value)?.spec
  const maps = [at(pod, 'nodeSelector'), at(value, 'metadata.labels')]
  for (const label of labels) {
    for (const map of maps) {
      const text = textOf(valueOf(map, label))
      if (text !== undefined && text !== '') return [text]
    }
    const terms = [
      ...items(at(pod, 'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms')),
      ...items(at(value, 'spec.nodeAffinity.required.nodeSelectorTerms')),
    ]
    const asked = terms
      .flatMap((term) => items(at(term, 'matchExpressions')))
      .filter((one) => at(one, 'key') === label && at(one, 'operator') === 'In')
      .flatMap((one) => items(at(one, 'values')).flatMap((text) => textOf(text) ?? []))
    if (asked.length > 0) return [...new Set(asked)]
  }
  return undefined
}

/** How pods are spread over zones, as far as they ask for it. */
export function zonesOf(kind: string, value: Value, region: string | Unknown): Redundancy | undefined {
  const pod = podOf(kind, value)?.spec
  const zones = bound(kind, value, zoneLabels)
  const of = (across: Redundancy['across'], word: string): Redundancy => ({
    across,
    regions: [region],
    by: 'set',
    word,
  })
  if (zones?.length === 1) return of('none', `zone ${zones[0] ?? ''}`)
  const spread = items(at(pod, 'topologySpreadConstraints')).filter((one) => isZone(at(one, 'topologyKey')))
  const apart = at(pod, 'affinity.podAntiAffinity')
  const must = items(at(apart, 'requiredDuringSchedulingIgnoredDuringExecution')).some((one) =>
    isZone(at(one, 'topologyKey')),
  )
  const may = items(at(apart, 'preferredDuringSchedulingIgnoredDuringExecution')).some((one) =>
    isZone(at(one, 'podAffinityTerm.topologyKey')),
  )
  if (must || spread.some((one) => at(one, 'whenUnsatisfiable') !== 'ScheduleAnyway'))
    return of('zones', must ? 'apart by zones' : 'spread over zones')
  if (!may && spread.length === 0) return undefined
  return of(new Unknown('its pods lie in several zones only where that is possible', '{zones}'), 'zones preferred')
}

function isZone(key: Value | undefined): boolean {
  return zoneLabels.includes(textOf(key) ?? '')
}
