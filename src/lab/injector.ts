import { connect } from 'node:net'
import { Failure } from '#diagnostics'
import type { Control } from './http.ts'
import { monotonic } from './monotonic.ts'
import { childrenOf, hasEnded, identityOf, isAlive, type ProcessIdentity, signal } from './processes.ts'

export interface InjectorSettings {
  /** PostgreSQL's first processes; their children die with them. */
  readonly postmasters: readonly ProcessIdentity[]
  readonly others: readonly ProcessIdentity[]
  readonly link: Control
}

export interface InjectorReady {
  /** The fault, in seconds on the monotonic clock: just before the first kill. */
  readonly t0: number
  readonly killed: number
}

/**
 * Loses a region: kills every process of it and cuts the link, all within the same few milliseconds.
 * A process of its own, so that nothing that measures is held up by it.
 */
export async function injector({ postmasters, others, link }: InjectorSettings): Promise<InjectorReady> {
  const socket = await linkOf(link)
  // A stopped postmaster starts no new backend, so none is missed between the look and the kill.
  for (const postmaster of postmasters) signal(postmaster, 'SIGSTOP')
  const children = postmasters.flatMap(({ pid }) => childrenOf(pid)).flatMap((pid) => identityOf(pid) ?? [])
  const victims = [...postmasters, ...others, ...children].filter(isAlive)
  const t0 = monotonic()
  // Written without waiting for the answer: the bytes are with the kernel before the first process dies.
  socket.write(`POST /cut HTTP/1.1\r\nHost: link\r\nAuthorization: Bearer ${link.token}\r\nContent-Length: 0\r\n\r\n`)
  for (const { pid } of victims) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It followed its parent.
    }
  }
  await answered(socket)
  const ended = await Promise.all(victims.map((one) => hasEnded(one, 5000)))
  if (ended.includes(false)) throw new Failure('unreachable', 'A process of the region outlived kill -9 by 5 s.')
  return { t0, killed: victims.length }
}

function linkOf({ url }: Control): Promise<ReturnType<typeof connect>> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

function answered(socket: ReturnType<typeof connect>): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('data', (chunk: Buffer) => {
      socket.destroy()
      if (chunk.toString('latin1').startsWith('HTTP/1.1 200')) resolve()
      else reject(new Failure('unreachable', 'The link refused to be cut. This is a bug in Muster.'))
    })
    socket.once('error', reject)
  })
}
