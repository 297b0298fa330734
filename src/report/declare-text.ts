import { plain } from '#markup'
import type { FlowGoing } from '#simulation'
import { formatDuration } from '#units'
import type { CriterionView, DeciderView, DeclareView, SituationView } from './declare.ts'
import { odds as oddsWord } from './figures.ts'
import { type Cell, listed, table, wrapped } from './layout.ts'
import { storeLoss } from './loss-words.ts'
import { word } from './next-words.ts'
import { paint, type Style, sign, type Tone } from './style.ts'

/**
 * The decision at three in the morning: what holds, what would be lost, what waiting costs, what is blocked, who may
 * decide with their numbers, and what to type.
 * @returns text that ends with a line feed
 */
export function declareText(view: DeclareView, style: Style): string {
  const { plan, target, subject, unasked, scenarios, skipped } = view
  const title = `${plain(plan)} on ${plain(target)} (${plain(subject)})`
  const blocks = [
    [
      paint(style, 'bold', `Is it a disaster?  ${title}`),
      ...(unasked === undefined
        ? []
        : wrapped(`${plain(unasked)}\nWhat it would tell is unknown, and holds nothing up.`, style.width)),
    ],
    ...scenarios.flatMap((scenario) => blocksOf(scenario, view, style)),
    ...(skipped.length === 0 ? [] : [[paint(style, 'bold', 'Without a runbook'), ...listed(skipped, style)]]),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function blocksOf(scenario: SituationView, view: DeclareView, style: Style): ReadonlyArray<readonly string[]> {
  const { run } = scenario
  return [
    [
      `${paint(style, 'bold', plain(scenario.scenario))}  ${state(scenario, style)}${timing(scenario)}`,
      ...criteria(scenario.criteria, style),
      ...(run === undefined ? [] : [`  declared or put off before: muster run show ${word(run)}`]),
    ],
    loss(scenario, style),
    going(scenario.odds, style),
    blocked(scenario, style),
    deciders(scenario, style),
    whatToType(scenario, view),
  ]
}

const states: Readonly<Record<SituationView['state'], readonly [Tone, string]>> = {
  holds: ['red', 'the criteria hold'],
  fails: ['green', 'the criteria do not hold'],
  unknown: ['yellow', 'nobody can tell whether the criteria hold; it may be declared all the same'],
}

function state({ state: found, criteria: all }: SituationView, style: Style): string {
  const [tone, text] = states[found]
  return all.length === 0
    ? paint(style, 'yellow', 'the plan has no criteria, so that only people can tell')
    : paint(style, tone, text)
}

function timing({ elapsed, decideWithin, timeLeft }: SituationView): string {
  const since = elapsed === undefined ? '' : `, failing for ${formatDuration(elapsed)}`
  if (decideWithin === undefined) return since
  if (timeLeft === undefined) return `${since}; ${formatDuration(decideWithin)} to decide`
  return timeLeft > 0
    ? `${since}; ${formatDuration(timeLeft)} of ${formatDuration(decideWithin)} left to decide`
    : `${since}; the ${formatDuration(decideWithin)} to decide are over`
}

function criteria(all: readonly CriterionView[], style: Style): readonly string[] {
  const shown: Readonly<Record<CriterionView['state'], Cell>> = {
    holds: { text: `${sign(style, 'ok')} holds`, tone: 'bold' },
    fails: { text: `${sign(style, 'bad')} fails`, tone: 'dim' },
    unknown: { text: `${sign(style, 'unknown')} unknown`, tone: 'yellow' },
  }
  return table(
    all.map(({ text, against, state: found, since }) => [
      '',
      shown[found],
      against ? `unless ${plain(text)}` : plain(text),
      since === undefined ? '' : `since ${plain(since)}`,
    ]),
    style,
  )
}

function loss({ lossIfForced }: SituationView, style: Style): readonly string[] {
  if (lossIfForced.length === 0) return []
  const rows = lossIfForced.map((store): readonly Cell[] => ['', plain(store.component), storeLoss(store)])
  return [paint(style, 'bold', 'Would be lost, were it forced now'), ...table(rows, style)]
}

/** A row a flow, a column for each way of waiting, so that what a wait costs is read along the line. */
function going(flows: readonly FlowGoing[], style: Style): readonly string[] {
  const touched = flows.filter((flow) => flow.going.length > 0)
  const waits = touched[0]?.going ?? []
  if (waits.length === 0) return []
  const head = [
    '',
    'flow',
    'RTO',
    ...waits.map(({ wait }) => (wait === 0 ? 'go now' : `in ${formatDuration(wait)}`)),
  ].map((text): Cell => ({ text, tone: 'dim' }))
  const rows = touched.map(({ flow, going: all }): readonly Cell[] => {
    const target = all[0]?.target
    return [
      '',
      plain(flow),
      target === undefined ? sign(style, 'none') : formatDuration(target),
      ...all.map(
        ({ probabilityMet }): Cell =>
          probabilityMet === undefined
            ? sign(style, 'none')
            : { text: oddsWord(probabilityMet), tone: toneOf(probabilityMet) },
      ),
    ]
  })
  return [paint(style, 'bold', 'Odds of meeting the RTO, going now against waiting'), ...table([head, ...rows], style)]
}

function toneOf(probability: number): Tone {
  return probability >= 0.95 ? 'green' : probability >= 0.5 ? 'yellow' : 'red'
}

function blocked({ blockedSteps }: SituationView, style: Style): readonly string[] {
  if (blockedSteps.length === 0) return []
  return [
    paint(style, 'bold', 'Blocked by what is down now'),
    ...table(
      blockedSteps.map(({ step, capability, detail = '' }) => [
        '',
        plain(step),
        `needs ${plain(capability)}`,
        plain(detail),
      ]),
      style,
    ),
  ]
}

function deciders({ deciders: all }: SituationView, style: Style): readonly string[] {
  if (all.length === 0) return [paint(style, 'yellow', 'The plan names nobody who may decide.')]
  const rows = all.flatMap(({ deputy, ...decider }) => [
    row(decider, ''),
    ...(deputy === undefined ? [] : [row(deputy, `deputy of ${plain(decider.role)}`)]),
  ])
  return [paint(style, 'bold', 'Who decides'), ...table(rows, style)]
}

function row({ role, name, phone }: DeciderView, more: string): readonly Cell[] {
  return ['', plain(role), plain(name), phone === undefined ? 'no number in the plan' : plain(phone), more]
}

function whatToType({ scenario, deciders: all }: SituationView, { target }: DeclareView): readonly string[] {
  const role = all[0] === undefined ? 'ROLE' : word(all[0].role)
  const command = `    muster declare --scenario ${word(scenario)} --target ${word(target)}`
  return [
    `${command} --decide go --as ${role}`,
    `${command} --decide wait --until 15m --as ${role}`,
    `${command} --decide stand-down --as ${role}`,
  ]
}
