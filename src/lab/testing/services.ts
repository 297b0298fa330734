import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address, Addresses } from '../addresses.ts'
import { createFront } from '../front.ts'
import { call, type Control } from '../http.ts'
import type { LoadReady } from '../load.ts'
import { makeRelease } from '../release.ts'
import type { RegionSettings } from '../region-settings.ts'
import { makePlaces } from '../places.ts'
import { createRoster } from '../roster.ts'
import { createServices } from '../services.ts'
import { defaultSpec, type LabSpec } from '../spec.ts'
import { freeBase } from './lab.ts'

/**
 * Web services, traffic and load as a lab has them, over flows that need no store.
 * @param reaches whether a fence reaches the services of a region, as it does in a lab
 */
export async function shop(change: Partial<LabSpec> = {}, reaches = true) {
  const spec: LabSpec = {
    ...defaultSpec,
    stores: [],
    flows: [
      { id: 'checkout', data: 'writes' },
      { id: 'browse', data: 'reads' },
    ],
    instances: { full: 3, first: 2, second: 2 },
    probe: { every: 0.1, timeout: 0.5 },
    ...change,
  }
  const directory = mkdtempSync(join(tmpdir(), 'muster-shop-'))
  chmodSync(directory, 0o755)
  const places = await makePlaces(directory)
  const roster = createRoster(join(places.lab, 'logs'), () => {})
  const base = await freeBase()
  const at = (index: number, host = '127.0.0.1'): Address => ({ host, port: base + index })
  // Where a name leads to a region, each has an address of its own.
  const hosts = spec.dns ? ['127.0.1.1', '127.0.2.1'] : []
  const region = (index: number) => ({ postgres: at(5), web: at(1 + index, hosts[index]), vault: at(6) })
  const addresses: Addresses = { clients: at(0), regions: { east: region(0), west: region(1) } }
  const release = await makeRelease(join(directory, 'release'), spec)
  const front = createFront({
    ...{ spec, addresses, roster, places, token: 'own', trafficToken: 'run' },
    ...(reaches ? { fencing: (name, isFenced) => (name === 'east' ? east : west).fence(isFenced) } : {}),
  })
  const servicesOf = (name: 'east' | 'west') =>
    createServices(
      {
        name,
        spec,
        roster,
        release,
        announce: front.announce,
        places: { lab: directory },
        credentials: { file: join(directory, 'credential.json') },
        web: addresses.regions[name]?.web,
      } as unknown as RegionSettings,
      at(5),
    )
  const east = servicesOf('east')
  const west = servicesOf('west')
  return {
    directory,
    spec,
    addresses,
    places,
    roster,
    east,
    west,
    front,
    web: region(0).web,
    release,
    /** Starts the traffic manager over what runs. */
    traffic: () => front.start({ east: east.addresses(), west: west.addresses() }),
    async load(): Promise<Control> {
      const settings = {
        token: 'load',
        ...front.clients,
        flows: spec.flows,
        services: Object.fromEntries(
          Object.entries(addresses.regions).map(([name, { web }]) => [name, `http://${web.host}:${web.port}`]),
        ),
        ledger: join(directory, 'ledger.ndjson'),
      }
      const { ready } = await roster.start<LoadReady>('load', { name: 'load' }, settings)
      return { url: ready.url, token: 'load' }
    },
    async end() {
      await roster.end()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Asks an instance for a flow, on a connection of its own. */
export function ask(
  { host, port }: Address,
  flow: string,
): Promise<{ status: number; retryAfter: string | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request({ host, port, method: 'POST', path: `/flow/${flow}`, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      const { statusCode = 0, headers } = response
      response.on('end', () => resolve({ status: statusCode, retryAfter: headers['retry-after'], text }))
    })
    asking.on('error', reject)
    asking.end(JSON.stringify({ key: 'key', client: 'client', amount: 1 }))
  })
}

/** An act of a run on the traffic manager. */
export function act(control: Control, verb: string, body: object): Promise<unknown> {
  const key = `${verb} ${JSON.stringify(body)}`
  return call(control, 'POST', `/${verb}`, { body: { run: 'run-1', epoch: 1, key, ...body } })
}
