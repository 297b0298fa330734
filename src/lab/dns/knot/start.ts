import { join } from 'node:path'
import { monotonic } from '../../monotonic.ts'
import type { FrontSettings } from '../../leading.ts'
import type { ProcessIdentity } from '../../processes.ts'
import type { Parts } from '../../profile.ts'
import { programFile, programFolder, socketIn, startProgram } from '../../program.ts'
import type { Names } from '../names.ts'
import { configText, zoneFile, zoneText } from './config.ts'
import { type KnotControl, takesCommands } from './control.ts'

/** A Knot that runs, and whose zone leads nowhere yet. */
export interface Knot {
  readonly control: KnotControl
  readonly identity: ProcessIdentity
}

/**
 * Starts Knot where the zone is asked for; one that was killed is started again in the same way, with a later serial. As
 * root, it runs as whom PostgreSQL runs as.
 * @throws Failure `unreachable` where it does not start
 */
export async function startKnot(
  { knotd, knotc }: NonNullable<Parts['knot']>,
  { zone: at, ttl }: Names,
  { roster, places }: Pick<FrontSettings, 'roster' | 'places'>,
): Promise<Knot> {
  const folder = await programFolder(places, 'knot')
  const [socket, file] = [socketIn(folder), join(folder, 'knot.conf')]
  await programFile(file, configText({ at, folder, socket }), places)
  await programFile(join(folder, zoneFile), zoneText(ttl, Math.floor(monotonic())), places)
  const control = { knotc, socket }
  const entry = { name: 'knot', address: `${at.host}:${at.port}` }
  const program = { title: 'Knot', command: knotd, args: ['-c', file] }
  const identity = await startProgram(roster, entry, program, places, () => takesCommands(control))
  return { control, identity }
}
