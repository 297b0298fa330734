import type { StrategyName } from './strategies.ts'

/** What kind of thing a requirement asks for. */
export type RequirementKind =
  | 'configuration'
  | 'validation'
  | 'term'
  | 'disaster'
  | 'tier'
  | 'classification'
  | 'cost'
  | 'variant'
  | 'runbook'
  | 'testing'
  | 'friction'
  | 'beyond'

/** One point that a disaster-recovery plan is asked for. */
export interface Requirement {
  /** Stable; `STRATEGY.ROW.cN` for a point of configuration, `STRATEGY.ROW.vN` for one of validation. */
  readonly id: string
  /** One sentence, in Muster's own words. */
  readonly says: string
  readonly kind: RequirementKind
  /** Only plans that use this strategy are asked. */
  readonly strategy?: StrategyName
  /** The title of the row that the point belongs to. */
  readonly action?: string
}

/** A row of a strategy's table: what is done, how it is set up, and how that is shown to work. */
export interface Row {
  readonly id: string
  readonly action: string
  /** Points c1, c2 and so on. */
  readonly configuration: readonly string[]
  /** Points v1, v2 and so on. */
  readonly validation: readonly string[]
}

/** The requirements of a strategy's rows, row by row, configuration first. */
export function ofRows(strategy: StrategyName, rows: readonly Row[]): readonly Requirement[] {
  const points = (row: Row, kind: 'configuration' | 'validation'): readonly Requirement[] =>
    row[kind].map((says, index) => ({
      id: `${strategy}.${row.id}.${kind[0]}${index + 1}`,
      says,
      kind,
      strategy,
      action: row.action,
    }))
  return rows.flatMap((row) => [...points(row, 'configuration'), ...points(row, 'validation')])
}

/** Requirements of one kind from their sentences by id. */
export function ofKind(kind: RequirementKind, sentences: Readonly<Record<string, string>>): readonly Requirement[] {
  return Object.entries(sentences).map(([id, says]) => ({ id, says, kind }))
}

/** Keeping the other side lawful and under the same control; asked of two strategies alike. */
export const securityRow: Row = {
  id: 'security',
  action: 'Keep the other side secure and lawful',
  configuration: [
    'Data stays within the jurisdictions that it may lie in, in every region.',
    'People and services have the same identities and rights on both sides.',
    'The record of who did what has no hole while a recovery runs, nor after it.',
  ],
  validation: [
    'The security settings of all regions are compared with one another.',
    'Signing in works from the other side when the first one is gone.',
    'The rules that bind the workload are kept while it is being recovered.',
    'The audit log is read after a recovery and found without holes.',
  ],
}

/** Who says what to whom; asked of three strategies alike. */
export const communicationRow: Row = {
  id: 'communication',
  action: 'Plan who tells whom',
  configuration: [
    'It is clear who may declare a disaster, and who stands in.',
    'Each audience, inside and outside the company, has a way in which it is told.',
    'Channels are set up, and the messages for them are written beforehand.',
    'It is written down who is called next when nobody answers or decides.',
  ],
  validation: [
    'Every channel is used in a drill.',
    'Messages are seen to arrive, and unanswered ones to climb the chain.',
    'People outside the company confirm that they were told, and understood it.',
    'The prepared messages are compared with what a drill needed to say.',
  ],
}
