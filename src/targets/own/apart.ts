import { requested } from '#actions'
import { Failure, RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Runbook } from '#runbook'
import { seconds, toMilliseconds } from '#units'
import type { Controlled, Had } from '../had.ts'
import { identities, type Seen } from '../identities.ts'
import type { PlanTarget, Surroundings } from '../plan-target.ts'
import type { Diary, Stood } from './diary.ts'
import type { Measuring } from './measuring.ts'

type Isolated = NonNullable<Measuring['isolated']>

/** How long one order may take, how long it is asked again, and how long it is waited in between. */
const patience = seconds(120)
const goOn = seconds(300)
const again = seconds(2)

/** The copies of an isolated target, for one test. */
export interface Apart {
  /** Notes what answers already, then has the copies made; both once for each run. @throws Failure `unreachable` */
  setUp(runbook: Runbook): Promise<void>
  /**
   * Has everything removed that the test has started, and sees that nothing answers any more that did not before; does
   * nothing where nothing was set up.
   * @throws Failure `unreachable` with what is still there
   */
  takeDown(runbook: Runbook): Promise<void>
}

export function apartOn(
  target: PlanTarget,
  { setUp, takeDown }: Isolated,
  run: string,
  diary: Diary,
  { clock }: Surroundings,
): Apart {
  const there = async (runbook: Runbook): Promise<readonly Seen[]> =>
    (await identities(target, runbook)).filter(
      ({ component, region, answered }) => component !== 'traffic' && region === runbook.to && answered === true,
    )

  async function ordered(to: Had<Controlled>, verb: string, key = verb): Promise<void> {
    if (!('has' in to)) throw new Failure('usage', `The copies of ${target.name}: ${to.wants.join('; ')}.`)
    const { url, token } = to.has
    const until = clock.monotonic() + goOn
    for (;;) {
      try {
        const signal = AbortSignal.timeout(toMilliseconds(patience))
        await requested({
          method: 'POST',
          url,
          token,
          body: { run, key: `${run}:${key}` },
          signal,
          refuses: target.refuses,
        })
        return
      } catch (error) {
        if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) throw error
        if (error instanceof TerminalFailure || clock.monotonic() > until)
          throw new Failure('unreachable', `The copies of ${target.name} could not be ${verb}: ${error.message}`, {
            cause: error,
          })
        await clock.sleep(again)
      }
    }
  }

  return {
    async setUp(runbook) {
      if (diary.stood() === undefined) diary.noteStood(stoodOf(await there(runbook)))
      if (setUp) await ordered(setUp, 'set up')
    },
    async takeDown(runbook) {
      const before = diary.stood()
      if (before === undefined) return
      diary.noteTakeDown('ordered')
      // An earlier order may have come before everything was there, and a key is answered once.
      await ordered(takeDown, 'taken down', `taken down:${diary.takenDown().orders}`)
      // A door that stays may answer for what is behind it, with an error once nothing is.
      const left = (await there(runbook)).filter(({ component, state }) =>
        state === 'ok' ? !before.serving.includes(component) : !before.answering.includes(component),
      )
      if (left.length > 0)
        throw new Failure(
          'unreachable',
          `The isolated test ${run} is over, and still there in ${runbook.to}: ${left.map(({ component, detail }) => `${component} (${detail})`).join(', ')}. ` +
            `What takes the copies of ${target.name} down has said that they are gone. Remove them by hand.`,
        )
      diary.noteTakeDown('done')
    },
  }
}

function stoodOf(seen: readonly Seen[]): Stood {
  return {
    serving: seen.flatMap(({ component, state }) => (state === 'ok' ? [component] : [])),
    answering: seen.map(({ component }) => component),
  }
}
