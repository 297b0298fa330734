import { componentOfImage, isWebPort } from '../images.ts'
import { containersOf, podOf } from '../kubernetes/manifest.ts'
import { zonesOf } from '../kubernetes/placement.ts'
import type { Capacity, Redundancy } from '../resource.ts'
import { at, items, number, textOf, Unknown, type Value, valueOf } from '../value.ts'
import type { Node, World } from '../world.ts'
import { acrossOf } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/** What it mentions, and nothing else. */
export function mentioning({ declared }: Node): Reading {
  return { mentions: declared.mentions ?? [] }
}

function workload(node: Node, world: World): Reading {
  const { body } = node.declared
  const kind = kindOf(node)
  const capacity = capacityOf(node, world)
  const redundancy = stateOf(node, world) ?? spreadOf(node, capacity)
  const containers = items(at(podOf(kind, body)?.spec, 'containers'))
  const images = containers.map((one) => componentOfImage(textOf(at(one, 'image')) ?? ''))
  const serves = !isBatch(kind) && containers.some(servesWeb)
  const component = images.find((one) => one !== undefined) ?? (serves ? 'web-service' : undefined)
  return {
    ...mentioning(node),
    ...(capacity && { capacity }),
    ...(redundancy && { redundancy }),
    ...(component !== undefined && { component }),
  }
}

/** Whether its health is asked for as that of a service of the web, or a port of it says so. */
function servesWeb(container: Value): boolean {
  const probed = ['readinessProbe', 'livenessProbe', 'startupProbe'].some((probe) =>
    ['httpGet', 'grpc'].some((how) => at(container, `${probe}.${how}`) !== undefined),
  )
  const ports = items(at(container, 'ports'))
  return probed || ports.some((one) => isWebPort(textOf(at(one, 'containerPort')) ?? '', textOf(at(one, 'name'))))
}

function kindOf({ declared: { type } }: Node): string {
  return type.slice(type.indexOf('/') + 1)
}

function isBatch(kind: string): boolean {
  return kind === 'Job' || kind === 'CronJob'
}

const scalers = new WeakMap<World, ReadonlyMap<string, Node>>()

/** What scales each workload, by its address. */
function scalersOf(world: World): ReadonlyMap<string, Node> {
  const there = scalers.get(world)
  if (there) return there
  const found = new Map<string, Node>()
  for (const one of world.all('kubernetes/horizontalpodautoscaler'))
    for (const [, address] of one.declared.mentions ?? []) found.set(address, one)
  scalers.set(world, found)
  return found
}

/** How many pods. One is what Kubernetes makes where nothing is said, unless something else scales the workload. */
function capacityOf(node: Node, world: World): Capacity | undefined {
  const kind = kindOf(node)
  if (kind === 'DaemonSet')
    return { instances: new Unknown('there is one on every node, and no manifest says how many those are', '{nodes}') }
  if (isBatch(kind) || kind === 'Pod') return undefined
  const scaler = scalersOf(world).get(node.declared.address)?.declared.body
  const least = number(scaler === undefined ? at(node.declared.body, 'spec.replicas') : at(scaler, 'spec.minReplicas'))
  const most = number(at(scaler, 'spec.maxReplicas'))
  return { instances: least ?? 1, ...(most !== undefined && { most }) }
}

/** Zones count for nothing where there is one pod. */
function spreadOf(node: Node, capacity: Capacity | undefined): Redundancy | undefined {
  const found = zonesOf(kindOf(node), node.declared.body, node.region)
  const single = capacity?.instances === 1 && capacity.most === undefined
  return found && single && found.across !== 'none'
    ? { ...found, across: 'none', word: `one pod, ${found.word}` }
    : found
}

