import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Action, Endpoint, World } from '#execution'
import type { Step } from '#runbook'
import { seconds } from '#units'
import { text, texts } from '../arguments.ts'
import { ruleOf } from '../guard.ts'
import { requested } from '../request.ts'

const lookEvery = seconds(0.2)

/** Waits until everything that the runbook rebuilds in a region can be managed there again. */
export const waitForRegion: Action = {
  use: 'region.wait',
  effect: 'none',
  accepts: texts('region'),
  async run(args, { runbook, world, clock, signal }) {
    const region = text(args, 'region')
    const rebuilt = runbook.steps.filter(({ phase, region: where }) => phase === 're-protect' && where === region)
    const managed = rebuilt.flatMap((step) => manageOf(world, step, region) ?? [])
    // With nothing to ask, a region would pass for one that is back.
    if (managed.length === 0 && rebuilt.some(isRebuilt))
      throw new TerminalFailure(
        `The target gives no management address for anything that is rebuilt in ${region}, so that no machine can tell ` +
          'whether it can be worked in again. See for yourself, and have this step done by hand.',
        { harmless: true },
      )
    while (!signal.aborted) {
      try {
        for (const { url, token } of managed)
          await requested({ method: 'GET', url, token, signal, refuses: ruleOf(world) })
        return { region, answers: managed.length }
      } catch {
        await clock.sleep(lookEvery, signal)
      }
    }
    throw new RetryableFailure(`${region} does not answer yet.`, { harmless: true })
  },
}

/** Whether the runbook itself rebuilds something with the step. */
function isRebuilt({ work, component }: Step): boolean {
  return work.kind === 'action' && component !== undefined
}

/** @throws TerminalFailure where the target does not have what the runbook itself is to rebuild; people may know more */
function manageOf(world: World, step: Step, region: string): Endpoint['manage'] {
  if (step.component === undefined) return undefined
  try {
    return world.endpoint(step.component, region).manage
  } catch (error) {
    if (isRebuilt(step)) throw error
    return undefined
  }
}
