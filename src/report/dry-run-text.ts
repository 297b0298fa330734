import { plain } from '#markup'
import { formatDuration } from '#units'
import type { CheckView, DryRunView, DryStepView, SeenView } from './dry-run.ts'
import { counted, durationOr, odds, range } from './figures.ts'
import { banner } from './kind-words.ts'
import { type Cell, labelled, table, wrapped } from './layout.ts'
import { storeLoss } from './loss-words.ts'
import { paint, type Style, sign } from './style.ts'

const labelWidth = 13

/**
 * A dry run for whoever approves it: every step with what it does and whether it can be taken back, how far it reaches,
 * what was seen and would be lost, and the odds.
 * @returns text that ends with a line feed
 */
export function dryRunText(dry: DryRunView, style: Style): string {
  const blocks = [
    heading(dry, style),
    steps(dry.steps, style),
    reach(dry, style),
    looks(dry, style),
    losses(dry, style),
    forecast(dry, style),
    labelled('Digest', dry.digest, labelWidth, style),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function heading(dry: DryRunView, style: Style): readonly string[] {
  const { plan, at, flow } = dry
  const kind = dry.subject === 'lab' || dry.drill !== undefined ? 'drill' : 'realEvent'
  return [
    ...banner({ ...dry, kind, plan: plan.name }, style),
    `${paint(style, 'bold', 'DRY RUN')}: nothing is done; looked at ${plain(at)}${flow === undefined ? '' : `; only the flow ${plain(flow)}`}`,
  ]
}

function steps(all: readonly DryStepView[], style: Style): readonly string[] {
  const lines = all.flatMap((step, index) => [
    `${String(index + 1).padStart(3)}  ${paint(style, 'bold', plain(step.id))}  ${plain(step.title)}`,
    ...[does(step), ...more(step)].flatMap((line) => wrapped(line, style.width, '     ')),
    ...(step.irreversible ? [`     ${paint(style, 'red', 'cannot be taken back')}`] : []),
  ])
  return [paint(style, 'bold', counted(all.length, 'step')), ...lines]
}

function does({ action, with: args = {}, instruction, owner }: DryStepView): string {
  const given = Object.entries(args).map(([name, value]) => `${name}=${String(value)}`)
  const what = action === undefined ? `a person: ${instruction ?? ''}` : [action, ...given].join(' ')
  return `${plain(what)}  [${plain(owner)}]`
}

function more({ effect, undo, irreversible, insteadOf }: DryStepView): readonly string[] {
  const back =
    undo !== undefined
      ? [`taken back by: ${plain(undo)}`]
      : irreversible || effect === 'none'
        ? []
        : ['stays as it is when the run is cancelled']
  return [
    ...(insteadOf === undefined ? [] : [`only where ${plain(insteadOf)} has failed or was declined`]),
    // What can be taken back is an act, however often it may be repeated.
    [effect === 'none' && undo !== undefined ? 'may be repeated at will' : effects[effect], ...back].join('; '),
  ]
}

const effects = {
  none: 'changes nothing',
  keyed: 'repeats are dropped by the target',
  probed: 'a look tells whether it has happened',
  unkeyed: 'nobody but a person can tell whether it has happened',
} as const

function reach({ blast }: DryRunView, style: Style): readonly string[] {
  const { components, regions, limit } = blast
  const against = limit === undefined ? 'the plan sets no limit' : `the plan allows ${limit}`
  return labelled(
    'May change',
    `${counted(components.length, 'component')} (${against}): ${components.join(', ') || 'none'}; in ${regions.join(', ') || 'no region'}`,
    labelWidth,
    style,
  )
}

const states: Readonly<Record<SeenView['state'], (style: Style) => Cell>> = {
  ok: (style) => ({ text: `${sign(style, 'ok')} ok`, tone: 'green' }),
  failing: (style) => ({ text: `${sign(style, 'bad')} failing`, tone: 'red' }),
  unknown: (style) => ({ text: `${sign(style, 'unknown')} unknown`, tone: 'yellow' }),
}

function looks({ seen, checks, facts }: DryRunView, style: Style): readonly string[] {
  const rows = [
    ...seen.map((one): readonly Cell[] => [
      '',
      states[one.state](style),
      `${plain(one.component)} in ${plain(one.region)}`,
      seenWords(one),
    ]),
    ...checks.map((one): readonly Cell[] => ['', states[one.state](style), plain(one.step), checkWords(one)]),
    ...Object.entries(facts).map(([name, value]): readonly Cell[] => [
      '',
      { text: sign(style, 'note'), tone: 'dim' },
      plain(name),
      plain(String(value)),
    ]),
  ]
  return rows.length === 0 ? [] : [paint(style, 'bold', 'Seen'), ...table(rows, style)]
}

function seenWords({ role, identity = {}, lag, detail }: SeenView): string {
  const behind =
    lag === undefined
      ? []
      : ['seconds' in lag ? `${formatDuration(lag.seconds)} behind` : `nobody can tell how far behind: ${lag.unknown}`]
  const known = Object.entries(identity).map(([name, value]) => `${name} ${value}`)
  return plain([...(role === undefined ? [] : [role]), ...behind, ...known, detail].join(', '))
}

function checkWords({ title, detail }: CheckView): string {
  return plain(`${title}: ${detail}`)
}

function losses({ losses: all, mode }: DryRunView, style: Style): readonly string[] {
  if (all.length === 0) return []
  const when = mode === 'forced' ? 'Would be lost, were it forced now' : 'Not copied yet, as it stands now'
  return [
    paint(style, 'bold', when),
    ...table(
      all.map((store) => ['', plain(store.component), storeLoss(store)]),
      style,
    ),
  ]
}

function forecast({ forecast: { flows, runs } }: DryRunView, style: Style): readonly string[] {
  const none = sign(style, 'none')
  const rows = flows.map(({ flow, rto }): readonly Cell[] => [
    '',
    plain(flow),
    range(rto, style),
    durationOr(rto.target, none),
    rto.probabilityMet === undefined ? none : odds(rto.probabilityMet),
  ])
  const head = ['', 'flow', `RTO p50${sign(style, 'dash')}p95`, 'target', 'odds'].map(
    (text): Cell => ({ text, tone: 'dim' }),
  )
  return [paint(style, 'bold', `Forecast, ${counted(runs, 'simulated run')}`), ...table([head, ...rows], style)]
}
