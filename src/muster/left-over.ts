import { clearedUp, type Target } from '#drill'
import { Failure } from '#diagnostics'
import type { Runbook } from '#runbook'
import type { Driving } from './events.ts'
import type { OwnCourse } from './own.ts'
import type { Project } from './project.ts'

/**
 * Takes away what a drill that has ended has left on systems of one's own: copies that were set up, a component that it
 * made fail, markers. Nobody takes such a drill up, so that there would be no other way.
 * @returns whether there was anything
 * @throws Failure `unreachable` where some of it is still there, `busy` where somebody drives the run still
 */
export async function leftOver(
  { workspace, clock, withStore }: Project,
  target: Target,
  run: string,
  { watcher, force }: Pick<Driving, 'watcher' | 'force'>,
): Promise<boolean> {
  const kept = workspace.kept(run)
  const value = <T>(name: string): T => JSON.parse(kept.get(name) ?? 'null') as T
  const failover = value<Runbook>('failover.json')
  if (target.stands?.() === true) {
    await target.stop(failover)
    watcher.say(`The run ${run} has ended, and what it had set up is taken down.`)
    return true
  }
  if (target.unmended?.() !== true && target.marked?.() !== true) return false
  const own = value<OwnCourse | null>('own.json')
  await withStore((store) =>
    clearedUp({
      run,
      store,
      clock,
      target,
      failover,
      staysOpen: true,
      ...(own ? { cause: own.cause } : {}),
      ...(force ? { force } : {}),
      say: watcher.say,
      watch: watcher.record,
    }),
  )
  assureNothingLeft(run, target)
  watcher.say(`The run ${run} has ended, and nothing that it left is there any more.`)
  return true
}

/** @throws Failure `unreachable` where a drill that has ended has left something on systems of one's own */
export function assureNothingLeft(run: string, target: Target): void {
  const left = [
    ...(target.unmended?.() === true ? ['what it made fail is not mended'] : []),
    ...(target.marked?.() === true ? ['its markers are not removed'] : []),
  ]
  if (left.length > 0)
    throw new Failure(
      'unreachable',
      `The run ${run} has ended, and ${left.join(', and ')}. Try it again:\n  muster run resume ${run}`,
    )
}
