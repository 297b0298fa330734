import { evaluate, type Facts, factsOf } from '#conditions'
import { TerminalFailure } from '#diagnostics'
import type { Action } from '#execution'
import type { Runbook } from '#runbook'
import { seconds } from '#units'
import { texts } from '../arguments.ts'

const lookEvery = seconds(0.05)

/** Waits until the runbook's activation criteria hold, and answers with the facts that made them hold. */
export const watch: Action = {
  use: 'activation.watch',
  effect: 'none',
  accepts: texts('scenario'),
  async run(_args, { runbook, world, clock, signal, say }) {
    const activation = runbook.activation
    if (!activation) throw new TerminalFailure('The runbook has no activation criteria to watch.', { harmless: true })
    const names = [...factsOf(activation.when), ...(activation.unless ? factsOf(activation.unless) : [])]
    let last = ''
    while (!signal.aborted) {
      const facts = await world.facts()
      const when = evaluate(activation.when, facts)
      const unless = activation.unless ? evaluate(activation.unless, facts) : 'false'
      // An exception that is not known does not hold a recovery up; it is recorded with the facts.
      if (when === 'true' && unless !== 'true')
        return {
          criteria: activation.text,
          unless,
          facts: Object.fromEntries(names.map((name) => [name, facts[name] ?? 'unknown'])),
        }
      if (`${when}/${unless}` !== last) {
        last = `${when}/${unless}`
        say(`criteria: ${when}${unless === 'true' ? ', held back by the exception' : ''}`)
      }
      await clock.sleep(lookEvery, signal)
    }
    throw new TerminalFailure('Watching was stopped.', { harmless: true })
  },
}

/** @throws TerminalFailure where a blip has lasted until it is something else, for which nobody may wait here */
function refuseMore(becomes: NonNullable<Runbook['activation']>['becomes'], facts: Facts): void {
  if (!becomes || evaluate(becomes.when, facts) !== 'true') return
  if (becomes.unless && evaluate(becomes.unless, facts) === 'true') return
  throw new TerminalFailure(
    `This is no blip any more: the criteria of ${becomes.scenario} hold (${becomes.text}). Declare it.`,
    { harmless: true },
  )
}

/** For so long, in seconds, they must not hold before it is believed, or for the time of a probe's turn. */
const settled = 1

/**
 * Waits until the criteria no longer hold, for as long as every probe that they ask takes for a turn, and answers with
 * the facts that say so. What is not known is not clear. Where its time runs out first, the step has failed: what was to
 * pass by itself has not. So it has once the criteria hold of what a blip is treated as.
 */
export const clear: Action = {
  use: 'activation.clear',
  effect: 'none',
  accepts: texts('scenario'),
  async run(_args, { runbook, world, clock, signal, say }) {
    const activation = runbook.activation
    if (!activation) throw new TerminalFailure('The runbook has no activation criteria to watch.', { harmless: true })
    const names = factsOf(activation.when)
    const asked = runbook.probes.filter(({ id }) => names.some((name) => name.startsWith(`probes.${id}.`)))
    const quiet = Math.max(settled, ...asked.map(({ every }) => every))
    let clearSince: number | undefined
    while (!signal.aborted) {
      const facts = await world.facts()
      refuseMore(activation.becomes, facts)
      const holds = evaluate(activation.when, facts)
      const now = clock.monotonic()
      if (holds !== 'false') {
        if (clearSince !== undefined) say(`criteria: ${holds} again`)
        clearSince = undefined
      } else clearSince ??= now
      if (clearSince !== undefined && now - clearSince >= quiet)
        return {
          cleared: activation.text,
          facts: Object.fromEntries(names.map((name) => [name, facts[name] ?? 'unknown'])),
        }
      await clock.sleep(lookEvery, signal)
    }
    throw new TerminalFailure('The criteria still hold, so it has not passed by itself.', { harmless: true })
  },
}
