import type { RunState } from '#journal'
import type { Runbook } from '#runbook'
import type { Command } from './command.ts'
import { openProgress } from './progress.ts'

/**
 * What a run does next: every command that may begin now. Pure and total: the same runbook and state
 * give the same commands, whoever asks and when. An empty answer means that something under way must end first.
 */
export function decide(runbook: Runbook, state: RunState): readonly Command[] {
  return openProgress(runbook, state).commands()
}
