import { join } from 'node:path'
import type { FrontSettings } from '../leading.ts'
import type { ProcessIdentity } from '../processes.ts'
import { programFile, programFolder, socketIn, startProgram } from '../program.ts'
import { configText } from './config.ts'
import { answersAt } from './runtime.ts'
import { type Slot, slotsOf } from './slots.ts'

/** A HAProxy that runs, and through which nobody gets yet. */
export interface Haproxy {
  readonly socket: string
  readonly slots: readonly Slot[]
  readonly identity: ProcessIdentity
}

/**
 * Starts HAProxy where customers connect, with every server shut; one that was killed is started again in the same way.
 * As root, it runs as whom PostgreSQL runs as.
 * @param command the program
 * @throws Failure `unreachable` where it does not start
 */
export async function startHaproxy(
  command: string,
  { spec, addresses: { clients: at }, roster, places }: Pick<FrontSettings, 'spec' | 'addresses' | 'roster' | 'places'>,
): Promise<Haproxy> {
  const folder = await programFolder(places, 'haproxy')
  const [socket, file, slots] = [socketIn(folder), join(folder, 'haproxy.cfg'), slotsOf(spec)]
  await programFile(file, configText({ at, socket, slots }), places)
  const entry = { name: 'haproxy', address: `${at.host}:${at.port}` }
  // In the foreground, as one process: it ends when it is killed, and leaves none behind.
  const program = { title: 'HAProxy', command, args: ['-db', '-f', file] }
  const identity = await startProgram(roster, entry, program, places, () => answersAt(socket))
  return { socket, slots, identity }
}
