import type { Place, Problem } from '#diagnostics'
import type { JsonText } from '../json.ts'
import { startOf } from '../yaml.ts'
import { troubled } from '../trouble.ts'
import { at, isList, isObject, items, textOf, type Value, valueOf } from '../value.ts'

/** One object of a cluster, as a manifest or an export declares it. */
export interface Manifest {
  readonly kind: string
  /** The group of its interface, such as `apps`; empty for that of the core. */
  readonly group: string
  /** Empty for the default one, and for what lies in none. */
  readonly namespace: string
  /** Undefined where the cluster chooses it, or nobody does. */
  readonly name: string | undefined
  readonly value: Value
  readonly place: Place
}

/** The objects of a document, those of a list one by one. What is no object of a cluster is told of. */
export function manifestsIn(document: JsonText, file: string, problems: Problem[]): readonly Manifest[] {
  const found: Manifest[] = []
  const add = (value: Value, usualKind?: string, usualVersion?: string) => {
    const kind = textOf(valueOf(value, 'kind')) ?? usualKind
    const version = textOf(valueOf(value, 'apiVersion')) ?? usualVersion
    const inside = valueOf(value, 'items')
    if (kind === undefined || version === undefined) problems.push(noObject(value, document, file))
    else if (kind.endsWith('List') && isList(inside)) for (const one of inside) add(one, kind.slice(0, -4), version)
    else found.push(manifest(kind, version, value, document))
  }
  for (const one of isList(document.value) ? items(document.value) : [document.value]) add(one)
  return found
}

function manifest(kind: string, version: string, value: Value, document: JsonText): Manifest {
  const namespace = textOf(at(value, 'metadata.namespace')) ?? ''
  return {
    kind,
    group: version.includes('/') ? version.slice(0, version.indexOf('/')) : '',
    namespace: namespace === 'default' ? '' : namespace,
    name: textOf(at(value, 'metadata.name')),
    value,
    place: document.placeOf(value),
  }
}

function noObject(value: Value, document: JsonText, file: string): Problem {
  const place = isObject(value) || isList(value) ? document.placeOf(value) : startOf(file)
  const compose = isObject(valueOf(value, 'services'))
  return troubled(
    'input-of-another-format',
    place,
    `${file} has a document without apiVersion and kind here, so that it is no object of a cluster.`,
    compose ? 'It looks like a compose file; read it as one: muster import compose FILE' : undefined,
  )
}

/** What mentions of an object say, such as `Service/shop/cart`; the default namespace is left out. */
export function addressOf(kind: string, namespace: string, name: string): string {
  return namespace === '' || namespace === 'default' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`
}

/** The labels of pods that a workload makes, and what is said of them; undefined for what makes none. */
export function podOf(kind: string, value: Value): { readonly labels: Value; readonly spec: Value } | undefined {
  const template = kind === 'CronJob' ? at(value, 'spec.jobTemplate.spec.template') : at(value, 'spec.template')
  const pod = kind === 'Pod' ? value : workloads.has(kind) ? template : undefined
  if (pod === undefined) return undefined
  return { labels: at(pod, 'metadata.labels') ?? null, spec: at(pod, 'spec') ?? null }
}

const workloads = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Pod',
])

/** The containers of a pod: those that run, and those that run before them. */
export function containersOf(spec: Value): readonly Value[] {
  return [...items(at(spec, 'containers')), ...items(at(spec, 'initContainers'))]
}
