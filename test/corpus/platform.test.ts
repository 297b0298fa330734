import { beforeEach, describe, expect, it } from 'vitest'
import { type Inventory, type Resource, Unknown } from '#inventory'
import { imported, needsCorpus, ofType, theOne, told } from './corpus.ts'

beforeEach((context) => needsCorpus(context))

const runs = /\/(deployment|statefulset|service)$/i

/** Edges of some kinds as `from to`, by names, without double ones; a service of a cluster stands for what it selects. */
function edges({ resources }: Inventory, kinds: readonly string[]): readonly string[] {
  const byId = new Map(resources.map((one) => [one.id, one]))
  const ends = (to: string): readonly string[] => {
    const target = byId.get(to)
    if (!target) return [`${to.slice(to.lastIndexOf('/') + 1)}?`]
    const selected = target.links.filter(({ by }) => by === 'selector')
    return selected.length > 0 ? selected.flatMap((one) => ends(one.to)) : [target.name]
  }
  const found = resources
    .filter(({ type }) => runs.test(type))
    .flatMap((one) =>
      one.links.filter(({ by }) => kinds.includes(by)).flatMap(({ to }) => ends(to).map((end) => `${one.name} ${end}`)),
    )
  return [...new Set(found)].sort()
}

const names = (resources: readonly Resource[]) => resources.map(({ name }) => name).sort()

