import type { Address } from '../../addresses.ts'
import { customersName, origin } from '../names.ts'
import { soa } from '../zone.ts'

/** What Knot is started with. */
export interface KnotConfig {
  /** Where it answers. */
  readonly at: Address
  /** A folder of its own, which must be there. */
  readonly folder: string
  /** Its control socket. */
  readonly socket: string
}

/** The zone's file within the folder. */
export const zoneFile = 'zone'

/**
 * The text of its configuration. It keeps no journal: one that is started again reads the zone as it was written for it,
 * which leads nowhere, and is then told where the name leads. Nobody may ask for the whole zone, or change it but by the
 * control socket.
 */
export function configText({ at, folder, socket }: KnotConfig): string {
  return `server:
    rundir: ${quoted(folder)}
    listen: ${at.host}@${at.port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
    identity: ""
    version: ""
control:
    listen: ${quoted(socket)}
database:
    storage: ${quoted(folder)}
    journal-db-max-size: 4M
    kasp-db-max-size: 5M
    timer-db-max-size: 1M
log:
  - target: stderr
    any: info
template:
  - id: default
    storage: ${quoted(folder)}
    file: ${zoneFile}
    zonefile-sync: -1
    journal-content: none
zone:
  - domain: ${origin}
`
}

/**
 * The zone as Knot first reads it: the name is there, and leads nowhere. It has a text beside its addresses, so that without
 * any it still exists, as it does for the lab's own zone.
 * @param ttl seconds, whole
 * @param serial what later changes count on from
 */
export function zoneText(ttl: number, serial: number): string {
  return `$ORIGIN ${origin}.
$TTL ${ttl}
@ SOA ns hostmaster ${serial} ${soa.refresh} ${soa.retry} ${soa.expiration} ${soa.minimum}
@ NS ns
${customersName}. TXT "customers"
`
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
