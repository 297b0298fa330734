import { fold, type Happening, nothingYet, type Placed, type RunState } from '#journal'
import type { Runbook, Step, Work } from '#runbook'
import { seconds } from '#units'
import type { Command } from '../command.ts'

/** A step that an action does; what is particular to a test is given. */
export function step(id: string, needs: readonly string[] = [], given: Partial<Step> = {}): Step {
  return {
    id,
    title: id,
    objective: id,
    phase: 'recover',
    needs,
    owner: 'lead',
    work: { kind: 'action', use: 'act', with: {} },
    requires: [],
    effect: 'keyed',
    timeout: seconds(10),
    attempts: 3,
    backoff: seconds(0.2),
    irreversible: false,
    essential: true,
    ...given,
  }
}

/** A step that a person does. */
export function manual(id: string, needs: readonly string[] = [], given: Partial<Step> = {}): Step {
  return step(id, needs, { work: { kind: 'manual', instruction: `Do ${id}` }, effect: 'unkeyed', ...given })
}

/** A decision, by the lead unless the test says otherwise. */
export function decision(
  id: string,
  needs: readonly string[] = [],
  work: Partial<Extract<Work, { kind: 'decision' }>> = {},
  given: Partial<Step> = {},
): Step {
  return step(id, needs, {
    phase: 'decide',
    effect: 'none',
    work: { kind: 'decision', question: 'Go?', deciders: ['lead'], ...work },
    ...given,
  })
}

/** What takes a step back by an action. */
export function undo(given: Partial<NonNullable<Step['undo']>> = {}): NonNullable<Step['undo']> {
  return {
    title: 'Take it back',
    work: { kind: 'action', use: 'act', with: {} },
    effect: 'keyed',
    timeout: seconds(10),
    attempts: 2,
    backoff: seconds(0.2),
    ...given,
  }
}

/** A forced failover that people decide, with a lead, a second who is the lead's deputy, and an owner of the data. */
export function runbook(steps: readonly Step[], given: Partial<Runbook> = {}): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'shop', owner: 'team', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: {},
    flows: [],
    stores: [],
    probes: [],
    decision: 'people',
    people: [
      { role: 'lead', name: 'Lea Lind', deputy: 'second' },
      { role: 'second', name: 'Sam Sand' },
      { role: 'data-owner', name: 'Dana Dahl' },
    ],
    steps,
    deviations: [],
    gaps: [],
    ...given,
  }
}

/** A run that stands at its beginning. */
export const fresh: RunState = nothingYet('run-1')

/** An event in its place after a state: at that time on the run's clock, in seconds. */
export function placed(state: RunState, happening: Happening, tsMono = 0): Placed {
  const epoch = happening.type === 'leaseTaken' ? happening.data.epoch : state.epoch
  return { ...happening, runId: 'run-1', seq: state.seq + 1, epoch, tsMono }
}

/** The state after more events, all at one time. */
export function after(state: RunState, ...happenings: readonly Happening[]): RunState {
  return at(state, 0, ...happenings)
}

/** The state after more events at that time, in seconds. */
export function at(state: RunState, tsMono: number, ...happenings: readonly Happening[]): RunState {
  return happenings.reduce((now, happening) => fold(now, placed(now, happening, tsMono)), state)
}

/** Events by the shortest words for them. */
export const did = {
  begin: (id: string, attempt = 1): Happening => ({ type: 'stepStarted', data: { step: id, attempt, key: 'k' } }),
  succeed: (id: string, attempt = 1): Happening => ({
    type: 'stepSucceeded',
    data: { step: id, attempt, output: null },
  }),
  fail: (id: string, attempt = 1, given: { retryable?: boolean; harmless?: true } = {}): Happening => ({
    type: 'stepFailed',
    data: { step: id, attempt, retryable: false, message: 'no answer', ...given },
  }),
  probe: (id: string, answer: 'done' | 'notDone' | 'unknown', attempt = 1): Happening => ({
    type: 'stepProbed',
    data: { step: id, attempt, answer },
  }),
  doubt: (id: string, attempt = 1): Happening => ({ type: 'stepInDoubt', data: { step: id, attempt, reason: 'lost' } }),
  take: (epoch = 2, clock?: string): Happening => ({
    type: 'leaseTaken',
    data: { holder: 'h:1', epoch, ...(clock === undefined ? {} : { clock }) },
  }),
  fire: (timer: string): Happening => ({ type: 'timerFired', data: { timer } }),
  ask: (id: string): Happening => ({ type: 'asked', data: { step: id } }),
  show: (id: string, seconds = 3): Happening => ({
    type: 'lossShown',
    data: { step: id, stores: [{ component: 'orders-db', seconds }] },
  }),
  vote: (id: string, person: string, given: 'approved' | 'rejected' = 'approved'): Happening => ({
    type: 'voted',
    data: { step: id, decision: given, role: person, person, bound: 'b', signal: `vote-${person}` },
  }),
  decide: (id: string, given: 'approved' | 'rejected' = 'approved'): Happening => ({
    type: 'decided',
    data: { step: id, decision: given, method: 'person' },
  }),
  hand: (id: string): Happening => ({ type: 'manualDone', data: { step: id, result: 'seen', signal: 's' } }),
  skip: (id: string): Happening => ({ type: 'stepSkipped', data: { step: id, comment: 'not now', signal: 's' } }),
  resolve: (id: string, answer: 'done' | 'notDone', attempt = 1): Happening => ({
    type: 'stepResolved',
    data: { step: id, attempt, answer, result: 'seen', signal: 's' },
  }),
  retry: (id: string): Happening => ({ type: 'retryAsked', data: { step: id, signal: 's' } }),
  undo: (id: string): Happening => ({ type: 'undoAsked', data: { step: id, signal: 's' } }),
  pause: { type: 'paused', data: { signal: 's' } } satisfies Happening,
  go: { type: 'continued', data: { signal: 's' } } satisfies Happening,
  cancel: (takeBack = true): Happening => ({ type: 'cancelAsked', data: { undo: takeBack, signal: 's' } }),
  mode: (mode: 'planned' | 'forced' | 'test'): Happening => ({ type: 'modeChanged', data: { mode, signal: 's' } }),
  open: (item = 'item:1'): Happening => ({ type: 'itemOpened', data: { item, text: 'Look again', owner: 'lead' } }),
  close: (item = 'item:1'): Happening => ({ type: 'itemClosed', data: { item, disposition: 'done', signal: 's' } }),
}

/** Commands by their words: what is done and of which step, a timer's name, an outcome. */
export function words(commands: readonly Command[]): readonly string[] {
  return commands.map((command) => {
    switch (command.do) {
      case 'wait':
        return `wait ${command.timer}`
      case 'finish':
        return `finish ${command.outcome}`
      case 'ask':
        return `ask ${command.for} ${command.step}`.trimEnd()
      case 'decide':
        return `decide ${command.step} ${command.decision}`
      default:
        return `${command.do} ${command.step}`
    }
  })
}
