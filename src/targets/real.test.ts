import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { registry } from '#actions'
import { type ActionContext, type Endpoint, systemClock, type World } from '#execution'
import { createLab } from '#lab'
import { type Plan, parsePlan } from '#plan'
import type { Runbook, Step } from '#runbook'
import { type Share, seconds } from '#units'
import { identities, lossNow, type PlanTarget, planTarget } from './index.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

const parent = mkdtempSync(join(tmpdir(), 'muster-targets-test-'))
chmodSync(parent, 0o755)
const lab = createLab({
  home: join(parent, '.muster'),
  basePort: 28_000 + (process.pid % 400) * 10,
  clock: systemClock,
})

type Acting = Pick<Step, 'before' | 'undo'>

function step(id: string, use: string, args: Readonly<Record<string, string | number>>, more: Acting = {}): Step {
  return {
    id,
    title: id,
    objective: id,
    phase: 'recover',
    needs: [],
    owner: 'lead',
    work: { kind: 'action', use, with: args },
    requires: [],
    effect: 'none',
    timeout: seconds(30),
    attempts: 1,
    backoff: seconds(0),
    irreversible: false,
    essential: true,
    ...more,
  }
}

const west = { component: 'orders-db', region: 'west' }
const runbook: Runbook = {
  schemaVersion: 1,
  plan: { name: 'targets-test', owner: 'nobody', digest: 'sha256:0' },
  scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
  direction: 'failover',
  mode: 'forced',
  from: 'east',
  to: 'west',
  regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
  flows: [
    {
      id: 'checkout',
      does: 'checkout',
      tier: 1,
      data: 'writes',
      objectives: {},
      level: { success: 0.95 as Share, hold: seconds(1) },
      restoredBy: [],
      stores: ['orders-db'],
      components: ['storefront', 'orders-db'],
    },
  ],
  stores: [{ component: 'orders-db', replication: 'async' }],
  probes: [{ id: 'storefront', component: 'storefront', every: seconds(0.2), timeout: seconds(1) }],
  decision: 'automatic',
  people: [],
  steps: [
    step('fence', 'traffic.fence', { region: 'east' }),
    step('promote', 'postgres.promote', west, {
      before: [{ title: 'is it', use: 'postgres.identity', with: { ...west, role: 'standby' } }],
      undo: {
        title: 'undo',
        work: { kind: 'action', use: 'postgres.rebuild-standby', with: { ...west, source: 'east' } },
        effect: 'probed',
        timeout: seconds(1),
        attempts: 1,
        backoff: seconds(0),
      },
    }),
    step('verify', 'http.verify', { component: 'storefront', region: 'west' }),
    { ...step('look', '', {}), work: { kind: 'manual', instruction: 'Look.' } },
  ],
  deviations: [],
  gaps: [],
}

let target: PlanTarget

beforeAll(async () => {
  await lab.start('run-1', runbook, () => undefined)
  const db = (region: string) => lab.endpoint('orders-db', region)
  const environment = {
    EAST: db('east').url,
    WEST: db('west').url,
    MANAGE: db('west').manage?.token,
    TRAFFIC: lab.traffic().token,
  }
  target = planTarget(planFor(), 'lab-from-outside', { environment, directory: parent, clock: systemClock })
})
afterAll(async () => {
  await lab.stop()
  rmSync(parent, { recursive: true, force: true })
})

/** The lab, as a plan would describe it from outside. */
function planFor(): Plan {
  const storefront = (region: string) => lab.endpoint('storefront', region).url
  const { plan } = parsePlan(
    `
apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: team }
regions: { east: { location: eastus2 }, west: { location: centralus } }
flows: {}
components: {}
scenarios: {}
probes: { storefront: { http: "${storefront('east')}/health", every: 1s, timeout: 1s } }
targets:
  lab-from-outside:
    subject: nonprod
    components:
      storefront: { east: { url: "${storefront('east')}" }, west: { url: "${storefront('west')}" } }
      orders-db:
        east: { url: "\${secret:env:EAST}" }
        west:
          url: "\${secret:env:WEST}"
          manage: { url: "${lab.endpoint('orders-db', 'west').manage?.url}", token: "\${secret:env:MANAGE}" }
          identity: { database: orders-db }
    traffic: { url: "${lab.traffic().url}", token: "\${secret:env:TRAFFIC}" }
`,
    'plan.yaml',
  )
  if (!plan) throw new Error('The plan of this test cannot be read.')
  return plan
}