describe('O20: objectives of OpenSLO', () => {
  const validate = (name: string) => imported('openslo', [`openslo/oslo-validate/${name}.yaml`])

  it.each([
    ['v1', 1],
    ['v1alpha', 2],
    ['v2alpha', 1],
  ])('of version %s are accepted', (version, objectives) => {
    const inventory = validate(version)
    expect(inventory.objectives).toHaveLength(objectives)
    expect(inventory.problems.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('of another version, and with a field that there is not, are errors at their lines', () => {
    const wrong = (name: string) =>
      validate(name)
        .problems.filter(({ severity }) => severity === 'error')
        .map(({ code, place }) => [code, place.line])
    expect(wrong('invalid-apiversion')).toEqual([['input-of-another-format', 1]])
    expect(wrong('unknown-field')).toEqual([['field-unknown', 6]])
  })

  it('keep a name with a space in it', () => {
    expect(theOne(validate('unknown-field'), 'openslo/Service').name).toBe('my-rad service')
  })

  it('of the examples are four, of three ways of counting', () => {
    const examples = [
      'budgeting-method/occurences-slo',
      'budgeting-method/ratio-timeslices',
      'budgeting-method/timeslices-slo',
      'treat-low-traffic-as-equally-important/timeslices-slo',
    ].map((one) => imported('openslo', [`openslo/examples/${one}.yaml`]))
    expect(examples.map(({ objectives }) => [objectives[0]?.counted, objectives.map(({ target }) => target)])).toEqual([
      ['Occurrences', [0.99]],
      ['RatioTimeslices', [0.99]],
      ['Timeslices', [0.995, 0.99]],
      ['Timeslices', [0.9995]],
    ])
    // Its comment says a month, and 1m is a minute, so that neither is taken for the other.
    expect(examples.map(({ objectives }) => objectives[0]?.windowDays)).toEqual([14, 14, expect.any(Unknown), 7])
  })
})

describe('O21: a shop on Kubernetes', () => {
  const shop = () => imported('kubernetes', ['k8s/online-boutique.yaml'])

  it('has 12 deployments and 17 edges by variables', () => {
    const inventory = shop()
    expect(ofType(inventory, 'kubernetes/Deployment')).toHaveLength(12)
    const found = edges(inventory, ['environment'])
    const from = (name: string) => found.filter((one) => one.startsWith(`${name} `)).length
    expect(found).toHaveLength(17)
    expect(['frontend', 'checkoutservice', 'cartservice', 'recommendationservice', 'loadgenerator'].map(from)).toEqual([
      8, 6, 1, 1, 1,
    ])
  })

  it('has one edge that leads nowhere', () => {
    const inventory = shop()
    expect(edges(inventory, ['environment']).filter((one) => one.endsWith('?'))).toEqual([
      'frontend shoppingassistantservice?',
    ])
    expect(told(inventory, 'reference-dangling')).toEqual(['warning'])
  })

  it('keeps its carts in a pod, with which they are lost', () => {
    const cart = ofType(shop(), 'kubernetes/Deployment').find(({ name }) => name === 'redis-cart')
    expect(cart?.redundancy).toMatchObject({ across: 'none', word: 'emptyDir' })
  })
})

describe('O22: compose files', () => {
  const store = () => imported('compose', ['compose/aks-store-demo/docker-compose.yml'])
  const social = () => imported('compose', ['compose/dsb-socialNetwork.yml'])
  const order = ['depends_on', 'depends_on (telemetry)']

  it.each([
    ['compose/aks-store-demo/docker-compose.yml', 10, 9],
    ['compose/dsb-socialNetwork.yml', 27, 19],
    ['compose/reematcs-docker-compose.yml', 4, 4],
  ])('%s has %i services and %i edges', (path, services, count) => {
    const inventory = imported('compose', [path])
    expect(ofType(inventory, 'compose/service')).toHaveLength(services)
    expect(edges(inventory, order)).toHaveLength(count)
  })

  it('say where telemetry goes in 13 of 19 edges, and of no cache who needs it, which is unknown', () => {
    const inventory = social()
    expect(edges(inventory, ['depends_on (telemetry)'])).toHaveLength(13)
    expect(edges(inventory, ['depends_on'])).toHaveLength(6)
    expect(edges(inventory, order).filter((one) => /redis|memcached/.test(one))).toEqual([])
    const caches = ofType(inventory, 'compose/service').filter(({ name }) => /redis|memcached/.test(name))
    const unknown = new Set(
      inventory.problems.filter(({ code }) => code === 'dependencies-unknown').map(({ place }) => place.line),
    )
    expect(caches).toHaveLength(7)
    expect(caches.every(({ source }) => unknown.has(source.line))).toBe(true)
  })

  it('leave it unknown what the one service needs that no order touches', () => {
    const inventory = store()
    const told = inventory.problems.filter(({ code }) => code === 'dependencies-unknown')
    expect(told.map(({ severity }) => severity)).toEqual(['unknown'])
    expect(told[0]?.detail).toContain('ai-service')
  })

  it('put no service into the region that it is called after', () => {
    const services = ofType(imported('compose', ['compose/reematcs-docker-compose.yml']), 'compose/service')
    expect(services.map(({ region }) => region instanceof Unknown)).toEqual([true, true, true, true])
  })

  it('and manifests of one store give one graph, but for what only one of them says', () => {
    const manifests = imported('kubernetes', ['k8s/aks-store-all-in-one.yaml'])
    const workloads = [...ofType(manifests, 'kubernetes/Deployment'), ...ofType(manifests, 'kubernetes/StatefulSet')]
    expect([7, 2]).toEqual([
      ofType(manifests, 'kubernetes/Deployment').length,
      ofType(manifests, 'kubernetes/StatefulSet').length,
    ])
    expect(names(ofType(manifests, 'kubernetes/StatefulSet'))).toEqual(['documentdb', 'rabbitmq'])
    expect(ofType(manifests, 'kubernetes/Service')).toHaveLength(7)
    // The manifests leave the assistant out, and then what needs it has an edge to nothing.
    const services = names(ofType(store(), 'compose/service'))
    expect(services.filter((one) => !names(workloads).includes(one))).toEqual(['ai-service'])
    const [here, there] = [edges(store(), ['environment']), edges(manifests, ['environment'])]
    expect(here.filter((one) => !there.includes(one))).toEqual(['product-service ai-service'])
    expect(there.filter((one) => !here.includes(one))).toEqual(['product-service ai-service?'])
    expect(told(manifests, 'reference-dangling')).toEqual(['warning'])
    // Pages in a browser call what is behind them by paths of a proxy in their images, which only the order knows of.
    expect(edges(store(), ['depends_on']).filter((one) => !there.includes(one))).toEqual([
      'store-admin makeline-service',
      'store-admin product-service',
      'store-front order-service',
      'store-front product-service',
    ])
  })
})

describe('O26: a catalogue of Backstage', () => {
  it('has two entities and the one edge that both tell, and does not fetch an address', () => {
    const inventory = imported('backstage', ['backstage/demo-catalog-info.yaml'])
    expect(inventory.resources.map(({ type, name }) => [type, name])).toEqual([
      ['backstage/Component', 'backstage-demo'],
      ['backstage/API', 'demo-graphql'],
    ])
    expect(inventory.resources.flatMap(({ name, links }) => links.map(({ by, to }) => [name, by, to]))).toEqual([
      ['backstage-demo', 'consumesApis', 'backstage/api|demo-graphql'],
    ])
    expect(told(inventory, 'part-unread')).toEqual(['unknown'])
  })
})
