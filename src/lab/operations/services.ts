import { HttpFailure } from '../http.ts'
import { monotonic } from '../monotonic.ts'
import type { Region } from '../region.ts'
import type { Asked, Operation } from './operation.ts'

/** What can be done to a component that serves, by the verb of the step. */
export const serviceOperations: Readonly<Record<string, Operation>> = {
  /** The release is unpacked, and nothing runs. */
  provision: ({ region: { services } }) => timed(async () => ({ unpackedBytes: await services.provision() })),
  /** One instance runs. */
  start: ({ region }) => toSize(region, Math.max(1, region.services.running())),
  /** As many run as carry everybody, and all flows are served again. */
  scale: (asked) => scaled(asked),
  /** Flows that only read are turned away until the region has grown. */
  async shed({ site: { spec }, region: { services } }) {
    const shed = spec.flows.filter(({ data }) => data === 'reads').map(({ id }) => id)
    await services.become({ sheds: true })
    return { shed: shed.join(', '), instances: services.running() }
  },
  /** A hot standby is there in full; it is seen that all of it answers. */
  switch: ({ region }) => seenHealthy(region),
  /** It is open to customers as it is elsewhere, and every instance answers. */
  async ready({ site, region }) {
    await region.services.become({ isolated: false, sheds: false })
    const sizes = site.regions.map(({ name, services }) => `${name} ${services.running()}`)
    return { ...(await seenHealthy(region)), sizes: sizes.join(', ') }
  },
  /** The size of an ordinary day; where that is none, nothing that was made for the recovery stays. */
  'stand-by': ({ site: { spec }, region: { name, services } }) =>
    timed(async () => {
      await services.become({ isolated: false, sheds: false })
      await services.scaleTo(services.ordinary)
      if (services.ordinary === 0 && spec.bare && name === spec.regions[1]) await services.unprovision()
      return { instances: services.running() }
    }),
  /** A standby as large as on an ordinary day is there again, beside what serves, and nobody is sent to it. */
  rebuild: ({ site: { spec }, region: { services } }) =>
    timed(async () => {
      const instances = spec.instances.second
      await services.second(instances)
      // Where none runs on an ordinary day, it is seen once that one would come up.
      return { instances, ...(instances > 0 ? {} : { triedSeconds: await services.trial() }) }
    }),
  /** Customers are turned away there, also by instances that start later. */
  async isolate({ region: { services } }) {
    await services.become({ isolated: true })
    return { instances: services.running() }
  },
  async release({ region: { services } }) {
    await services.become({ isolated: false })
    return { instances: services.running() }
  },
  /** Customers are sent to that region. */
  async direct({ site, region }) {
    await site.front.direct(region.name)
    return { region: region.name }
  },
  /** What stayed in the first region uses what has moved: its own data again, or that of the other region over the line. */
  async turn({ site, region }) {
    const home = site.regions.find(({ name }) => name === site.spec.regions[0]) ?? region
    const own = home.name === region.name
    const database = own ? home.server.cluster.address : site.link.towards(region.name, 'postgres')
    await home.services.become({ database: { host: database.host, port: database.port }, databaseIn: region.name })
    return { ...(await seenHealthy(home)), uses: region.name, overTheLine: !own }
  },
}

/** @returns how many run, and what it took */
function toSize(region: Region, count: number): ReturnType<Operation> {
  return timed(async () => {
    await region.services.scaleTo(count)
    return await seenHealthy(region)
  })
}

async function scaled({ site, region }: Asked): ReturnType<Operation> {
  const done = await toSize(region, Math.max(site.spec.instances.full, region.services.running()))
  await region.services.become({ sheds: false })
  return done
}

/** @throws HttpFailure 503 where none runs, or one does not answer; that may pass */
async function seenHealthy({ name, services }: Region): Promise<Readonly<Record<string, number>>> {
  const instances = services.running()
  if (instances > 0 && (await services.healthy())) return { instances }
  const said = instances === 0 ? 'No instance of the web service runs' : 'Not every instance of the web service answers'
  throw new HttpFailure(503, 'unreachable', `${said} in ${name}.`)
}

async function timed(work: () => Promise<Readonly<Record<string, number>>>): ReturnType<Operation> {
  const began = monotonic()
  const seen = await work()
  return { ...seen, tookSeconds: Math.round((monotonic() - began) * 1000) / 1000 }
}