/** A world with another endpoint, or another traffic manager. */
const changed = (endpoint: (now: Endpoint, component: string, region: string) => Endpoint): World => ({
  ...target,
  endpoint: (component, region) => endpoint(target.endpoint(component, region), component, region),
})

const at = async (world: World, component: string, region: string) =>
  (await identities(world, runbook)).find((seen) => seen.component === component && seen.region === region)

describe('how everything stands that a runbook reaches', () => {
  test('both sides of a store, services, and where traffic goes', async () => {
    const system = expect.stringMatching(/^\d+$/) as string
    const identity = { system, database: 'orders-db' }
    await vi.waitFor(async () => {
      expect(await identities(target, runbook)).toEqual([
        {
          ...west,
          state: 'ok',
          answered: true,
          role: 'standby',
          identity,
          lag: { seconds: expect.any(Number) as number },
          detail: 'answers as a standby',
        },
        {
          component: 'orders-db',
          region: 'east',
          state: 'ok',
          answered: true,
          role: 'primary',
          identity,
          detail: 'answers as a primary',
        },
        { component: 'storefront', region: 'west', state: 'ok', answered: true, detail: 'answers with 404' },
        { component: 'traffic', region: 'east', state: 'ok', detail: 'traffic goes here, its probe is answered' },
        { component: 'traffic', region: 'west', state: 'ok', detail: 'no traffic, its probe is answered' },
      ])
    })
  })

  test('the lab itself is looked at in the same way', async () => {
    const outside = (await identities(target, runbook)).map(({ component, region, state }) => [
      component,
      region,
      state,
    ])
    expect((await identities(lab, runbook)).map(({ component, region, state }) => [component, region, state])).toEqual(
      outside,
    )
  })

  test('a server that is not the one that is meant is failing', async () => {
    const world = changed((endpoint) => ({ ...endpoint, identity: { database: 'bills' } }))
    expect(await at(world, 'orders-db', 'west')).toMatchObject({
      state: 'failing',
      answered: true,
      role: 'standby',
      detail: 'its database is orders-db, and bills was expected',
    })
  })

  test('what does not answer is failing, what answers that it cannot is too', async () => {
    const world = changed((endpoint, component) => ({
      ...endpoint,
      url: component === 'storefront' ? `${endpoint.url}/health` : 'postgres://127.0.0.1:9/orders-db',
    }))
    expect(await at(world, 'storefront', 'west')).toMatchObject({
      state: 'failing',
      answered: true,
      detail: 'answers with 503',
    })
    const away = await at(world, 'orders-db', 'west')
    expect(away).toMatchObject({ state: 'failing', detail: expect.stringContaining('ECONNREFUSED') as string })
    expect(away).not.toHaveProperty('answered')
    const stranger = changed((endpoint) => ({ ...endpoint, url: endpoint.url.replace(/[^/]*$/, 'elsewhere') }))
    expect(await at(stranger, 'orders-db', 'west')).toMatchObject({ state: 'unknown', answered: true })
  })

  test('what the target does not have, or may not be asked, is unknown', async () => {
    const away = { ...runbook, steps: [step('start', 'service.start', { component: 'key-vault', region: 'west' })] }
    expect(await identities(target, away)).toMatchObject([
      {
        component: 'key-vault',
        state: 'unknown',
        detail: expect.stringContaining('has no address of key-vault') as string,
      },
      { region: 'east', state: 'ok' },
      { region: 'west', state: 'ok' },
    ])
    const closed: World = { ...target, refuses: () => 'it is not to be asked.' }
    expect(await at(closed, 'orders-db', 'east')).toMatchObject({ state: 'unknown' })
    expect(await at(closed, 'storefront', 'west')).toMatchObject({ state: 'unknown' })
    expect(await at(closed, 'traffic', 'west')).toMatchObject({ state: 'unknown' })
  })

  test('a standby of a third region has no lag behind the two of the runbook', async () => {
    const north = { component: 'orders-db', region: 'north' }
    const world: World = {
      ...target,
      endpoint: (component, region) => target.endpoint(component, region === 'north' ? 'west' : region),
    }
    const away = { ...runbook, steps: [step('verify', 'postgres.verify', north)] }
    const [seen] = await identities(world, away)
    expect(seen).toMatchObject({ ...north, state: 'ok', role: 'standby' })
    expect(seen).not.toHaveProperty('lag')
  })

  test('traffic that is held, and a region that is fenced', async () => {
    const act = (use: string, args: Readonly<Record<string, string>>, key: string) =>
      registry.get(use)?.run(args, {
        run: 'run-1',
        key,
        epoch: 1,
        world: target,
        signal: AbortSignal.timeout(5000),
      } as unknown as ActionContext)
    await act('traffic.hold', {}, 'hold')
    await act('traffic.fence', { region: 'west' }, 'fence')
    expect(await at(target, 'traffic', 'west')).toMatchObject({
      detail: 'traffic is held, fenced, its probe is answered',
    })
    await act('traffic.unfence', { region: 'west' }, 'unfence')
    await act('traffic.release', {}, 'release')
    expect(await at(target, 'traffic', 'east')).toMatchObject({ detail: 'traffic goes here, its probe is answered' })
  })

  test('a traffic manager that has not probed yet, or does not know a region', async () => {
    const server = createServer((_, response) =>
      response.end(JSON.stringify({ routed: 'west', fenced: [], endpoints: [{ region: 'west' }] })),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const world: World = { ...target, traffic: () => ({ url, token: 'none-needed' }) }
    expect(await at(world, 'traffic', 'west')).toMatchObject({
      state: 'unknown',
      detail: 'traffic goes here, not probed yet',
    })
    expect(await at(world, 'traffic', 'east')).toMatchObject({ state: 'failing' })
    server.close()
    server.closeAllConnections()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await at(world, 'traffic', 'west')).toMatchObject({ state: 'failing' })
  })

  test('a bug is not taken for a thing that was seen', async () => {
    const broken = changed(() => {
      throw new RangeError('This is a bug in Muster.')
    })
    await expect(identities(broken, runbook)).rejects.toThrow('This is a bug in Muster.')
    await expect(lossNow(broken, runbook)).rejects.toThrow('This is a bug in Muster.')
  })
})