/** Where the state of a workload lies, if it keeps any; what is lost soonest says how much is lost. */
function stateOf(node: Node, world: World): Redundancy | undefined {
  const { body } = node.declared
  const spec = podOf(kindOf(node), body)?.spec ?? null
  const mounted = new Set(
    containersOf(spec)
      .flatMap((one) => items(at(one, 'volumeMounts')))
      .filter((one) => !isScratch(textOf(at(one, 'mountPath')) ?? ''))
      .map((one) => textOf(at(one, 'name'))),
  )
  const volumes = items(at(spec, 'volumes')).filter((one) => mounted.has(textOf(at(one, 'name'))))
  const passing = volumes.some((one) => {
    const passes = valueOf(one, 'emptyDir')
    return passes !== undefined && at(passes, 'medium') !== 'Memory'
  })
  if (passing) return { across: 'none', regions: [], by: 'set', word: 'emptyDir' }
  if (volumes.some((one) => valueOf(one, 'hostPath') !== undefined && kindOf(node) !== 'DaemonSet'))
    return { across: 'none', regions: [node.region], by: 'set', word: 'hostPath' }
  const [template] = items(at(body, 'spec.volumeClaimTemplates'))
  if (template !== undefined) return claimed(at(template, 'spec'), node, world)
  const claims = volumes.flatMap((one) => textOf(at(one, 'persistentVolumeClaim.claimName')) ?? [])
  if (claims.length === 0) return undefined
  const [, claim] = node.declared.mentions?.find(([by]) => by === 'volume claim') ?? []
  return claimed(at(world.find(claim)?.declared.body, 'spec'), node, world)
}

/** Directories for what may be lost at any time: no state, whatever volume lies below them. */
function isScratch(path: string): boolean {
  return /^\/(tmp|run|var\/(run|tmp|cache|log)|dev\/shm)(\/|$)|(^|\/)\.?(cache|caches|tmp|temp)\/?$/i.test(path)
}

/** A claim is as far redundant as the disks of its class, which a manifest seldom tells. */
function claimed(spec: Value | undefined, { region }: Node, world: World): Redundancy {
  const name = textOf(at(spec, 'storageClassName'))
  const parameters =
    name === undefined ? undefined : at(world.find(`StorageClass/${name}`)?.declared.body, 'parameters')
  const sku = textOf(at(parameters, 'skuName') ?? at(parameters, 'storageaccounttype'))
  const across =
    sku === undefined
      ? new Unknown(
          `how far a volume claim reaches is for its class${name === undefined ? '' : ` ${name}`} to say, which is not here`,
          `{${name ?? 'default class'}}`,
        )
      : acrossOf(sku)
  return { across, regions: [region], by: 'set', word: 'volume claim' }
}

function claim(node: Node, world: World): Reading {
  return { ...mentioning(node), redundancy: claimed(at(node.declared.body, 'spec'), node, world) }
}

const runs = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Pod',
  'Job',
  'CronJob',
].map((kind) => ({
  type: `kubernetes/${kind}`,
  ...(isBatch(kind) && { component: 'batch' }),
  read: workload,
}))

const others = [
  ...['Service', 'Ingress', 'IngressClass', 'Endpoints', 'EndpointSlice', 'NetworkPolicy'],
  ...['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute', 'ReferenceGrant'],
  ...['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'PriorityClass', 'RuntimeClass', 'LimitRange', 'ResourceQuota'],
  ...['ConfigMap', 'Secret', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
  ...['PersistentVolume', 'StorageClass', 'CSIDriver', 'CSINode', 'VolumeAttachment', 'VolumeSnapshotClass'],
  ...['Namespace', 'Node', 'Event', 'Lease', 'ControllerRevision', 'PodTemplate', 'ComponentStatus'],
  ...['CustomResourceDefinition', 'APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'CertificateSigningRequest', 'VolumeSnapshot'],
].map((kind) => ({ type: `kubernetes/${kind}`, read: mentioning }))

/** What a cluster runs and keeps; every other kind is an extension of somebody. */
export const kubernetesTypes: readonly ResourceType[] = [
  ...runs,
  { type: 'kubernetes/PersistentVolumeClaim', read: claim },
  ...others,
]
