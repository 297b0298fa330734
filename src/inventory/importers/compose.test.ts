import { describe, expect, it } from 'vitest'
import { links, readText, readTexts, resource, troubles } from '../testing/platform.ts'
import { at, Unknown } from '../value.ts'
import { compose } from './compose.ts'

const read = (services: string, more = '') => readText(compose, `services:\n${services}\n${more}`)

describe('edges of a compose file', () => {
  it('are the order of starting in both forms, links, and what shares a network', () => {
    const inventory = read(`
  kiosk: { image: kiosk, depends_on: [seats, jaeger], links: ["ledger:books"] }
  seats: { image: seats, depends_on: { ledger: { condition: service_healthy }, extra: { required: false } } }
  ledger: { image: "postgres:18" }
  sidecar: { image: side, network_mode: "service:kiosk" }
  jaeger: { image: jaegertracing/all-in-one }`)
    expect(links(inventory)).toEqual([
      'kiosk depends_on seats',
      'kiosk depends_on (telemetry) jaeger',
      'kiosk links ledger',
      'seats depends_on ledger',
      'sidecar network_mode kiosk',
    ])
    expect(troubles(inventory)).toEqual([])
    expect(resource(inventory, 'compose/service', 'ledger').component).toBe('postgres')
  })

  it('are the services that an environment names, by any name that they have', () => {
    const inventory = read(`
  kiosk:
    image: kiosk
    environment:
      - SEATS_URL=http://seats:8080/
      - LEDGER_HOST=books
      - QUEUE_URI=amqp://guest:guest@queue:5672
      - TITLE=seats
      - PRIMARY_ENDPOINT=kiosk-in-westeurope
      - PRICES_URL=http://prices:80
  seats: { image: seats, environment: { LEDGER_ADDR: "books:5432", HOSTNAME: seats } }
  ledger: { image: postgres, hostname: books, depends_on: [seats] }
  queue: { image: rabbitmq }`)
    expect(links(inventory)).toEqual([
      'kiosk environment seats',
      'kiosk environment ledger',
      'kiosk environment queue',
      'kiosk environment service/prices!',
      'seats environment ledger',
      'ledger depends_on seats',
    ])
    expect(troubles(inventory)).toEqual(['3 dependencies-unknown', '3 reference-dangling', '14 dependencies-unknown'])
  })

  it('that are missing mean that nobody knows', () => {
    const inventory = read(`
  kiosk: { image: kiosk, depends_on: [otel-collector] }
  seats: { image: seats, environment: [LEDGER_URL=http://ledger] }
  ledger: { image: ledger }
  otel-collector: { image: otel/opentelemetry-collector }`)
    const told = inventory.problems.filter(({ code }) => code === 'dependencies-unknown')
    expect(told.map(({ severity, place }) => [severity, place.line])).toEqual([
      ['unknown', 3],
      ['unknown', 4],
      ['unknown', 5],
    ])
    expect(told[0]?.detail).toContain('It only says where its telemetry goes.')
    expect(told[2]?.detail).toContain('Only the environment of seats names it.')
  })

  it('that dangle or go round are told of', () => {
    const inventory = read(`
  kiosk: { image: kiosk, depends_on: [seats, gone] }
  seats: { image: seats, depends_on: [kiosk] }`)
    expect(troubles(inventory)).toEqual(['3 dependency-circular', '3 reference-dangling'])
    expect(troubles(read('  kiosk: { image: kiosk, depends_on: [kiosk] }'))).toContain('2 dependency-circular')
  })
})

