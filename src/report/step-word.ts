import type { StepStatus } from '#journal'

/** A step's state in words. */
export function stepWord(state: StepStatus): string {
  return words[state]
}

const words: Readonly<Record<StepStatus, string>> = {
  notStarted: 'not started',
  waiting: 'waiting for a person',
  running: 'running',
  interrupted: 'interrupted: its driver was lost',
  verifiedNotDone: 'not done, as a look has shown',
  unverifiable: 'a look did not tell whether it is done',
  failed: 'failed',
  inDoubt: 'in doubt',
  succeeded: 'done',
  skipped: 'skipped',
  rejected: 'declined',
  undone: 'taken back',
}
