import type { Evidence, FlowResult, Phases, Verdict, Walk } from '#evidence'
import type { FlowForecast, Forecast } from '#simulation'
import { formatDuration } from '#units'
import { count } from './figures.ts'

/** A drill as it is shown: what was measured, beside what had been forecast for the same runbook. */
export interface DrillResult {
  readonly run: string
  readonly evidence: Evidence
  /** The way back, where the drill went it. */
  readonly failback?: Evidence
  readonly forecast: Forecast
  /** At a table: the runbooks as they were walked through, there and back. */
  readonly walks?: readonly Walk[]
  /** Where the evidence was written. */
  readonly evidencePath: string
  /** Hash of the journal's last record, 64 hexadecimal digits. */
  readonly journalHead: string
}

/** The forecast of a flow, or undefined where there is none. */
export function forecastOf(result: DrillResult, flow: string): FlowForecast | undefined {
  return result.forecast.flows.find((candidate) => candidate.flow === flow)
}

/** Deviations or gaps of a drill, there and back, each once. */
export function both({ evidence, failback }: DrillResult, of: 'deviations' | 'gaps'): readonly string[] {
  return [...new Set([...evidence[of], ...(failback?.[of] ?? [])])]
}

/** The objectives that a run missed, in words: `RTO of checkout: 45m against 30m`. */
export function misses({ flows }: Evidence): readonly string[] {
  return flows.flatMap(({ flow, rto, rpo }) => [
    ...(rto.met === false ? [`RTO of ${flow}: ${against(rto, 'not restored')}`] : []),
    ...(rpo.met === false ? [`RPO of ${flow}: ${against(rpo, 'not measured')}`] : []),
  ])
}

function against(
  { measured, target }: { readonly measured?: number; readonly target?: number },
  absent: string,
): string {
  const found = measured === undefined ? absent : formatDuration(measured)
  return target === undefined ? found : `${found} against ${formatDuration(target)}`
}

/** The verdict of a run in a sentence or two. */
export function verdictWords(evidence: Evidence): string {
  const missed = misses(evidence)
  const every = evidence.flows.some(({ rto, rpo }) => isOpen(rto) || isOpen(rpo))
    ? 'every objective that could be judged was met'
    : 'every objective met'
  switch (evidence.verdict) {
    case 'met':
      return `E${every.slice(1)}, and people took the decision.`
    case 'met-technically':
      return `Technical recovery time: ${every}; the decision was automatic, so it is not exercised.`
    case 'exercised':
      return 'Exercised: people decided and did their part at a table; no objective is met by it.'
    case 'walked':
      return 'Walked through: every step was told, and nobody took part; no objective is met by it.'
    case 'missed':
      if (evidence.subject === 'tabletop')
        return 'Missed: nobody was left for a step, or a decision took longer than the plan gives it.'
      if (missed.length === 0 && evidence.flows.length > 0 && evidence.flows.every(({ rto }) => isOpen(rto)))
        return 'Missed: of no recovery time is it known that it was within its objective.'
      return missed.length === 0 ? 'An objective was missed.' : `Missed. ${missed.join('; ')}.`
    case 'failed':
      return missed.length === 0 ? 'The run did not restore.' : `The run did not restore. ${missed.join('; ')}.`
  }
}

/** Whether a verdict is what was hoped for. */
export function isGood(verdict: Verdict): boolean {
  return verdict !== 'missed' && verdict !== 'failed'
}

/** What stands where no recovery time is: at a table nobody measured one, and elsewhere it may be that nobody could. */
export function notRestored({ evidence }: Pick<DrillResult, 'evidence'>, rto: FlowResult['rto']): string {
  return evidence.subject === 'tabletop' || isOpen(rto) ? 'not measured' : 'not restored'
}

/** Whether there is an objective, and nobody can tell whether it was met. */
export function isOpen({ target, met }: FlowResult['rto'] | FlowResult['rpo']): boolean {
  return target !== undefined && met === undefined
}

/** What a run on its subject proves and what it does not, in a sentence. */
export function subjectWords({ subject, verdict }: Evidence): string {
  switch (subject) {
    case 'lab':
      return 'This proves Muster and the pattern on this machine; it proves nothing about a workload.'
    case 'tabletop':
      if (verdict === 'walked') return 'This proves nothing: no system and nobody took part. It shows what is missing.'
      return 'This proves that people know their steps; no system took part, so it proves no recovery.'
    case 'nonprod':
      return 'This proves the recovery of an environment that is not production; production is not proven by it.'
    case 'prod':
      return 'This proves the recovery of production as it was during this run.'
  }
}

/** Names of the parts of a recovery time, in the order in which they pass. */
export const phaseNames = ['detect', 'decide', 'execute', 'verify'] as const satisfies ReadonlyArray<keyof Phases>

/** Writes lost of those acknowledged, and what else the ledger found; says so where nothing counted them. */
export function lossWords({ rpo }: FlowResult): string {
  if (rpo.method === 'none') return 'no ledger counted its writes'
  const { lost, acknowledged, unackedSurvivors, duplicates, method } = rpo
  return [
    `${count(lost)} of ${count(acknowledged)} acknowledged ${method === 'heartbeat' ? 'markers' : 'writes'} lost`,
    ...(unackedSurvivors > 0 ? [`${count(unackedSurvivors)} unacknowledged survived`] : []),
    ...(duplicates > 0 ? [`${count(duplicates)} twice`] : []),
  ].join(', ')
}
