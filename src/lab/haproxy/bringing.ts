import { HttpFailure } from '../http.ts'
import { backend } from './config.ts'
import { runtime, type ServerSeen } from './runtime.ts'
import type { Slot } from './slots.ts'

/** Milliseconds within which HAProxy has to be as it was told to be, and between two looks. */
const patience = { all: 3000, look: 10 }

/**
 * Brings HAProxy to lead customers to the instances of those regions and to no others, and cuts off whoever is elsewhere.
 * Who leaves a region that stays open is let go by itself. It is done once HAProxy itself says so.
 * @param renewed whether servers that were passed over are to be tried again, for other instances may be there now
 * @throws HttpFailure 503 where it does not answer, or does not do it
 */
export async function broughtTo(
  socket: string,
  slots: readonly Slot[],
  serving: readonly string[],
  renewed: boolean,
): Promise<void> {
  const until = performance.now() + patience.all
  let seen = await runtime(socket)
  if (renewed) {
    const again = slots.flatMap(({ name }) => (seen.get(name)?.down ? [`set server ${backend}/${name} health up`] : []))
    if (again.length > 0) seen = await runtime(socket, again)
  }
  for (;;) {
    const commands = commandsFor(slots, serving, seen)
    if (commands.length === 0) return
    if (performance.now() > until)
      throw new HttpFailure(
        503,
        'unreachable',
        `HAProxy is not as it was told to be after ${patience.all / 1000} s; left to do: ${commands.join('; ')}.`,
      )
    seen = await runtime(socket, commands)
    // Connections that are cut are gone by the next turn of its loop.
    await new Promise((resolve) => setTimeout(resolve, patience.look))
  }
}

/**
 * What there is to do, nothing where all is as it should be. Regions are shut before others are opened, so that at no
 * moment more is open than may be.
 */
export function commandsFor(
  slots: readonly Slot[],
  serving: readonly string[],
  seen: ReadonlyMap<string, ServerSeen>,
): readonly string[] {
  const of = ({ name }: Slot): ServerSeen => seen.get(name) ?? { shut: false, down: false, connections: 0, address: '' }
  const isOpen = ({ region, address }: Slot): boolean => address !== undefined && serving.includes(region)
  const to = ({ name }: Slot, what: string): string => `set server ${backend}/${name} ${what}`
  const shutting = slots.filter((slot) => !isOpen(slot) && !of(slot).shut)
  const cutting = slots.filter(
    (slot) => !serving.includes(slot.region) && (shutting.includes(slot) || of(slot).connections > 0),
  )
  const opening = slots.flatMap((slot) => {
    const { address } = slot
    if (!address || !isOpen(slot)) return []
    const moves = of(slot).address !== `${address.host}:${address.port}`
    return [
      ...(moves ? [to(slot, `addr ${address.host} port ${address.port}`), to(slot, 'health up')] : []),
      ...(of(slot).shut ? [to(slot, 'state ready')] : []),
    ]
  })
  return [
    ...shutting.map((slot) => to(slot, 'state maint')),
    ...cutting.map(({ name }) => `shutdown sessions server ${backend}/${name}`),
    ...opening,
  ]
}
