import { RetryableFailure } from '#diagnostics'
import type { Action } from '#execution'
import { seconds } from '#units'
import { text, texts } from '../arguments.ts'
import { requested } from '../request.ts'

const lookEvery = seconds(0.2)

/** Waits until everything that the runbook rebuilds in a region can be managed there again. */
export const waitForRegion: Action = {
  use: 'region.wait',
  effect: 'none',
  accepts: texts('region'),
  async run(args, { runbook, world, clock, signal }) {
    const region = text(args, 'region')
    const managed = runbook.steps
      .filter((step) => step.phase === 're-protect' && step.region === region && step.component !== undefined)
      .flatMap((step) => world.endpoint(step.component ?? '', region).manage ?? [])
    while (!signal.aborted) {
      try {
        for (const { url, token } of managed) await requested({ method: 'GET', url, token, signal })
        return { region, answers: managed.length }
      } catch {
        await clock.sleep(lookEvery, signal)
      }
    }
    throw new RetryableFailure(`${region} does not answer yet.`)
  },
}
