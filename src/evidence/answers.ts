import { type Happening, type JournalRecord, stretches } from '#journal'
import type { PersonAnswer } from './model.ts'
import { rounded } from './round.ts'

/**
 * How soon each person answered who was called out, in the order of the calls.
 * @returns one entry per role that was called; empty where nobody was. Times count from the call on the run's clock; one
 * that spans a new start of the machine is left out, for nobody measured it
 */
export function answers(journal: readonly JournalRecord[]): readonly PersonAnswer[] {
  const clocks = stretches(journal)
  return journal.flatMap((record, index) => {
    if (record.type !== 'calledOut') return []
    const { role, step, channel, insteadOf, trouble } = record.data
    const later = journal.slice(index + 1)
    const first = later.find((one) => isWordOf(role, one))
    const word = later.find((one) => one.type === 'voted' && one.data.role === role)
    const here = clocks.find(({ records }) => records.includes(record))?.records ?? []
    const [answered, decided] = [first, word].map((one) => since(record, one, here))
    return [
      {
        role,
        step,
        called: record.ts,
        channel,
        ...(insteadOf === undefined ? {} : { insteadOf }),
        ...(trouble === undefined ? {} : { trouble }),
        ...(answered === undefined ? {} : { answered }),
        ...(decided === undefined ? {} : { decided }),
        reached: first !== undefined,
      },
    ]
  })
}

/** Whether somebody said something in that role that counted; what was refused may come from anybody. */
export function isWordOf(role: string, record: JournalRecord): boolean {
  return record.type !== 'signalRefused' && record.actor.authn !== 'muster' && record.actor.name === role
}

function since(
  call: JournalRecord,
  answer: JournalRecord | undefined,
  here: readonly JournalRecord[],
): number | undefined {
  // A takeover on the same clock goes on counting; seconds of another clock say nothing.
  if (!answer || !here.includes(answer) || answer.tsMono < call.tsMono) return undefined
  return rounded(answer.tsMono - call.tsMono)
}

/** What of how a drill was held differs from an ordinary one, in sentences. */
export function howHeld(start: Extract<Happening, { type: 'runStarted' }>['data'] | undefined): readonly string[] {
  const { absent = [], unannounced } = start ?? {}
  return [
    ...(absent.length === 0 ? [] : [`Held without ${absent.join(', ')}: what they sent was refused.`]),
    ...(unannounced === undefined
      ? []
      : [
          `Nobody was told the moment: ${unannounced.at} was drawn with seed ${unannounced.seed}, within ${unannounced.within} s of ${unannounced.from}.`,
        ]),
  ]
}

/** Who was called in vain and what nobody was left for, in sentences. */
export function unreached(journal: readonly JournalRecord[]): readonly string[] {
  const silent = answers(journal).filter(({ reached }) => !reached)
  return [
    ...silent.map(({ role, step }) => `${role} was called for ${step} and did not answer.`),
    ...journal.flatMap((record) =>
      record.type === 'nobodyLeft' ? [`Nobody could do ${record.data.step}: ${record.data.reason}`] : [],
    ),
  ]
}