describe('what would be lost now', () => {
  test('is measured where both sides answer, by a target and by the lab', async () => {
    for (const world of [target, lab])
      expect(await lossNow(world, runbook)).toEqual([{ component: 'orders-db', seconds: expect.any(Number) as number }])
  })

  test('is unknown where nobody can tell, with the reason', async () => {
    const stores = [
      { component: 'orders-db', replication: 'none' as const },
      { component: 'storefront', replication: 'async' as const },
      { component: 'key-vault', replication: 'async' as const },
    ]
    expect(await lossNow(target, { ...runbook, stores })).toEqual([
      {
        component: 'orders-db',
        unknown: 'It is not replicated: what was written since its last backup is lost.',
      },
      {
        component: 'storefront',
        unknown: 'Muster cannot ask such a store how far its copy is behind; see its own figures.',
      },
      { component: 'key-vault', unknown: 'The target lab-from-outside has no address of key-vault in west.' },
    ])
  })

  test('is unknown where the side that is to take over follows nobody', async () => {
    const swapped = { ...runbook, from: 'west', to: 'east' }
    expect(await lossNow(target, swapped)).toEqual([
      { component: 'orders-db', unknown: expect.stringContaining('east is a primary itself') as string },
    ])
  })
})

describe('once the region is gone', () => {
  test('the facts say so, the survivor says what it has, and no figure is made up', async () => {
    expect(await target.facts()).toEqual({ 'probes.storefront.failing': false, 'probes.storefront.failingFor': 0 })
    await lab.inject('fault', { as: 'cut-off', regions: ['east'], components: [], between: [] })
    await vi.waitFor(
      async () => expect(Number((await target.facts())['probes.storefront.failingFor'])).toBeGreaterThan(0.5),
      { timeout: 20_000, interval: 100 },
    )
    expect(await lossNow(target, runbook)).toEqual([
      {
        component: 'orders-db',
        unknown: expect.stringMatching(/^east cannot be asked what it committed last\. west /) as string,
      },
    ])
    expect(await at(target, 'orders-db', 'east')).toMatchObject({ state: 'failing' })
    expect(await at(target, 'orders-db', 'west')).toMatchObject({
      state: 'ok',
      role: 'standby',
      lag: { unknown: expect.stringContaining('east cannot be asked') as string },
    })
    await vi.waitFor(async () => expect(await at(target, 'traffic', 'east')).toMatchObject({ state: 'failing' }), {
      timeout: 20_000,
      interval: 100,
    })
  })
})
