import type { Command } from '#execution'
import type { JournalRecord } from '#journal'
import type { Runbook } from '#runbook'
import type { Forecast } from '#simulation'

/** Who is told what while a run goes on. */
export interface Watcher {
  say(line: string): void
  record(record: JournalRecord, runbook: Runbook): void
  asked(commands: readonly Extract<Command, { do: 'ask' }>[], runbook: Runbook): void
  forecast(forecast: Forecast): void
}
