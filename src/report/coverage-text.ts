import type { Covered, Graded, Open, RequirementState } from '#checks'
import { plain } from '#markup'
import { type CoverageGroup, type CoverageResult, groupsOf, stateNames } from './coverage.ts'
import { counted } from './figures.ts'
import { type Cell, table } from './layout.ts'
import { paint, type Style, sign, type Tone } from './style.ts'

const words: Readonly<Record<RequirementState, string>> = {
  proven: 'proven',
  observed: 'observed',
  declared: 'declared',
  attested: 'attested',
  'needs-verified': 'NEEDS VERIFIED',
  open: 'open',
  'not-applicable': 'not asked',
}

const tones: Readonly<Record<RequirementState, Tone>> = {
  proven: 'green',
  observed: 'green',
  attested: 'cyan',
  declared: 'cyan',
  'needs-verified': 'yellow',
  open: 'red',
  'not-applicable': 'dim',
}

/** Columns of a bar. */
const barWidth = 20

/**
 * Coverage for a person at a terminal: a line for each group, then what is missing; with `all`, every requirement.
 * Ends with a line feed.
 */
export function coverageText(result: CoverageResult, style: Style, all = false): string {
  const blocks = result.plan ? planBlocks(result.plan, style, all) : productBlocks(result, style, all)
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function productBlocks(
  { product, open }: CoverageResult,
  style: Style,
  all: boolean,
): ReadonlyArray<readonly string[]> {
  const groups = groupsOf(product)
  const answered = (entries: readonly Covered[]) => entries.filter(({ answeredBy }) => answeredBy.length > 0).length
  const rows = groups.map(({ title, entries }) => {
    const refs = (kind: string) =>
      new Set(entries.flatMap(({ answeredBy }) => answeredBy.filter((one) => one.kind === kind).map(({ ref }) => ref)))
    return [
      title,
      `${answered(entries)} of ${entries.length}`,
      bar([[answered(entries) / entries.length, 'full', 'green']], style),
      ...(['rule', 'verification', 'feature'] as const).map((kind) => String(refs(kind).size || '')),
    ]
  })
  const heads = ['requirements', 'answered', '', 'rules', 'verifications', 'features']
  return [
    table([heads, ...rows], style, [1, 3, 4, 5]),
    ...(all ? groups.map((group) => listing(group, style)) : []),
    ...openBlock(
      'Answered in part',
      open.filter((one) => one.part),
      style,
    ),
    ...openBlock(
      'Not answered yet',
      open.filter((one) => !one.part),
      style,
    ),
    [
      `${answered(product)} of ${product.length} requirements are answered, ${open.filter((one) => one.part).length} of them in part`,
    ],
  ]
}

function openBlock(title: string, open: readonly Open[], style: Style): ReadonlyArray<readonly string[]> {
  if (open.length === 0) return []
  const rows = open.map(({ id, because, work }) => ['', id, because, `Waits for ${work}.`])
  return [[paint(style, 'bold', title), ...table(rows, style)]]
}

function listing({ title, entries }: CoverageGroup<Covered>, style: Style): readonly string[] {
  const rows = entries.map(({ id, answeredBy }): readonly Cell[] => [
    '',
    id,
    answeredBy.map(({ kind, ref }) => (kind === 'rule' ? ref : `${ref} (${kind})`)).join(', ') || 'nothing',
  ])
  return [paint(style, 'bold', title), ...table(rows, style)]
}

function planBlocks(
  { name, requirements, counts }: NonNullable<CoverageResult['plan']>,
  style: Style,
  all: boolean,
): ReadonlyArray<readonly string[]> {
  const groups = groupsOf(requirements).filter(({ entries }) => entries.some(({ state }) => state !== 'not-applicable'))
  const rows = groups.map(({ title, entries }) => {
    const of = (state: RequirementState) => entries.filter((one) => one.state === state).length
    const asked = entries.length - of('not-applicable')
    const parts = stateNames.map((state) => [of(state) / asked, signs[state], tones[state]] as const)
    return [title, String(asked), bar(parts, style), ...stateNames.map((state) => String(of(state) || ''))]
  })
  const heads = ['requirements', 'asked', '', ...stateNames.map((state) => words[state])]
  const missing = (['needs-verified', 'open'] as const).flatMap((state) => {
    const own = requirements.filter((one) => one.state === state)
    return own.length === 0 ? [] : [missingBlock(state, own, style)]
  })
  const parts = stateNames.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${words[state]}`)
  return [
    [paint(style, 'bold', plain(name))],
    table([heads, ...rows], style, [1, 3, 4, 5, 6, 7, 8]),
    ...(all ? groups.map((group) => states(group, style)) : missing),
    [`${parts.join(', ')}; ${counted(counts['not-applicable'], 'point')} not asked of this plan`],
  ]
}

const signs = {
  proven: 'full',
  observed: 'full',
  attested: 'decide',
  declared: 'execute',
  'needs-verified': 'doubt',
  open: 'empty',
} as const

function missingBlock(state: 'needs-verified' | 'open', entries: readonly Graded[], style: Style): readonly string[] {
  const heading =
    state === 'open'
      ? `Open: nothing stands behind ${counted(entries.length, 'point')}`
      : `NEEDS VERIFIED: ${counted(entries.length, 'point')} proven once, and changed or long ago since`
  return [
    paint(style, tones[state], heading),
    ...table(
      entries.map((entry) => rowOf(entry).filter((_, column) => column !== 2)),
      style,
    ),
  ]
}

function states({ title, entries }: CoverageGroup<Graded>, style: Style): readonly string[] {
  return [paint(style, 'bold', title), ...table(entries.map(rowOf), style)]
}

function rowOf(entry: Graded): readonly Cell[] {
  const { id, state, findings, accepted, run, rehearsed, attested } = entry
  const behind = [
    ...(findings.length > 0 ? [findings.join(', ')] : []),
    ...(accepted.length > 0 ? [`accepted: ${accepted.join(', ')}`] : []),
    ...(run === undefined ? [] : [`run ${plain(run)}`]),
    ...(rehearsed === undefined ? [] : [`rehearsed in the lab: ${plain(rehearsed)}`]),
    ...(attested ? [`attested by ${plain(attested.by)} until ${attested.until}`] : []),
  ]
  return ['', id, { text: words[state], tone: tones[state] }, behind.join('; ')]
}

/** Shares of 1 as a bar; whatever is rounded, what is there has at least one column. */
function bar(
  parts: ReadonlyArray<readonly [share: number, mark: Parameters<typeof sign>[1], tone: Tone]>,
  style: Style,
): string {
  let left = barWidth
  const shown = parts.map(([share, mark, tone]) => {
    const columns = share > 0 ? Math.min(left, Math.max(1, Math.round(share * barWidth))) : 0
    left -= columns
    return paint(style, tone, sign(style, mark).repeat(columns))
  })
  return shown.join('') + sign(style, 'empty').repeat(left)
}
