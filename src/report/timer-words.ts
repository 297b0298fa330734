import type { Sign, Tone } from './style.ts'

/** An alarm: what it is about, and what it says. */
export interface Alarm {
  readonly kind: 'slow' | 'deadline' | 'escalate' | 'undecided' | 'blip'
  /** The step or the flow. */
  readonly about: string
  readonly sign: Sign
  readonly tone: Tone
  readonly what: string
}

/** What a timer says that has fired; undefined for those that only end a wait. */
export function alarmOf(timer: string): Alarm | undefined {
  const [kind, ...rest] = timer.split(':')
  const last = rest.at(-1) ?? ''
  const about = rest.slice(0, -1).join(':')
  switch (kind) {
    case 'slow':
      return { kind, about, sign: 'doubt', tone: 'yellow', what: 'takes longer than it usually does' }
    case 'deadline':
      return last === '100'
        ? { kind, about, sign: 'bad', tone: 'red', what: 'not restored, and its RTO is over' }
        : { kind, about, sign: 'doubt', tone: 'yellow', what: `not restored, and ${last}% of its RTO are over` }
    case 'escalate':
      return { kind, about, sign: 'doubt', tone: 'yellow', what: 'nobody has decided, so it goes to the next in line' }
    case 'undecided':
      return { kind, about: rest.join(':'), sign: 'doubt', tone: 'red', what: 'the time to decide is over' }
    case 'blip':
      return {
        kind,
        about: rest.join(':'),
        sign: 'unknown',
        tone: 'yellow',
        what: 'the criteria neither hold nor clear, so a person is asked',
      }
    default:
      return undefined
  }
}
