import { type BrakeReady, type BrakeSettings, letGo } from '../brake.ts'
import type { Child } from '../child.ts'
import { hasEnded, isAlive, signal } from '../processes.ts'
import type { Site } from '../site.ts'
import { hitNothing } from './victims.ts'

/** The brakes that are on, by lab. */
const on = new WeakMap<Site, Set<Child<BrakeReady>>>()

/**
 * Puts a brake on. However its process ends, what it held up goes on.
 * @returns t0
 * @throws Failure `unreachable` where nothing lives that it could hold up
 */
export async function holdUp(site: Site, settings: BrakeSettings): Promise<number> {
  const { roster } = site
  if (![...settings.services, ...settings.postmasters].some(isAlive)) throw hitNothing()
  const child = await roster.start<BrakeReady>('brake', { name: 'brake' }, settings)
  const brakes = on.get(site) ?? new Set()
  on.set(site, brakes.add(child))
  const over = () => {
    letGo(settings)
    brakes.delete(child)
    if (!roster.isOver()) roster.forget(child.identity)
  }
  child.process.once('exit', over)
  if (!isAlive(child.identity)) over()
  return child.ready.t0
}

/** Takes every brake off and waits until what was held up goes on. */
export async function letAllGo(site: Site): Promise<void> {
  const brakes = [...(on.get(site) ?? [])]
  for (const { identity } of brakes) signal(identity, 'SIGTERM')
  const ended = await Promise.all(brakes.map(({ identity }) => hasEnded(identity, 5000)))
  for (const [index, { identity }] of brakes.entries()) if (!ended[index]) signal(identity, 'SIGKILL')
  await Promise.all(brakes.map(({ identity }) => hasEnded(identity, 5000)))
}
