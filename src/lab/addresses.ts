import { createServer } from 'node:net'
import { Failure } from '#diagnostics'
import { hasCode } from './files.ts'
import { listen } from './http.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** Where the parts of a region listen. */
export interface RegionAddresses {
  readonly postgres: Address
  readonly web: Address
  /** Where backups and the write-ahead log of the other region are kept. */
  readonly vault: Address
  /** The storage account and the cache, where the plan has them. */
  readonly objects?: Address
  readonly cache?: Address
  /** Where a server listens that was restored apart; where the system lets it when left out. */
  readonly apart?: Address
  /** Where a standby listens that was built beside a region's server; as above. */
  readonly second?: Address
}

/** Where the parts of a lab listen that others must find; the rest listen where the system lets them. */
export interface Addresses {
  readonly clients: Address
  readonly regions: Readonly<Record<string, RegionAddresses>>
}

/**
 * The first of the lab's ports, unless MUSTER_LAB_PORT says otherwise.
 * @remarks Below 32768, where Linux begins to take ports for outgoing connections: such a connection, or one that ended
 * within the last minute, would make a port above it look taken now and then.
 */
export const defaultBasePort = 24100
const portsUsed = 7
/** Two more for object storage and two for a cache, which few plans have. */
const mostPorts = 11

/** What some labs have and others have not. */
export interface Extras {
  readonly objects: boolean
  readonly cache: boolean
}

/**
 * Addresses for two regions: an own loopback address each where the system has them, else the common one.
 * @param networked the addresses of regions that have networks of their own
 */
export async function addressesFor(
  regions: readonly [string, string],
  basePort: number,
  extras: Extras = { objects: false, cache: false },
  networked?: readonly [string, string],
): Promise<Addresses> {
  const last = 65_535 - mostPorts - 1
  if (!Number.isInteger(basePort) || basePort < 1024 || basePort > last)
    throw new Failure('usage', `The lab's first port is ${basePort}; it must be a whole number from 1024 to ${last}.`)
  const own = (await canListen('127.0.1.1')) && (await canListen('127.0.2.1'))
  const hosts = networked ?? (own ? ['127.0.1.1', '127.0.2.1'] : ['127.0.0.1', '127.0.0.1'])
  const at = (index: number) => ({
    postgres: { host: hosts[index] ?? '127.0.0.1', port: basePort + 1 + 2 * index },
    web: { host: hosts[index] ?? '127.0.0.1', port: basePort + 2 + 2 * index },
    vault: { host: hosts[index] ?? '127.0.0.1', port: basePort + 5 + index },
    ...(extras.objects ? { objects: { host: hosts[index] ?? '127.0.0.1', port: basePort + 7 + index } } : {}),
    ...(extras.cache ? { cache: { host: hosts[index] ?? '127.0.0.1', port: basePort + 9 + index } } : {}),
    // In a network where nothing but the lab runs, no port has to be asked for.
    ...(networked
      ? {
          apart: { host: hosts[index] ?? '127.0.0.1', port: basePort + mostPorts },
          second: { host: hosts[index] ?? '127.0.0.1', port: basePort + mostPorts + 1 },
        }
      : {}),
  })
  const clients = { host: '127.0.0.1', port: basePort }
  return { clients, regions: { [regions[0]]: at(0), [regions[1]]: at(1) } }
}

/** @throws Failure `unreachable` that names every port that is taken and what wanted it */
export async function refuseTakenPorts({ clients, regions }: Addresses): Promise<void> {
  const wanted = [
    { part: 'its traffic manager', at: clients },
    ...Object.entries(regions).flatMap(([region, { postgres, web, vault, objects, cache }]) => [
      { part: `PostgreSQL in ${region}`, at: postgres },
      { part: `the web service in ${region}`, at: web },
      { part: `the vault in ${region}`, at: vault },
      ...(objects ? [{ part: `the storage account in ${region}`, at: objects }] : []),
      ...(cache ? [{ part: `the cache in ${region}`, at: cache }] : []),
    ]),
  ]
  const taken: string[] = []
  for (const { part, at } of wanted)
    if (!(await canListen(at.host, at.port))) taken.push(`${at.host}:${at.port} for ${part}`)
  if (taken.length > 0) throw portTaken(taken, clients.port)
}

export function portTaken(wanted: readonly string[], basePort: number): Failure {
  return new Failure(
    'unreachable',
    `The lab needs ${wanted.join(' and ')}, which another program uses. ` +
      `Stop that program, or choose the first of ${wanted.length > portsUsed ? mostPorts : portsUsed} other ports:\n  MUSTER_LAB_PORT=${otherBase(basePort)} muster …`,
  )
}

function otherBase(basePort: number): number {
  return basePort + 100 > 32_000 ? defaultBasePort + 200 : basePort + 100
}

/** Whether a port is free for whoever runs this; any, where it is left out, says whether the machine has the address. */
export async function canListen(host: string, port = 0): Promise<boolean> {
  const server = createServer()
  try {
    await listen(server, port, host)
    return true
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES')) return false
    throw error
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}
