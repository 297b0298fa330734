import type { Address } from '../addresses.ts'
import type { Slot } from './slots.ts'

/** The one backend, in which all regions' servers are. */
export const backend = 'regions'

/** What HAProxy is started with. */
export interface HaproxyConfig {
  /** Where customers connect. */
  readonly at: Address
  /** Its runtime socket. */
  readonly socket: string
  readonly slots: readonly Slot[]
}

/**
 * The text of its configuration. It starts with every server shut, so that one which was started again lets nobody in
 * before it is told to.
 *
 * A connection that a server does not take is led on to another one at once (`redispatch 1`), and that server is passed
 * over from then on until it takes the connection of a check: as the lab's own traffic manager does. Where it was the last
 * one that is open, HAProxy waits for `timeout connect` before it gives up, so that this is short; on a loopback address
 * nothing takes longer. Of eight servers drawn at random the one with the fewest connections is taken: by `leastconn`,
 * HAProxy waits before every second attempt. One thread, so that whoever is let in meanwhile is seen by the next command.
 *
 * A connection that one side has ended is not kept for the other (`client-fin`, `server-fin`): HAProxy cannot be told to cut
 * one off that is half closed, and where an instance stands still, that would be everybody who has given up waiting.
 */
export function configText({ at, socket, slots }: HaproxyConfig): string {
  return `global
  nbthread 1
  maxconn 400
  stats socket ${quoted(socket)} mode 600 level admin
  log stdout format raw local0
defaults
  mode tcp
  log global
  option tcplog
  option dontlog-normal
  option redispatch 1
  retries ${slots.length}
  timeout connect 100ms
  timeout check 1s
  timeout client 1h
  timeout server 1h
  timeout client-fin 100ms
  timeout server-fin 100ms
frontend customers
  bind ${at.host}:${at.port}
  default_backend ${backend}
backend ${backend}
  balance random(8)
  default-server check inter 500ms downinter 100ms rise 1 fall 2 observe layer4 error-limit 1 on-error mark-down disabled
${slots.map(({ name }) => `  server ${name} ${shut.host}:${shut.port}\n`).join('')}`
}

/** Where a server leads that no instance is in; it is never open. */
const shut: Address = { host: '127.0.0.1', port: 1 }

/** Within single quotes HAProxy takes everything as it stands. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`
}
