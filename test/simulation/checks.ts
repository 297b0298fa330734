import { type JournalRecord, type RunState, stepState, undoPrefix, verifyChain } from '#journal'
import { type Step, stepIn, undoOf } from '#runbook'
import { backoff, boundTo, decidersNow, networkOf, stepKey, stepNamed } from '../../src/execution/testing/inside.ts'
import type { Simulation } from './simulation.ts'
import { headOf } from './store.ts'
import type { Call } from './world.ts'

/** Watches a run from outside, from the journal and the targets' own ledger, and says which invariant does not hold. */
export function openChecks(sim: Simulation) {
  const { book, world } = sim
  const began = new Map<string, number>()
  const network = networkOf(book)
  const state = (): RunState => sim.store.progress.state

  /** What must hold of a step that begins. */
  const beginning = (id: string, attempt: number, key: string, before: RunState): void => {
    const step = stepNamed(book, id)
    if (!step) return sim.broken('I2', `${id} is no step`)
    const at = stepState(before, id)
    const isBack = id.startsWith(undoPrefix)
    if (['succeeded', 'skipped', 'running', 'inDoubt'].includes(at.status) && !(isBack && at.status === 'succeeded'))
      sim.broken('I2', `${id} begins again though it is ${at.status}`)
    if (key !== stepKey('run-1', id, at.takenBack)) sim.broken('I3', `${id} begins under another key`)
    if (before.cancelling && !isBack) sim.broken('I6', `${id} begins though the run was cancelled`)
    if (attempt !== at.attempts + 1) sim.broken('I2', `attempt ${attempt} of ${id} comes after ${at.attempts}`)
    // Whatever cannot be repeated is repeated only where it is known that nothing was done.
    const isKnown =
      at.harmless === true || at.status === 'verifiedNotDone' || at.status === 'undone' || at.status === 'notStarted'
    if (step.effect === 'unkeyed' && at.attempts > 0 && !isKnown && !(isBack && at.status === 'succeeded'))
      sim.broken('I4', `${id} is repeated though nobody knows whether it was done: ${at.status}`)
    if (!isBack)
      for (const need of step.needs) if (!isOverWith(need, before)) sim.broken('order', `${id} begins before ${need}`)
    const limit = book.limits?.atOnce
    const running = [...before.steps.values()].filter(({ status }) => status === 'running').length
    if (limit !== undefined && running >= limit && !before.cancelling) sim.broken('limit', `${running + 1} at once`)
    if (before.paused && !before.cancelling) sim.broken('pause', `${id} begins though the run is paused`)
  }
  const isOverWith = (need: string, before: RunState): boolean => {
    const step = stepNamed(book, need)
    if (!step || !stepIn(step, before.mode ?? book.mode)) return true
    const { status } = stepState(before, need)
    const isOut = status === 'failed' || status === 'rejected'
    const place = network.place.get(need) ?? -1
    const instead = network.fallbacks[place] ?? []
    return (
      status === 'succeeded' ||
      status === 'skipped' ||
      (isOut && (!step.essential || instead.length > 0)) ||
      // A fallback that is not needed, or one of a step that is out of the mode.
      (network.standsInFor[place] !== undefined && status !== 'running') ||
      (step.phase === 'detect' && status !== 'running')
    )
  }
  const decided = (step: Step, before: RunState): void => {
    if (step.work.kind !== 'decision') return
    const { votes = [], shown } = stepState(before, step.id)
    const people = new Set(votes.map(({ person }) => person))
    if (people.size < (step.work.atLeast ?? 1)) sim.broken('I7', `${step.id} was approved by ${people.size}`)
    if (people.size !== votes.length) sim.broken('I7', `one person answered ${step.id} twice`)
    if (step.work.accepts === 'loss' && shown === undefined) sim.broken('I7', `a loss was accepted unseen: ${step.id}`)
    if ((step.work.atLeast ?? 1) > 1) sim.reached('m of n people agreed')
  }
  const bounds = new Map<string, string[]>()

  const sinceOf: Record<string, (id: string, at: number) => readonly string[]> = {
    stepFailed: (id, attempt) => [`retry:${id}:${attempt}`],
    asked: (id) => [`undecided:${id}`, `escalate:${id}:0`, `slow:${id}:0`, `slow:${id}:1`],
    stepStarted: (id, attempt) => [`slow:${id}:${attempt}`, ...(attempt === 1 ? [`blip:${id}`] : [])],
  }
  const lengthOf = (timer: string): number => {
    const [kind, id = '', number] = /^(\w+):(.*?)(?::(\d+))?$/.exec(timer)?.slice(1) ?? []
    const step = stepNamed(book, id)
    if (kind === 'retry' && step) return backoff('run-1', step, Number(number))
    if (kind === 'slow') return 15
    if (kind === 'blip') return 300
    if (kind === 'deadline') return (600 * Number(number)) / 100
    return kind === 'undecided' ? 400 : 120
  }

  return {
    /** @param before the state before the record */
    record(record: JournalRecord, before: RunState): void {
      // On the clock of nobody: each writer's has a zero of its own.
      const time = record.tsMono - (sim.store.holder?.host.zero ?? 0)
      if (record.type === 'runStarted') for (const share of [75, 100]) began.set(`deadline:buy:${share}`, time)
      if ('step' in record.data && record.data.step !== undefined) {
        const attempt = 'attempt' in record.data ? record.data.attempt : 0
        for (const timer of sinceOf[record.type]?.(record.data.step, attempt) ?? []) began.set(timer, time)
      }
      if (before.outcome !== undefined) sim.broken('end', `${record.type} comes after the end`)
      if (record.type === 'stepStarted') beginning(record.data.step, record.data.attempt, record.data.key, before)
      if (record.type === 'timerFired') {
        const since = began.get(record.data.timer)
        if (since === undefined || time - since < lengthOf(record.data.timer) - 1e-3)
          sim.broken('D4', `${record.data.timer} fired ${time - (since ?? 0)} s after it began`)
      }
      if (record.type === 'voted') {
        const step = stepNamed(book, record.data.step)
        if (record.data.bound !== boundTo(book, before, record.data.step)) sim.broken('I7', 'a vote on something else')
        if (step && !decidersNow(book, before, step).includes(record.data.role))
          sim.broken('I7', 'a vote of a stranger')
        bounds.set(record.data.step, [...(bounds.get(record.data.step) ?? []), record.data.bound])
      }
      if (record.type === 'decided' && record.data.method === 'person' && record.data.decision === 'approved') {
        const step = stepNamed(book, record.data.step)
        if (step) decided(step, before)
        const now = boundTo(book, before, record.data.step)
        if (!bounds.get(record.data.step)?.includes(now)) sim.broken('I7', 'a decision nobody took as it stands')
      }
    },
    /** Just before a target is called. */
    act(step: Step, { attempt, isStale, epoch }: Omit<Call, 'step' | 'hadEffect'>): void {
      if (isStale) return sim.reached('stale holder acts')
      const at = stepState(state(), step.id)
      if (at.status !== 'running' || at.attempts !== attempt)
        sim.broken('I5', `${step.id} acts in lease ${epoch} though the journal says ${at.status} ${at.attempts}`)
      if (state().outcome !== undefined) sim.broken('I6', `${step.id} acts after the end`)
      if (state().cancelling && !step.id.startsWith(undoPrefix)) sim.broken('I6', `${step.id} acts after the abort`)
    },
    end(): void {
      const { records, acknowledged } = sim.store
      const fault = verifyChain(records, headOf(records))
      if (fault) sim.broken('I1', fault.reason)
      for (const [seq] of acknowledged) if (records[seq - 1]?.seq !== seq) sim.broken('I1', `record ${seq} is lost`)
      const effects = new Map<string, number>()
      for (const call of world.calls) {
        const step = stepNamed(book, call.step)
        if (!call.hadEffect || !step || step.effect === 'unkeyed' || call.isStale) continue
        const count = (effects.get(call.key) ?? 0) + 1
        effects.set(call.key, count)
        if (count > 1) sim.broken('I3', `${call.step} had ${count} effects under one key`)
      }
      agree()
    },
  }

  /** Whether the journal and the world agree at the end of a run. */
  function agree(): void {
    const now = state()
    const meddled = new Set(
      world.calls.filter(({ isStale }) => isStale).map(({ step }) => step.replace(undoPrefix, '')),
    )
    for (const step of book.steps) {
      const { status, attempts } = stepState(now, step.id)
      if (step.work.kind !== 'action' || step.effect === 'none' || meddled.has(step.id)) continue
      const isByHand = sim.store.records.some(
        ({ type, data }) => type === 'manualDone' && (data.step === step.id || data.step === undoPrefix + step.id),
      )
      if (isByHand) continue
      const stands = world.stands(step.id)
      if (status === 'succeeded' && !stands && undoSettled(now, step))
        sim.broken('truth', `${step.id} is done and does not stand`)
      if ((status === 'undone' || (status === 'notStarted' && attempts === 0)) && stands)
        sim.broken('truth', `${step.id} is ${status} and stands`)
    }
    if (now.outcome !== 'cancelled' || now.cancelling?.undo !== true) return
    for (const step of book.steps) {
      const { status } = stepState(now, step.id)
      const undo = step.irreversible ? undefined : undoOf(step)
      if (undo && status === 'succeeded' && undoSettled(now, step) && book.decision === 'people')
        sim.broken('cancel', `${step.id} was not taken back: ${stepState(now, undo.id).status}`)
      const isSeen = undo && step.work.kind === 'action' && !meddled.has(step.id) && undoSettled(now, step)
      if (isSeen && world.stands(step.id) && undo.work.kind === 'action' && book.decision === 'people')
        sim.broken('cancel', `${step.id} stands after the run was cancelled, and is ${status}`)
    }
  }
  function undoSettled(now: RunState, step: Step): boolean {
    return !['skipped', 'inDoubt', 'failed', 'interrupted', 'running'].includes(
      stepState(now, undoPrefix + step.id).status,
    )
  }
}