describe('services of a compose file', () => {
  it('lie where their host does, whatever they are called', () => {
    const text = 'services: { westeurope: { image: web, environment: [REGION=westeurope] } }'
    const region = resource(readText(compose, text), 'compose/service', 'westeurope').region
    expect(region).toBeInstanceOf(Unknown)
    const said = readText(compose, text, { location: 'northeurope' })
    expect(resource(said, 'compose/service', 'westeurope').region).toBe('northeurope')
  })

  it('say how many there are, and what their volumes outlive', () => {
    const inventory = read(
      `
  seats: { image: seats, deploy: { replicas: 3 } }
  agent: { image: agent, deploy: { mode: global } }
  ledger: { image: postgres, volumes: ["books:/var/lib/postgresql", "./init:/init"] }
  files: { image: files, volumes: [{ type: volume, source: shared, target: /srv }], profiles: [extras] }`,
      'volumes: { books: {}, shared: { driver: azurefile } }',
    )
    expect(resource(inventory, 'compose/service', 'seats').capacity).toEqual({ instances: 3 })
    expect(resource(inventory, 'compose/service', 'agent').capacity?.instances).toBeInstanceOf(Unknown)
    expect(resource(inventory, 'compose/service', 'ledger').redundancy).toMatchObject({
      across: 'none',
      word: 'on one host',
    })
    expect(resource(inventory, 'compose/service', 'files').redundancy?.across).toBeInstanceOf(Unknown)
    expect(resource(inventory, 'compose/service', 'files').doubt).toBeInstanceOf(Unknown)
    expect(links(inventory)).toEqual(['ledger volumes books', 'files volumes shared'])
  })

  it('take what anchors, merges, extensions and later files say', () => {
    const inventory = readTexts(compose, {
      'compose.yaml': `
x-usual: &usual { image: kiosk, environment: { SEATS_URL: "http://seats:80" } }
services:
  kiosk: { <<: *usual, image: kiosk-two }
  night: { extends: { service: kiosk } }
  seats: { image: seats }`,
      'compose.override.yaml': 'services: { seats: { depends_on: [night] } }',
    })
    expect(at(resource(inventory, 'compose/service', 'kiosk').body, 'image')).toBe('kiosk-two')
    expect(links(inventory)).toEqual(['kiosk environment seats', 'night environment seats', 'seats depends_on night'])
  })

  it('fill in variables that a person or the file itself says, and tell of the others', () => {
    const inventory = readText(
      compose,
      `services:
  kiosk:
    image: kiosk
    deploy: { replicas: "\${MANY}" }
    environment: { B_URL: "http://\${QUEUE:-queue}:80", C_URL: "http://\${GONE}:80", D_URL: "http://$MAIL:80", E: $OTHER }
  queue: { image: b, depends_on: [mail], deploy: { replicas: "\${SOME:-3}" } }
  mail: { image: d }`,
      { values: { MAIL: 'mail' } },
    )
    expect(links(inventory)).toEqual(['kiosk environment queue', 'kiosk environment mail', 'queue depends_on mail'])
    expect(resource(inventory, 'compose/service', 'queue').capacity).toEqual({ instances: 3 })
    expect(resource(inventory, 'compose/service', 'kiosk').capacity?.instances).toBeInstanceOf(Unknown)
    const told = inventory.problems.filter(({ code }) => code === 'parameter-unknown')
    expect(told.map(({ detail }) => detail)).toEqual([expect.stringContaining('without a value: GONE.')])
  })

  it('keep no secret', () => {
    const inventory = read(`
  ledger:
    image: postgres
    command: [serve, --password, HUSH]
    environment: [POSTGRES_PASSWORD=HUSH, MAIN_PASS=HUSH, "URL=postgres://me:HUSH@ledger/books", USER_NAME=seen]`)
    expect(JSON.stringify(inventory)).not.toContain('HUSH')
    expect(JSON.stringify(inventory)).toContain('USER_NAME=seen')
  })

  it.each([
    ['no services', 'web: { image: web }', '1 input-of-another-format'],
    ['a manifest', 'apiVersion: v1\nkind: Pod', '1 input-of-another-format'],
    ['another file', 'include: [other.yaml]\nservices: {}', '1 part-unread'],
    ['nothing', '', '1 input-empty'],
    ['no YAML', 'services: [', '1 input-unreadable'],
    ['an alias of nothing', 'services: { web: *gone }', '1 input-unreadable'],
    ['variables elsewhere', 'services: { web: { image: web, env_file: web.env } }', '1 part-unread'],
  ])('are told of where a file has %s', (_what, text, told) => {
    expect(troubles(readText(compose, text))).toContain(told)
  })
})
