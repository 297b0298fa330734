import type { Problem } from '#diagnostics'
import { formatDuration, seconds } from '#units'
import type { PlanDiff, RunbookChange } from './diff.ts'
import { counted } from './figures.ts'
import { whatOf } from './findings.ts'

/** A part of a diff as rows of words, which every view lays out in its own way. */
export interface DiffPart {
  readonly title: string
  readonly heads: readonly string[]
  readonly rows: ReadonlyArray<readonly string[]>
}

/** The parts of a diff that have something to say. */
export function diffParts(diff: PlanDiff, notes: boolean): readonly DiffPart[] {
  const { objectives, strategies, components, forecasts, runbooks, findings } = diff
  const shown = (problems: readonly Problem[]) =>
    (['error', 'warning', ...(notes ? ['note'] : [])] as const).flatMap((one) =>
      problems.filter(({ severity }) => severity === one),
    )
  const parts: readonly DiffPart[] = [
    {
      title: 'Objectives',
      heads: ['flow', 'objective', 'base', 'head', 'promises'],
      rows: objectives.map(({ flow, class: one, objective, base, head, promises }) => [
        flow,
        one === 'default' ? objective : `${objective} (${one})`,
        base ?? '–',
        head ?? '–',
        promises ?? (head === undefined ? 'no longer' : 'now'),
      ]),
    },
    {
      title: 'Strategies',
      heads: ['component', 'base', 'head'],
      rows: strategies.map(({ component, base, head }) => [component, base ?? '–', head ?? '–']),
    },
    {
      title: 'Components',
      heads: ['component', 'change'],
      rows: [
        ...components.added.map((id) => [id, 'new']),
        ...components.removed.map((id) => [id, 'gone']),
        ...components.changed.map(({ component, paths }) => [component, paths.join(', ')]),
      ],
    },
    {
      title: 'Forecast RTO (19 of 20 recoveries take at most)',
      heads: ['flow', 'scenario', 'base', 'head', 'target'],
      rows: forecasts.map(({ flow, scenario, base, head, target }) => [
        flow,
        scenario,
        ...[base, head, target].map((value) => (value === undefined ? '–' : formatDuration(seconds(value)))),
      ]),
    },
    {
      title: 'Runbooks',
      heads: ['scenario', 'direction', 'change'],
      rows: runbooks.map((one) => [one.scenario, one.direction, runbookWords(one)]),
    },
    findingPart('New findings', shown(findings.added)),
    findingPart('Findings that are gone', shown(findings.removed)),
  ]
  return parts.filter(({ rows }) => rows.length > 0)
}

function findingPart(title: string, problems: readonly Problem[]): DiffPart {
  return {
    title,
    heads: ['severity', 'code', 'what', 'where'],
    rows: problems.map((problem) => [
      problem.severity,
      problem.code,
      whatOf(problem),
      `${problem.place.file}:${problem.place.line}`,
    ]),
  }
}

function runbookWords({ change, added, removed, changed, voids }: RunbookChange): string {
  if (change === 'new') return `new, with ${counted(added.length, 'step')}: to be drilled`
  if (change === 'gone') return `gone${voids.length > 0 ? `; voids ${voids.join(', ')}` : ''}`
  const steps = [...added.map((id) => `+${id}`), ...removed.map((id) => `-${id}`), ...changed.map((id) => `~${id}`)]
  const what = steps.length > 0 ? steps.join(', ') : 'what its steps rest on'
  return `earlier drills prove it no more${voids.length > 0 ? ` (${voids.join(', ')})` : ''}: ${what}`
}

/** The numbers in one sentence. */
export function diffSummary({ findings, runbooks }: PlanDiff): string {
  const count = (problems: readonly Problem[], severity: Problem['severity']) =>
    problems.filter((one) => one.severity === severity).length
  const words = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const [more, less] = [count(findings.added, severity), count(findings.removed, severity)]
    return more + less === 0 ? [] : [`${severity}s +${more} -${less}`]
  })
  const voided = runbooks.filter(({ change }) => change === 'changed').length
  return [
    words.length > 0 ? words.join(', ') : 'no finding comes or goes',
    voided > 0 ? `${counted(voided, 'runbook')} to be drilled again` : 'every drill stays valid',
  ].join('; ')
}
