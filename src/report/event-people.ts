import type { JournalRecord } from '#journal'
import { shownLoss } from './loss-words.ts'
import type { Sign, Tone } from './style.ts'

/** Sign, tone, what it is about, and what it says. */
export type Words = readonly [Sign, Tone, string, string]

/** The events that people cause, and those that ask them. */
export type PersonEvent = Extract<
  JournalRecord,
  {
    readonly type:
      | 'declared'
      | 'asked'
      | 'lossShown'
      | 'voted'
      | 'decided'
      | 'claimed'
      | 'calledOut'
      | 'answeredCall'
      | 'nobodyLeft'
      | 'handedOver'
      | 'manualDone'
      | 'stepSkipped'
      | 'stepResolved'
      | 'retryAsked'
      | 'undoAsked'
      | 'paused'
      | 'continued'
      | 'cancelAsked'
      | 'modeChanged'
      | 'itemOpened'
      | 'itemClosed'
      | 'glassBroken'
      | 'splitFound'
      | 'pagesMerged'
      | 'noted'
      | 'signalRefused'
  }
>

/**
 * What such an event says.
 * @param title of the step it is about, where that is known
 * @param took how long it was open, in brackets; empty where that is not known
 */
export function personWords(record: PersonEvent, title: string | undefined, took: string): Words {
  const run = record.runId
  const by = `${record.actor.name}${record.actor.authn === 'local-key' ? ' with a local key' : ''}`
  switch (record.type) {
    case 'declared':
      return declared(record)
    case 'asked':
      return ['unknown', 'yellow', record.data.step, `a person is asked: ${title ?? record.data.step}`]
    case 'lossShown':
      return ['note', 'yellow', record.data.step, `would be lost: ${shownLoss(record.data.stores)}`]
    case 'voted': {
      const { step, decision, role, comment } = record.data
      const who = role === record.actor.name ? by : `${by} as ${role}`
      const ok = decision === 'approved'
      return [ok ? 'ok' : 'bad', ok ? 'green' : 'red', step, `${decision} by ${who}${after(comment)}`]
    }
    case 'decided': {
      const { step, decision, method, comment } = record.data
      const ok = decision === 'approved'
      // The people have said their word in events of their own.
      const who = record.actor.authn === 'muster' ? 'by those who were asked' : `by ${by}`
      const how = method === 'automatic' ? 'automatically, nobody was asked' : who
      return [ok ? 'ok' : 'bad', ok ? 'green' : 'red', step, `${decision} ${how}${after(comment)}`]
    }
    case 'claimed':
      return ['note', 'dim', record.data.step, `claimed by ${record.data.role}`]
    case 'calledOut': {
      const { role, step, channel, insteadOf, trouble } = record.data
      const why = insteadOf === undefined ? '' : ` instead of ${insteadOf}`
      const how = trouble === undefined ? `by ${channel}` : `by ${channel}, for ${trouble}`
      return ['again', 'yellow', step, `${role} is called${why} (${how})`]
    }
    case 'answeredCall':
      return ['ok', 'green', run, `${by} is there${after(record.data.comment)}`]
    case 'nobodyLeft':
      return ['bad', 'red', record.data.step, `nobody is left who could do it: ${record.data.reason}`]
    case 'handedOver': {
      const { from, to, open, comment } = record.data
      const what = open.length === 0 ? 'nothing is open' : `open: ${open.join(', ')}`
      return ['again', 'yellow', run, `${from} hands over to ${to}, ${what}${after(comment)}`]
    }
    case 'manualDone':
      return ['ok', 'green', record.data.step, `done by ${by}: ${record.data.result}${took}`]
    case 'stepSkipped':
      return ['note', 'yellow', record.data.step, `skipped by ${by}: ${record.data.comment}`]
    case 'stepResolved': {
      const { step, answer, result } = record.data
      const done = answer === 'done'
      return [done ? 'ok' : 'again', 'yellow', step, `${by} says that it has ${done ? '' : 'not '}happened: ${result}`]
    }
    case 'retryAsked':
      return ['again', 'yellow', record.data.step, `${by} wants one more attempt${after(record.data.comment)}`]
    case 'undoAsked':
      return ['again', 'yellow', record.data.step, `${by} wants it taken back${after(record.data.comment)}`]
    case 'paused':
      return ['note', 'yellow', run, `paused by ${by}: no step begins${after(record.data.comment)}`]
    case 'continued':
      return ['started', 'green', run, `continued by ${by}${after(record.data.comment)}`]
    case 'cancelAsked': {
      const { undo, comment } = record.data
      const then = undo ? 'what was done is taken back' : 'what was done stays'
      return ['bad', 'yellow', run, `cancelled by ${by}: ${then}${after(comment)}`]
    }
    case 'modeChanged':
      return ['again', 'yellow', run, `${record.data.mode} from now on, says ${by}${after(record.data.comment)}`]
    case 'itemOpened':
      return ['unknown', 'yellow', record.data.item, `left to settle by ${record.data.owner}: ${record.data.text}`]
    case 'itemClosed':
      return ['ok', 'green', record.data.item, `settled by ${by}: ${record.data.disposition}`]
    case 'glassBroken':
      return [
        'fault',
        'red',
        run,
        `BREAK-GLASS: ${record.data.by.join(' and ')} go on without the usual approvals: ${record.data.reason}`,
      ]
    case 'splitFound': {
      const { other, doubly, by: who, reason } = record.data
      const twice = doubly.length === 0 ? 'no step ran twice' : `ran twice: ${doubly.join(', ')}`
      return ['doubt', 'red', run, `another journal of it, kept as ${other}, ${twice}; found by ${who}: ${reason}`]
    }
    case 'pagesMerged': {
      const { copies, contradictions, by: who, reason } = record.data
      const lines = copies.reduce((sum, one) => sum + one.lines, 0)
      const parted = contradictions.length === 0 ? 'they agree' : `they disagree: ${contradictions.join(' ')}`
      const from = copies.length === 1 ? 'one page' : `${copies.length} pages`
      return [
        contradictions.length === 0 ? 'note' : 'doubt',
        contradictions.length === 0 ? 'dim' : 'red',
        run,
        `${lines} lines of ${from} were merged, ${parted}; by ${who}: ${reason}`,
      ]
    }
    case 'noted':
      return ['note', 'dim', record.data.step ?? run, `${by} notes: ${record.data.text}`]
    case 'signalRefused':
      return ['bad', 'yellow', run, `signal ${record.data.signal} was not used: ${record.data.reason}`]
  }
}

function declared(record: Extract<PersonEvent, { type: 'declared' }>): Words {
  const { choice, role, criteria, losses, until, comment } = record.data
  const what = {
    go: 'go',
    wait: `wait${until === undefined ? '' : ` until ${until}`}`,
    'stand-down': 'stand down',
  }[choice]
  const holding = criteria.filter(({ state }) => state === 'holds').length
  const unknown = criteria.filter(({ state }) => state === 'unknown').length
  const stood =
    criteria.length === 0
      ? 'there are no criteria'
      : `${holding} of ${criteria.length} criteria hold${unknown > 0 ? `, ${unknown} unknown` : ''}`
  return [
    choice === 'go' ? 'fault' : 'note',
    choice === 'go' ? 'red' : 'yellow',
    record.runId,
    `${role} declares: ${what} (${stood}; would be lost: ${shownLoss(losses)})${after(comment)}`,
  ]
}

function after(comment: string | undefined): string {
  return comment === undefined || comment === '' ? '' : `: ${comment}`
}
