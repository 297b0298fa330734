import type { Happening, Outcome } from '#journal'
import type { Duration } from '#units'

/** What a person is asked for: a decision, work, a doubt, what is to become of a failure, or what is left to settle. */
export type Asked = 'decision' | 'work' | 'doubt' | 'failure' | 'items'

/** What is to be done next. A driver carries commands out and may not add any of its own. */
export type Command =
  /** Run the step's action; `key` is the same for every attempt, until the step is taken back. */
  | { readonly do: 'start'; readonly step: string; readonly attempt: number; readonly key: string }
  /** Look whether the effect of an attempt has happened. */
  | { readonly do: 'probe'; readonly step: string; readonly attempt: number; readonly key: string }
  /** Break off what is under way and changes nothing. */
  | { readonly do: 'stop'; readonly step: string; readonly attempt: number }
  /** Write down that only a person can tell. */
  | { readonly do: 'doubt'; readonly step: string; readonly attempt: number; readonly reason: string }
  /** Look how much would be lost, before somebody is asked to accept it. */
  | { readonly do: 'show'; readonly step: string }
  /** Open the question for a person. */
  | { readonly do: 'open'; readonly step: string }
  /** Write down what was decided: by the people who have answered, or by the runbook itself. */
  | {
      readonly do: 'decide'
      readonly step: string
      readonly decision: 'approved' | 'rejected'
      readonly method: 'automatic' | 'person'
      readonly comment?: string
    }
  /** The run waits for a person. `step` is empty where it waits for items. */
  | { readonly do: 'ask'; readonly step: string; readonly for: Asked }
  /**
   * Let a timer fire after this long: counted from `since`, in seconds on the run's clock, or from when the command is
   * first seen.
   */
  | { readonly do: 'wait'; readonly timer: string; readonly for: Duration; readonly since?: number }
  | { readonly do: 'finish'; readonly outcome: Outcome; readonly reason?: string }

/**
 * What a driver writes down before it touches the world, and the end of the run. It follows from the commands alone, so
 * it is written together with what led to them, and nothing comes between.
 */
export function intentsOf(commands: readonly Command[]): readonly Happening[] {
  const found: Happening[] = []
  for (const command of commands)
    switch (command.do) {
      case 'start':
        found.push({ type: 'stepStarted', data: { step: command.step, attempt: command.attempt, key: command.key } })
        break
      case 'decide': {
        const { do: _, ...data } = command
        found.push({ type: 'decided', data })
        break
      }
      case 'doubt':
        found.push({
          type: 'stepInDoubt',
          data: { step: command.step, attempt: command.attempt, reason: command.reason },
        })
        break
      case 'open':
        found.push({ type: 'asked', data: { step: command.step } })
        break
      case 'finish': {
        const { do: _, ...data } = command
        found.push({ type: 'runFinished', data })
        break
      }
      default:
    }
  return found
}
