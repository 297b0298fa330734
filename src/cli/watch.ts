import type { JournalRecord, Watcher } from '#muster'
import { plain } from '#markup'
import { eventLine, forecastText, nextCommands } from '#report'
import type { Context } from './context.ts'

/**
 * Tells a run as it goes, one line an event, to whoever sits before the terminal.
 * @param earlier of a run that is taken up: what happened before
 */
export function watcherOf(context: Context, earlier: readonly JournalRecord[] = []): Watcher {
  const { talk } = context.style
  const before: JournalRecord[] = [...earlier]
  const fault = earlier.find((record) => record.type === 'faultInjected')
  let zero = fault?.data.atMono ?? earlier[0]?.tsMono
  return {
    say: (line) => context.talk(`${plain(line)}\n`),
    forecast: (forecast) => context.talk(`${forecastText([forecast], talk)}\n`),
    record(record, runbook) {
      if (record.type === 'runStarted') before.length = 0
      // What people count from is the fault; before it, and on the way back, the run's own start.
      if (record.type === 'faultInjected') zero = record.data.atMono
      else if (record.type === 'runStarted') zero = record.tsMono
      const line = eventLine(record, runbook, zero ?? record.tsMono, talk, before)
      before.push(record)
      if (line !== undefined) context.talk(`${line}\n`)
    },
    asked(commands, runbook) {
      const run = before[0]?.runId ?? 'RUN'
      for (const { step, for: what } of commands) {
        const found = runbook.steps.find(({ id }) => id === step)
        const role = found?.work.kind === 'decision' ? found.work.deciders[0] : found?.owner
        const answers =
          what === 'items'
            ? [`muster run show ${run}`]
            : nextCommands({ run, step, for: what, ...(role === undefined ? {} : { role }) })
        context.talk(
          `Waiting for a person: ${what === 'items' ? 'an item is left to settle' : plain(step)}. From another terminal:\n` +
            answers.map((line) => `    ${line}\n`).join(''),
        )
      }
    },
  }
}
