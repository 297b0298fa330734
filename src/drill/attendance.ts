import { isWordOf } from '#evidence'
import type { Command, Session } from '#execution'
import type { Happening, JournalRecord, RunState } from '#journal'
import { deciders, isAbsent, nobodys, type Runbook, type Step, standIn, stepsIn } from '#runbook'
import type { Call } from './calls.ts'
import { lookEvery, type Rehearsal } from './rehearsal.ts'

type Ask = Extract<Command, { do: 'ask' }>

/**
 * The calls that are due as a run stands: everybody whom it asks and who was not called yet, those to whom a decision was
 * escalated, and the deputy of whoever has not answered within the time that the plan gives them.
 * @param now seconds on the run's clock
 * @returns in the order in which they are asked; each role once in a run, for who was called is awake
 */
export function callsDue(
  runbook: Runbook,
  state: RunState,
  records: readonly JournalRecord[],
  asks: readonly Ask[],
  now: number,
): readonly Call[] {
  const { absent = [] } = state
  const called = new Map<string, number>()
  for (const record of records) if (record.type === 'calledOut') called.set(record.data.role, record.tsMono)
  const due: Call[] = []
  const add = (call: Call): void => {
    const known = called.has(call.role) || due.some(({ role }) => role === call.role)
    if (!known && !isAbsent(runbook, call.role, absent)) due.push(call)
  }
  const answered = (role: string): boolean => records.some((record) => isWordOf(role, record))
  for (const { step: id } of asks) {
    const step = runbook.steps.find((one) => one.id === id)
    if (!step) continue
    const roles = asked(step, state)
    // Nobody is called for a decision that they may not take; work may be done by anybody.
    const may = step.work.kind === 'decision' ? deciders(runbook, roles, absent) : undefined
    for (const role of roles) {
      const first = standIn(runbook, role, absent)
      if (first === undefined) continue
      add({ role: first, step: id, ...(first === role ? {} : { insteadOf: role }) })
      const since = called.get(first)
      const person = runbook.people.find((one) => one.role === first)
      if (since === undefined || person?.deputy === undefined || person.answersWithin === undefined) continue
      // On another clock, after a new start of the machine, the wait begins anew and is never cut short.
      if (now - since < person.answersWithin || answered(first)) continue
      const deputy = standIn(runbook, person.deputy, absent)
      if (deputy !== undefined && may?.includes(deputy) !== false) add({ role: deputy, step: id, insteadOf: first })
    }
  }
  return due
}

/** The roles whom a step asks now: of a decision those to whom it was escalated besides. */
function asked({ id, work, owner }: Step, { timers }: RunState): readonly string[] {
  if (work.kind !== 'decision') return [owner]
  const escalated = (work.escalation ?? []).flatMap(({ to }, at) => (timers.has(`escalate:${id}:${at}`) ? [to] : []))
  return [...work.deciders, ...escalated]
}

/**
 * Sees to the people of a drill while it goes on: calls out whom it waits for, and does not let it wait for nobody. A
 * step that nobody is left for is left out, and where the run cannot go on without it, that ends it.
 */
export async function attended(
  { attendance, clock, say }: Rehearsal,
  session: Session,
  runbook: Runbook,
  signal: AbortSignal,
): Promise<void> {
  if (!attendance) return
  const { absent = [], ring } = attendance
  while (!signal.aborted && session.state().outcome === undefined) {
    const asks = session.commands().filter((command) => command.do === 'ask')
    const lacking = nobodys(runbook, absent, session.state().mode).find(({ step }) =>
      asks.some((ask) => ask.step === step),
    )
    if (lacking) await session.record(() => without(runbook, session.state(), lacking))
    else if (ring)
      for (const call of callsDue(runbook, session.state(), session.records(), asks, clock.monotonic())) {
        const rung = await ring(call, runbook, session.run)
        if (rung.trouble !== undefined) say(`${call.role} is called here, for ${rung.trouble}`)
        if (!signal.aborted) await session.record([{ type: 'calledOut', data: { ...call, ...rung } }])
      }
    await clock.sleep(lookEvery, signal)
  }
}

/** What becomes of a run that has come to a step that nobody is left for. */
function without(
  runbook: Runbook,
  state: RunState,
  { step, reason, essential }: ReturnType<typeof nobodys>[number],
): readonly Happening[] {
  const left: Happening = { type: 'nobodyLeft', data: { step, reason } }
  const comment = `Nobody could do it: ${reason}`
  const isDecision = runbook.steps.some(({ id, work }) => id === step && work.kind === 'decision')
  if (!isDecision && !essential)
    return [left, { type: 'stepSkipped', data: { step, comment, signal: `nobody:${step}` } }]
  // What is under way comes to its end first, so that its result is known.
  const acts = stepsIn(runbook, state.mode).some(
    ({ id, phase }) => state.steps.get(id)?.status === 'running' && phase !== 'detect',
  )
  return acts ? [] : [left, { type: 'runFinished', data: { outcome: 'failed', reason: `${step}: ${comment}` } }]
}
