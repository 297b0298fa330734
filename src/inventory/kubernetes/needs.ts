import { hostsIn, namesAddress } from '../hosts.ts'
import { takesTelemetry } from '../telemetry.ts'
import { at, items, textOf, type Value } from '../value.ts'
import type { Cluster } from './cluster.ts'
import { addressOf, type Manifest, podOf } from './manifest.ts'
import { variablesOf } from './variables.ts'

/** Something that an object of a cluster mentions. */
export interface Need {
  /** What mentions it: `environment`, `selector`, `backend` and the like. */
  readonly by: string
  readonly address: string
  /**
   * `here`: it is declared; `dangling`: it should be, and is not; `outside`: it may well be made elsewhere; `cluster`:
   * clusters bring it with them.
   */
  readonly where: 'here' | 'dangling' | 'outside' | 'cluster'
  /** By which words, for a message. */
  readonly words: string
}

/** Variables of an object's pods that hold an address which is not to be seen; none for what makes no pods. */
export function unseenOf({ kind, value, namespace }: Manifest, cluster: Cluster): readonly string[] {
  const pod = podOf(kind, value)
  return pod ? variablesOf(pod.spec, namespace, cluster).unseen : []
}

/** What an object mentions, in the order of its text; nothing twice by the same. */
export function needsOf(manifest: Manifest, cluster: Cluster): readonly Need[] {
  const found = new Map<string, Need>()
  const finder = new Finder(manifest, cluster, (need) => {
    const key = `${need.by} ${need.address}`
    if (!found.has(key)) found.set(key, need)
  })
  finder.run()
  return [...found.values()]
}

class Finder {
  readonly #manifest: Manifest
  readonly #cluster: Cluster
  readonly #add: (need: Need) => void

  constructor(manifest: Manifest, cluster: Cluster, add: (need: Need) => void) {
    this.#manifest = manifest
    this.#cluster = cluster
    this.#add = add
  }

  run(): void {
    const { kind, value, namespace } = this.#manifest
    const spec = at(value, 'spec')
    const pod = podOf(kind, value)
    if (pod) this.#pod(pod.spec)
    if (kind === 'StatefulSet')
      for (const claim of items(at(spec, 'volumeClaimTemplates'))) this.#storageClass(at(claim, 'spec'))
    else if (kind === 'Service') this.#service(spec)
    else if (kind === 'Ingress') this.#ingress(spec)
    else if (/^(HTTP|GRPC|TCP|TLS|UDP)Route$/.test(kind)) this.#route(spec)
    else if (kind === 'HorizontalPodAutoscaler')
      this.#name('scaleTargetRef', textOf(at(spec, 'scaleTargetRef.kind')) ?? '', at(spec, 'scaleTargetRef.name'))
    else if (kind === 'PodDisruptionBudget')
      for (const one of this.#cluster.selected(namespace, at(spec, 'selector.matchLabels')))
        this.#add({ by: 'selector', address: one, where: 'here', words: 'its selector' })
    else if (kind === 'PersistentVolumeClaim' || kind === 'PersistentVolume') this.#storageClass(spec)
  }

  #pod(spec: Value): void {
    const { namespace } = this.#manifest
    const { known, from } = variablesOf(spec, namespace, this.#cluster)
    for (const [name, value] of known) this.#variable(name, value)
    for (const [kind, name] of from) this.#name(kind === 'Secret' ? 'secret' : 'config map', kind, name, 'outside')
    for (const volume of items(at(spec, 'volumes'))) {
      this.#name('volume claim', 'PersistentVolumeClaim', at(volume, 'persistentVolumeClaim.claimName'), 'outside')
      for (const one of [volume, ...items(at(volume, 'projected.sources'))]) {
        if (at(one, 'configMap.optional') !== true)
          this.#name('config map', 'ConfigMap', at(one, 'configMap.name'), 'outside')
        const secret = at(one, 'secret')
        if (at(secret, 'optional') !== true)
          this.#name('secret', 'Secret', at(secret, 'secretName') ?? at(secret, 'name'), 'outside')
      }
    }
    for (const one of items(at(spec, 'imagePullSecrets'))) this.#name('secret', 'Secret', at(one, 'name'), 'outside')
    const account = textOf(at(spec, 'serviceAccountName'))
    if (account !== undefined && account !== 'default')
      this.#name('service account', 'ServiceAccount', account, 'outside')
  }

  /** A service that a variable names: by its address, or by its name alone where the variable says that it holds one. */
  #variable(name: string, value: string): void {
    const addressed = namesAddress(name)
    for (const { host, sure } of hostsIn(value)) {
      const service = this.#serviceOf(host)
      const words = `the variable ${name}`
      if (service && (sure || addressed)) {
        if (this.#isOwn(service.namespace, service.name)) continue
        this.#add({ by: by('environment', service.name), address: service.address, where: 'here', words })
      } else if (addressed && sure) this.#missing(host, name)
    }
  }

  /** The declared service that a host of the cluster means: `cart`, `cart.shop`, `cart.shop.svc.cluster.local`. */
  #serviceOf(
    host: string,
  ): { readonly address: string; readonly name: string; readonly namespace: string } | undefined {
    return candidates(host, this.#manifest.namespace)
      .map(([name, namespace]) => ({ name, namespace, address: addressOf('Service', namespace, name) }))
      .find(({ name, namespace }) => this.#cluster.has('Service', namespace, name))
  }

  #missing(host: string, variable: string): void {
    const inCluster = /\.svc(\.|$)/.test(host)
    if (host.includes('.') && !inCluster) return
    const [first] = candidates(host, this.#manifest.namespace)
    if (!first) return
    const [name, namespace] = first
    const where = this.#cluster.knows(namespace) ? 'dangling' : 'outside'
    const words = `the variable ${variable}`
    this.#add({ by: by('environment', name), address: addressOf('Service', namespace, name), where, words })
  }

  /** Whether a service leads to the very object that mentions it. */
  #isOwn(namespace: string, name: string): boolean {
    const { kind, name: own = '' } = this.#manifest
    const labels = at(this.#cluster.get('Service', namespace, name)?.value, 'spec.selector')
    return this.#cluster.selected(namespace, labels).includes(addressOf(kind, namespace, own))
  }

  #service(spec: Value | undefined): void {
    const { namespace } = this.#manifest
    const selector = at(spec, 'selector')
    const selected = this.#cluster.selected(namespace, selector)
    for (const one of selected) this.#add({ by: 'selector', address: one, where: 'here', words: 'its selector' })
    const wanted = Object.entries(selector ?? {}).map(([label, value]) => `${label}=${textOf(value as Value) ?? ''}`)
    if (selected.length === 0 && wanted.length > 0)
      this.#add({ by: 'selector', address: wanted.join(','), where: 'dangling', words: 'its selector' })
    const elsewhere = textOf(at(spec, 'externalName'))
    if (elsewhere !== undefined) this.#variable('externalName.host', elsewhere)
  }

  #ingress(spec: Value | undefined): void {
    const paths = items(at(spec, 'rules')).flatMap((rule) => items(at(rule, 'http.paths')))
    const backends = [at(spec, 'defaultBackend'), at(spec, 'backend'), ...paths.map((one) => at(one, 'backend'))]
    for (const one of backends)
      this.#name('backend', 'Service', at(one, 'service.name') ?? at(one, 'serviceName'), 'dangling')
    for (const one of items(at(spec, 'tls'))) this.#name('secret', 'Secret', at(one, 'secretName'), 'outside')
  }

