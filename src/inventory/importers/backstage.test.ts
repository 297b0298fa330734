import { describe, expect, it } from 'vitest'
import { links, readText, resource, troubles } from '../testing/platform.ts'
import { at, Unknown } from '../value.ts'
import { backstage } from './backstage.ts'

function entity(kind: string, name: string, spec: string, namespace = ''): string {
  const metadata = `{ name: ${name}${namespace && `, namespace: ${namespace}`} }`
  return `{ apiVersion: backstage.io/v1alpha1, kind: ${kind}, metadata: ${metadata}, spec: { ${spec} } }`
}

const read = (...parts: readonly string[]) => readText(backstage, parts.join('\n---\n'))

describe('a catalogue of Backstage', () => {
  it('counts an edge once that both of its ends tell', () => {
    const inventory = read(
      entity('Component', 'kiosk', 'type: website, consumesApis: [seats-api], dependsOn: ["resource:default/Ledger"]'),
      entity('API', 'seats-api', 'type: openapi, apiConsumedBy: [kiosk], apiProvidedBy: ["component:seats"]'),
      entity('Component', 'seats', 'type: service, providesApis: [api:seats-api], subcomponentOf: kiosk'),
      entity('Resource', 'ledger', 'type: postgres, dependencyOf: ["component:kiosk", "component:seats"]'),
    )
    expect(links(inventory)).toEqual([
      'kiosk dependsOn ledger',
      'kiosk consumesApis seats-api',
      'seats providesApis seats-api',
      'seats subcomponentOf kiosk',
      'seats dependsOn ledger',
    ])
    expect(inventory.resources.map(({ name, component }) => [name, component])).toEqual([
      ['kiosk', 'web-service'],
      ['seats-api', undefined],
      ['seats', 'web-service'],
      ['ledger', 'postgres'],
    ])
    expect(troubles(inventory)).toEqual([])
  })

  it('reads references in full, short, of another namespace, and as a running catalogue lists them', () => {
    const listed = `{ apiVersion: backstage.io/v1alpha1, kind: Component, metadata: { name: seats, namespace: night },
      relations: [{ type: dependsOn, targetRef: "resource:default/ledger" }, { type: consumesApi, targetRef: "api:night/prices" }, { type: ownedBy, targetRef: "group:default/team" }],
      spec: { dependsOn: ["Resource:default/ledger", mailer] } }`
    const inventory = read(
      listed,
      entity('Resource', 'ledger', 'type: database'),
      entity('API', 'prices', 'type: grpc', 'night'),
      entity('Resource', 'mailer', 'type: queue', 'night'),
    )
    expect(links(inventory)).toEqual([
      'night/seats dependsOn ledger',
      'night/seats dependsOn night/mailer',
      'night/seats consumesApis night/prices',
    ])
  })

  it('tells of what it does not hold, and of what lies elsewhere once', () => {
    const inventory = read(
      entity('Component', 'kiosk', 'type: website, dependsOn: ["component:gone"]'),
      entity('API', 'one', 'definition: { $text: "https://example.com/one" }, apiConsumedBy: [stranger]'),
      entity('API', 'two', 'definition: { $json: ./two.json }'),
      entity('Location', 'more', 'targets: [./a.yaml]'),
    )
    expect(links(inventory)).toEqual([
      'kiosk dependsOn component:default/gone!',
      'one apiConsumedBy component:default/stranger!',
    ])
    expect(troubles(inventory)).toEqual(['1 reference-outside', '3 part-unread', '3 reference-outside'])
  })

  it('keeps owner, lifecycle and system, says no region of what runs, and lists kinds that nobody knows', () => {
    const inventory = read(
      entity('Component', 'kiosk', 'type: website, owner: sales, lifecycle: production, system: tickets'),
      entity('System', 'tickets', 'owner: sales'),
      entity('Printer', 'hall', ''),
    )
    const kiosk = resource(inventory, 'backstage/Component', 'kiosk')
    expect(['owner', 'lifecycle', 'system'].map((one) => at(kiosk.body, `spec.${one}`))).toEqual([
      'sales',
      'production',
      'tickets',
    ])
    expect(kiosk.region).toBeInstanceOf(Unknown)
    expect(resource(inventory, 'backstage/System', 'tickets').region).toBe('global')
    expect(troubles(inventory)).toEqual(['5 type-unknown'])
  })

  it.each([
    ['no apiVersion', 'kind: Component', '1 input-of-another-format'],
    ['another apiVersion', 'kind: Pod\napiVersion: v1', '2 input-of-another-format'],
    ['no name', 'kind: API\napiVersion: backstage.io/v1alpha1', '1 name-missing'],
    ['nothing', '---\n---\n', '1 input-empty'],
    ['no YAML', 'a: b: c', '1 input-unreadable'],
  ])('is told of where it has %s', (_what, text, told) => {
    expect(troubles(read(text))).toContain(told)
  })
})
