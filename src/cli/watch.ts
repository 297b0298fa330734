import type { JournalRecord, Watcher } from '#muster'
import { eventLine, forecastText, plain } from '#report'
import type { Context } from './context.ts'

/** Tells a drill as it goes, one line an event, to whoever sits before the terminal. */
export function watcherOf(context: Context): Watcher {
  const { talk } = context.style
  const before: JournalRecord[] = []
  let zero: number | undefined
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
      for (const command of commands) {
        const run = before[0]?.runId ?? 'RUN'
        const owner = runbook.steps.find((step) => step.id === command.step)?.owner ?? 'ROLE'
        const verb = command.for === 'decision' ? 'approve' : command.for === 'work' ? 'done' : 'show'
        context.talk(
          `Waiting for a person: ${plain(command.step)}. From another terminal:\n` +
            `    muster run ${verb} ${run}${verb === 'show' ? '' : ` ${command.step} --as ${plain(owner)}`}\n`,
        )
      }
    },
  }
}
