import { connect } from 'node:net'
import type { WaySeen } from '#evidence'
import type { Address } from '../addresses.ts'
import { monotonic } from '../monotonic.ts'
import type { Site } from '../site.ts'

/** Seconds. */
const patience = 2

/** Tries every way over the line that leads to something that runs. */
export async function waysSeen({ spec, regions, link }: Site): Promise<readonly WaySeen[]> {
  const ways = regions.flatMap(({ name: to, server, services, archive }) => {
    const [first, second] = spec.regions
    const from = to === first ? second : first
    const running = [
      ...(server.runs() ? ['postgres'] : []),
      ...(services.runs() ? ['web'] : []),
      ...(spec.archived && archive.processes().length > 0 ? ['vault'] : []),
    ]
    return running.map((service) => ({ from, to, service }))
  })
  return await Promise.all(
    ways.map(async (way): Promise<WaySeen> => {
      const seconds = await crossing(link.towards(way.to, way.service))
      return { ...way, ...(seconds === undefined ? {} : { seconds }) }
    }),
  )
}

/**
 * Until something comes back from the other side. The near end of the line takes every connection, so that only an answer
 * tells that the far end is reached: each service says something to a line that it does not understand.
 */
function crossing(address: Address): Promise<number | undefined> {
  const began = monotonic()
  return new Promise((resolve) => {
    const socket = connect(address)
    const done = (seconds?: number) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(seconds)
    }
    const timer = setTimeout(done, patience * 1000)
    socket.on('error', () => done()).on('close', () => done())
    socket.once('connect', () => socket.write(unknown))
    socket.once('data', () => done(monotonic() - began))
  })
}

/** PostgreSQL reads it as a request for SSL and answers with one byte; HTTP servers answer 400. */
const unknown = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