  #route(spec: Value | undefined): void {
    for (const one of items(at(spec, 'parentRefs')))
      this.#name('parent', textOf(at(one, 'kind')) ?? 'Gateway', at(one, 'name'), 'outside', at(one, 'namespace'))
    for (const rule of items(at(spec, 'rules')))
      for (const one of items(at(rule, 'backendRefs')))
        this.#name('backend', textOf(at(one, 'kind')) ?? 'Service', at(one, 'name'), 'dangling', at(one, 'namespace'))
  }

  #storageClass(spec: Value | undefined): void {
    this.#name('storage class', 'StorageClass', at(spec, 'storageClassName'), 'cluster')
  }

  #name(by: string, kind: string, value: Value | undefined, missing: Need['where'] = 'dangling', inside?: Value): void {
    const name = textOf(value)
    if (name === undefined || name === '' || kind === '') return
    const said = textOf(inside) ?? this.#manifest.namespace
    const namespace = kind === 'StorageClass' || said === 'default' ? '' : said
    const here = this.#cluster.has(kind, namespace, name)
    const where = here ? 'here' : missing === 'dangling' && !this.#cluster.knows(namespace) ? 'outside' : missing
    this.#add({ by, address: addressOf(kind, namespace, name), where, words: by })
  }
}

function by(word: string, name: string): string {
  return takesTelemetry(name) ? `${word} (telemetry)` : word
}

/** Names and namespaces that a host may mean, the likeliest first. A pod of a set may stand before its service. */
function candidates(host: string, own: string): ReadonlyArray<readonly [name: string, namespace: string]> {
  const labels = host.split('.')
  const inside = (namespace: string | undefined) =>
    namespace === 'default' || namespace === undefined ? '' : namespace
  const service = labels.indexOf('svc')
  if (service >= 2) return [[labels[service - 2] ?? '', inside(labels[service - 1])]]
  const [first = '', second = '', third] = labels
  if (labels.length === 1) return [[first, own]]
  if (labels.length === 2)
    return [
      [first, inside(second)],
      [second, own],
    ]
  return third !== undefined && labels.length === 3 ? [[second, inside(third)]] : []
}
