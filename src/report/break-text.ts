import { plain } from '#markup'
import type { Break, Fault, ObjectiveBreaks } from '#simulation'
import { formatDuration } from '#units'
import type { BreakView } from './break.ts'
import { count, counted } from './figures.ts'
import { listed, table, wrapped } from './layout.ts'
import { paint, type Style } from './style.ts'

const names: Readonly<Record<ObjectiveBreaks['objective'], string>> = {
  rto: 'RTO',
  rpo: 'RPO',
  minimum: 'RTO of the minimum service',
}

/** What goes wrong, in a few words before its names. */
const kinds: Readonly<Record<Fault['kind'], string>> = {
  capability: 'gone',
  step: 'fails for good',
  slow: 'takes its p95',
  person: 'absent',
  region: 'lost too',
  lag: 'copy lags by its p99',
  backup: 'just before the next backup',
}

const shownSets = 12

/**
 * What it takes to break each objective, for a person. Objectives that are broken by the same faults are told together.
 * @returns text that ends with a line feed
 */
export function breakText({ plan, target, objectives }: BreakView, style: Style): string {
  const groups = new Map<string, ObjectiveBreaks[]>()
  for (const one of objectives) {
    const key = JSON.stringify([
      one.scenario,
      one.met,
      one.unknown,
      one.breaks.map(({ failures }) => failures),
      one.searched,
    ])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const blocks = [...groups.values()].map((group) => block(group as [ObjectiveBreaks, ...ObjectiveBreaks[]], style))
  const title = paint(style, 'bold', `What breaks the objectives of ${plain(plan)}`)
  return `${[[`${title}, with the durations of ${plain(target)}`], ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function block(group: readonly [ObjectiveBreaks, ...ObjectiveBreaks[]], style: Style): readonly string[] {
  const [{ scenario, met, unknown, breaks, searched }] = group
  const [first] = breaks
  const rows = group.map(({ flow, objective, target, value }) => [
    '',
    plain(flow),
    names[objective],
    formatDuration(target),
    unknown === undefined ? `comes to ${value === undefined ? 'all or never' : formatDuration(value)}` : 'unknown',
  ])
  return [
    paint(style, 'bold', plain(scenario)),
    ...table(rows, style),
    ...(unknown === undefined
      ? met
        ? first === undefined
          ? wrapped(`No set of up to ${counted(searched.upTo, 'failure')} breaks it.`, style.width, '  ')
          : found(breaks, first.size, style)
        : [`  ${paint(style, 'red', 'Missed already, when nothing else goes wrong.')}`]
      : wrapped(unknown, style.width, '  ')),
    ...(searched.complete
      ? []
      : wrapped(
          `The search was cut off after ${count(searched.sets)} sets of up to ${counted(searched.upTo, 'failure')}; there may be more.`,
          style.width,
          '  ',
        )),
  ]
}

function found(breaks: readonly Break[], size: number, style: Style): readonly string[] {
  if (size > 1) {
    const sets = breaks.slice(0, shownSets).map(({ failures }) => failures.map(faultText).join(' and '))
    const more = breaks.length - sets.length
    return [
      `  Broken by any of these sets of ${size}:`,
      ...listed(sets, style),
      ...(more > 0 ? [`    and ${count(more)} more`] : []),
    ]
  }
  const byKind = new Map<Fault['kind'], string[]>()
  for (const { failures } of breaks)
    for (const { kind, of } of failures) byKind.set(kind, [...(byKind.get(kind) ?? []), of])
  return [
    '  Broken by any one of these:',
    ...listed(
      [...byKind].map(([kind, all]) => {
        const shown = all.slice(0, shownSets).join(', ')
        return `${kinds[kind]}: ${shown}${all.length > shownSets ? ` and ${count(all.length - shownSets)} more` : ''}`
      }),
      style,
    ),
  ]
}

function faultText({ kind, of }: Fault): string {
  return `${of} ${kind === 'backup' || kind === 'lag' ? `(${kinds[kind]})` : kinds[kind]}`
}
