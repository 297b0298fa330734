import { describe, expect, it } from 'vitest'
import { links, readText, readTexts, resource, troubles } from '../testing/platform.ts'
import { at, Unknown } from '../value.ts'
import { kubernetes } from './kubernetes.ts'

/** A workload of the box office with one container. */
function workload(name: string, container = '', { kind = 'Deployment', spec = '', pod = '' } = {}): string {
  return `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name} }
spec:
  ${spec}
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      ${pod}
      containers:
        - name: main
          image: registry.example/${name}:1
          ${container}
`
}

function service(name: string, selects = name): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${selects} }, ports: [{ port: 80 }] }
`
}

const all = (...parts: readonly string[]) => parts.join('\n---\n')
const read = (...parts: readonly string[]) => readText(kubernetes, all(...parts))

describe('needs that manifests say', () => {
  it('are the services that variables name by their address', () => {
    const inventory = read(
      workload(
        'kiosk',
        `env:
            - { name: SEATS_ADDR, value: "seats:9000" }
            - { name: LEDGER, value: "http://ledger.default.svc.cluster.local:80/api" }
            - { name: QUEUE_URI, value: "amqp://guest:guest@mail-queue:5672" }
            - { name: MAIL_HOST, value: mail-queue }
            - { name: TITLE, value: seats }
            - { name: PORT, value: "9000" }
            - { name: SELF_URL, value: "http://kiosk" }
            - { name: METRICS_ENDPOINT, value: "http://otel-collector:4317" }
            - { name: MAPS_URL, value: "https://maps.example.com" }`,
      ),
      ...['kiosk', 'seats', 'ledger', 'mail-queue', 'otel-collector'].map((one) => service(one)),
      ...['seats', 'ledger', 'mail-queue', 'otel-collector'].map((one) => workload(one)),
    )
    expect(links(inventory).filter((one) => one.startsWith('kiosk environment'))).toEqual([
      'kiosk environment seats',
      'kiosk environment ledger',
      'kiosk environment mail-queue',
      'kiosk environment (telemetry) otel-collector',
    ])
    expect(links(inventory)).toContain('seats selector seats')
  })

  it('dangle where nothing has the name, and lie outside where their namespace does', () => {
    const inventory = read(
      workload(
        'kiosk',
        `env:
            - { name: PRICES_ADDR, value: "prices:80" }
            - { name: ID_URL, value: "http://sign-in.security.svc/" }
            - { name: NOTE, value: "nothing:80" }`,
      ),
    )
    expect(links(inventory)).toEqual([
      'kiosk environment Service/prices!',
      'kiosk environment Service/security/sign-in!',
    ])
    expect(troubles(inventory)).toEqual(['2 reference-dangling', '2 reference-outside'])
    expect(inventory.problems.find(({ code }) => code === 'reference-dangling')?.detail).toContain(
      'Deployment/kiosk needs what is not declared here: Service/prices (by the variable PRICES_ADDR).',
    )
  })

  it('come through maps of variables, through other variables, and never through commands', () => {
    const inventory = read(
      workload(
        'mailer',
        `command: [sh, -c, "until nc ledger 80; do sleep 1; done"]
          envFrom:
            - configMapRef: { name: mailer-settings }
            - secretRef: { name: mailer-keys }
          env:
            - { name: SEATS, valueFrom: { configMapKeyRef: { name: mailer-settings, key: seats.address } } }
            - { name: SEATS_URL, value: "http://$(SEATS)/all" }`,
      ),
      `{ apiVersion: v1, kind: ConfigMap, metadata: { name: mailer-settings }, data: { QUEUE_HOSTNAME: mail-queue, seats.address: "seats:80" } }`,
      service('mail-queue'),
      service('seats'),
      service('ledger'),
    )
    expect(links(inventory).filter((one) => one.startsWith('mailer '))).toEqual([
      'mailer environment mail-queue',
      'mailer environment seats',
      'mailer config map mailer-settings',
      'mailer secret Secret/mailer-keys!',
    ])
  })

  it('are unknown where an address lies in a secret', () => {
    const inventory = read(
      workload(
        'kiosk',
        `env:
            - { name: LEDGER_URL, valueFrom: { secretKeyRef: { name: keys, key: url } } }
            - { name: LEDGER_PASSWORD, valueFrom: { secretKeyRef: { name: keys, key: pass } } }
            - { name: OWN_HOST, valueFrom: { fieldRef: { fieldPath: status.podIP } } }`,
      ),
      '{ apiVersion: v1, kind: Secret, metadata: { name: keys } }',
    )
    expect(troubles(inventory)).toEqual(['2 dependencies-unknown'])
    expect(inventory.problems.find(({ code }) => code === 'dependencies-unknown')?.detail).toContain('by LEDGER_URL is')
  })

  it('are backends, targets, claims and pods by their labels', () => {
    const inventory = read(
      service('seats'),
      service('nobody'),
      workload('seats', 'volumeMounts: [{ name: data, mountPath: /data }]', {
        pod: 'volumes: [{ name: data, persistentVolumeClaim: { claimName: seats-data } }]',
      }),
      `{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: door }, spec: { rules: [{ http: { paths: [{ backend: { service: { name: seats } } }, { backend: { service: { name: gone } } }] } }] } }`,
      `{ apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: { name: more }, spec: { minReplicas: 2, maxReplicas: 9, scaleTargetRef: { kind: Deployment, name: seats } } }`,
      `{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: seats-data }, spec: { storageClassName: zoned } }`,
      `{ apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: { name: zoned }, parameters: { skuName: Premium_ZRS } }`,
    )
    expect(links(inventory)).toEqual([
      'seats selector seats',
      'nobody selector app=nobody!',
      'seats volume claim seats-data',
      'door backend seats',
      'door backend Service/gone!',
      'more scaleTargetRef seats',
      'seats-data storage class zoned',
    ])
    const seats = resource(inventory, 'kubernetes/Deployment', 'seats')
    expect(seats.capacity).toEqual({ instances: 2, most: 9 })
    expect(seats.redundancy).toMatchObject({ across: 'zones', word: 'volume claim' })
  })

  it('stay within their namespace', () => {
    const there = (text: string) => text.replace('metadata: {', 'metadata: { namespace: night,')
    const inventory = read(
      there(workload('kiosk', 'env: [{ name: SEATS_ADDR, value: "seats:80" }]')),
      service('seats'),
      workload('seats'),
    )
    expect(links(inventory)).toEqual(['night/kiosk environment Service/night/seats!', 'seats selector seats'])
  })
})

describe('what a workload outlives', () => {
  it('is nothing where its state lies in the pod, unless that is memory or a place for scraps', () => {
    const mounted = (path: string, volume: string) =>
      resource(
        read(
          workload('cart', `volumeMounts: [{ name: v, mountPath: ${path} }]`, {
            pod: `volumes: [{ name: v, ${volume} }]`,
          }),
        ),
        'kubernetes/Deployment',
        'cart',
      ).redundancy
    expect(mounted('/data', 'emptyDir: {}')).toEqual({ across: 'none', regions: [], by: 'set', word: 'emptyDir' })
    expect(mounted('/data', 'emptyDir:')).toMatchObject({ word: 'emptyDir' })
    expect(mounted('/tmp', 'emptyDir: {}')).toBeUndefined()
    expect(mounted('/data', 'emptyDir: { medium: Memory }')).toBeUndefined()
    expect(mounted('/data', 'hostPath: { path: /srv }')).toMatchObject({ across: 'none', word: 'hostPath' })
  })

  it('is for the class of a claim to say, where a set has its own', () => {
    const inventory = read(
      workload('ledger', '', {
        kind: 'StatefulSet',
        spec: 'volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]',
      }),
    )
    const { redundancy } = resource(inventory, 'kubernetes/StatefulSet', 'ledger')
    expect(redundancy?.word).toBe('volume claim')
    expect(redundancy?.across).toBeInstanceOf(Unknown)
  })

  it.each([
    ['replicas: 3', 'topologySpreadConstraints: [{ topologyKey: topology.kubernetes.io/zone }]', 'zones'],
    ['replicas: 1', 'topologySpreadConstraints: [{ topologyKey: topology.kubernetes.io/zone }]', 'none'],
    ['replicas: 3', 'topologySpreadConstraints: [{ topologyKey: kubernetes.io/hostname }]', undefined],
    ['replicas: 3', 'nodeSelector: { topology.kubernetes.io/zone: westeurope-1 }', 'none'],
  ])('is several zones only where %s and %s', (spec, pod, across) => {
    const inventory = read(workload('seats', '', { spec, pod }))
    expect(resource(inventory, 'kubernetes/Deployment', 'seats').redundancy?.across).toBe(across)
  })

  it('is unknown where several zones are only wished for', () => {
    const pod =
      'topologySpreadConstraints: [{ topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway }]'
    const { redundancy } = resource(
      read(workload('seats', '', { spec: 'replicas: 3', pod })),
      'kubernetes/Deployment',
      'seats',
    )
    expect(redundancy?.across).toBeInstanceOf(Unknown)
  })

  it('names no region unless the manifest or a person does', () => {
    const text = workload('seats')
    expect(resource(read(text), 'kubernetes/Deployment', 'seats').region).toBeInstanceOf(Unknown)
    const said = readText(kubernetes, text, { location: 'North Europe' })
    expect(resource(said, 'kubernetes/Deployment', 'seats').region).toBe('northeurope')
    const bound = read(workload('seats', '', { pod: 'nodeSelector: { topology.kubernetes.io/region: westeurope }' }))
    expect(resource(bound, 'kubernetes/Deployment', 'seats').region).toBe('westeurope')
  })
})

describe('what a manifest holds', () => {
  it('is every object, those of a list too, and kinds that nobody knows are told of', () => {
    const inventory = read(
      `apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Namespace, metadata: { name: night } }
  - { apiVersion: box.example/v1, kind: TicketPrinter, metadata: { name: hall, namespace: night } }`,
      `{ apiVersion: serving.example.dev/v1, kind: Service, metadata: { name: other } }`,
    )
    expect(inventory.resources.map(({ type, name, understood }) => [type, name, understood])).toEqual([
      ['kubernetes/Namespace', 'night', true],
      ['kubernetes/TicketPrinter', 'night/hall', false],
      ['kubernetes/Service.serving.example.dev', 'other', false],
    ])
    expect(troubles(inventory)).toEqual(['5 type-unknown', '7 type-unknown'])
  })

  it('is never a secret', () => {
    const inventory = read(
      `{ apiVersion: v1, kind: Secret, metadata: { name: keys, annotations: { kubectl.kubernetes.io/last-applied-configuration: "HUSH" } }, data: { any: SFVTSA== }, stringData: { other: HUSH } }`,
      workload(
        'kiosk',
        `args: [--password, HUSH, --token=HUSH, --name, kiosk]
          env: [{ name: DB_PASSWORD, value: HUSH }, { name: QUEUE_URI, value: "amqp://guest:HUSH@queue:5672" }, { name: APP_KEY_ID, value: seen }]`,
      ),
    )
    const text = JSON.stringify(inventory)
    expect(text).not.toContain('HUSH')
    expect(text).not.toContain('SFVTSA')
    expect(text).toContain('seen')
  })

  it('says what a plan would call a workload, by its image or by how its health is asked for', () => {
    const inventory = read(
      workload('cart').replace('registry.example/cart:1', 'docker.io/library/redis:8'),
      workload('seats', 'readinessProbe: { httpGet: { path: /ready, port: 9000 } }'),
      workload('worker'),
      workload('nightly', '', { kind: 'CronJob' }),
    )
    expect(inventory.resources.map(({ name, component }) => [name, component])).toEqual([
      ['cart', 'cache'],
      ['seats', 'web-service'],
      ['worker', undefined],
      ['nightly', 'batch'],
    ])
  })

  it('may come as JSON, as a cluster exports it, whose pods are no workloads of their own', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'seats-1', labels: { app: 'seats' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'seats' }] },
    }
    const door = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'seats' },
      spec: { selector: { app: 'seats' } },
    }
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod, door] }, null, 1)
    const inventory = readTexts(kubernetes, { 'cluster.json': text })
    expect(inventory.resources.map(({ type }) => type)).toEqual(['kubernetes/Pod', 'kubernetes/Service'])
    expect(links(inventory)).toEqual(['seats selector app=seats!'])
  })

  it.each([
    ['no name', '{ apiVersion: v1, kind: ConfigMap }', '1 name-missing'],
    ['no kind', 'services: { web: {} }', '1 input-of-another-format'],
    [
      'only a list of files',
      '{ apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, resources: [a.yaml] }',
      '1 part-unread',
    ],
    ['nothing', '# nothing\n', '1 input-empty'],
    ['no YAML', 'kind: Pod\n  bad: [', '1 input-unreadable'],
    ['a template of a chart', 'kind: {{ .Values.kind }}', '1 input-unreadable'],
    ['a key twice', 'kind: Pod\nkind: Job\napiVersion: v1', '2 input-unreadable'],
  ])('is told of where it has %s', (_what, text, told) => {
    expect(troubles(read(text))).toContain(told)
  })

  it('keeps what an alias stands for', () => {
    const inventory = read(
      workload('seats', 'env: &shared [{ name: LEDGER_ADDR, value: "ledger:80" }]') +
        '        - { name: second, image: two, env: *shared }\n',
    )
    expect(
      at(resource(inventory, 'kubernetes/Deployment', 'seats').body, 'spec.template.spec.containers'),
    ).toHaveLength(2)
  })
})
