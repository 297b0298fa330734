import { simulate, type Way } from './simulate.ts'

/** What many seeds came to. */
export interface Seeds {
  /** One sentence for each seed with which an invariant does not hold; empty where all hold. */
  readonly failures: readonly string[]
  /** How many seeds reached a rare thing. */
  readonly reached: ReadonlyMap<string, number>
  readonly effects: number
  readonly hours: number
  readonly hoursPerSecond: number
}

/** Simulates the seeds from one on, alternating between faults to the end and faults that stop. */
export function simulateSeeds(from: number, count: number): Seeds {
  const began = performance.now()
  const failures: string[] = []
  const reached = new Map<string, number>()
  let effects = 0
  let hours = 0
  for (let seed = from; seed < from + count; seed++) {
    const way: Way = seed % 2 === 0 ? 'safety' : 'liveness'
    const result = simulate(seed, way)
    for (const what of result.reached) reached.set(what, (reached.get(what) ?? 0) + 1)
    effects += result.effects
    hours += result.seconds / 3600
    if (result.broken.length > 0)
      failures.push(`Seed ${seed} (${way}): ${result.broken.join('; ')}. Look into it with SEED=${seed}.`)
  }
  return { failures, reached, effects, hours, hoursPerSecond: (hours * 1000) / (performance.now() - began) }
}

/** Everything rare that the seeds must have reached, so that it is known to hold there too. */
export const rare: readonly string[] = [
  // Where a driver dies, and what comes of it.
  'died: before write',
  'died: torn write',
  'died: after write',
  'died: before call',
  'died: after call',
  'died: after done',
  'append lost',
  'append stored unseen',
  'signal answered once though its driver died',
  // Who drives.
  'taken over',
  'taken over by force',
  'second starter was told who drives',
  'refused stale append',
  'stale holder acts',
  'act of a stale holder refused by its target',
  'lost lease noticed before an act',
  // What nobody knows.
  'doubt: its driver was lost while it ran',
  'doubt: a look at the target did not tell whether it has happened',
  'doubt: it failed',
  'doubt: the run was cancelled while it was under way',
  'probe done',
  'probe notDone',
  'probe unknown',
  'stepResolved',
  // What people do.
  'm of n people agreed',
  'declared before the criteria held',
  'decided approved person',
  'decided rejected person',
  'decided approved automatic',
  'decided approved automatic as nobody did',
  'refused: one person twice',
  'refused: bound to something else',
  'refused: loss not seen',
  'refused: stranger',
  'claimed',
  'handedOver',
  'manualDone',
  'stepSkipped',
  'retryAsked',
  'itemClosed',
  'waits for people who have vanished',
  // How a run is steered.
  'paused',
  'continued',
  'modeChanged',
  'fallback used',
  'cancelAsked',
  'taken back by cancel',
  'taken back by hand',
  'done again after it was taken back',
  'broken off between intent and act',
  'told to stop',
  // Timers.
  'timer blip',
  'timer deadline',
  'timer escalate',
  'timer retry',
  'timer slow',
  'timer undecided',
  // How it ends.
  'outcome succeeded',
  'outcome failed',
  'outcome refused',
  'outcome cancelled',
]
