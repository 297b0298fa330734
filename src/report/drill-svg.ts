import type { FlowResult, Phases } from '#evidence'
import { escaped } from '#markup'
import { formatDuration } from '#units'
import {
  type DrillResult,
  forecastOf,
  lossWords,
  notRestored,
  phaseNames,
  subjectWords,
  verdictWords,
} from './drill-result.ts'
import { range } from './figures.ts'
import { wrapped } from './layout.ts'
import { roundStep } from './time-axis.ts'

const width = 960
const left = 32
const span = width - 2 * left
const rowHeight = 124

/** What marks a phase without colour: its own pattern, and its own words below the bar. */
const colours: Readonly<Record<keyof Phases, string>> = {
  detect: '#b45309',
  decide: '#7c3aed',
  execute: '#1d4ed8',
  verify: '#047857',
}

const patterns = [
  '<pattern id="muster-detect" width="6" height="6" patternUnits="userSpaceOnUse"><path class="hatch" d="M0 6L6 0" /></pattern>',
  '<pattern id="muster-decide" width="6" height="6" patternUnits="userSpaceOnUse"><path class="hatch" d="M0 0L6 6M0 6L6 0" /></pattern>',
  '<pattern id="muster-execute" width="6" height="6" patternUnits="userSpaceOnUse"></pattern>',
  '<pattern id="muster-verify" width="6" height="6" patternUnits="userSpaceOnUse"><path class="hatch" d="M3 0V6" /></pattern>',
].join('')

/** Colours without CSS variables, which many viewers of pictures do not know. */
const css = [
  '.muster-drill{font:14px system-ui,sans-serif}.muster-drill text{fill:#111827}.muster-drill .soft{fill:#4b5563}',
  '.muster-drill .ground{fill:#fff}.muster-drill .inside{fill:#fff}',
  '.muster-drill .strong{font-weight:700}.muster-drill .title{font-size:18px;font-weight:700}',
  '.muster-drill .small{font-size:12px}',
  '.muster-drill .axis{stroke:#6b7280;stroke-width:1}',
  '.muster-drill .limit{stroke:#111827;stroke-width:3}',
  '.muster-drill .hatch{stroke:#fff;stroke-width:1.2;stroke-opacity:.8;fill:none}',
  ...phaseNames.map((name) => `.muster-drill .${name}{fill:${colours[name]}}`),
  '@media(prefers-color-scheme:dark){.muster-drill text{fill:#f3f4f6}.muster-drill .soft{fill:#d1d5db}',
  '.muster-drill .ground{fill:#111827}.muster-drill .limit{stroke:#f3f4f6}}',
].join('')

/**
 * One picture of a drill: per flow a bar from the fault on, split by what the time waited for, with the target where it
 * fits, the forecast, and the writes that were lost.
 * @returns a whole SVG document without a declaration, so that a page can hold it; it loads nothing, runs nothing, and
 *   says the same without colour
 */
export function drillSvg(result: DrillResult): string {
  const { evidence, failback, run } = result
  const verdict = [verdictWords(evidence), subjectWords(evidence)].flatMap((words) => wrapped(words, 118))
  const back = (failback?.flows ?? []).map(pause)
  const title = `${evidence.plan.name}: ${evidence.scenario}, ${evidence.direction} on ${evidence.target}`
  const top = 76 + verdict.length * 20
  const bottom = top + evidence.flows.length * rowHeight
  const height = bottom + 44 + (back.length > 0 ? 14 : 0) + back.length * 20
  const scale = scaleOf(evidence.flows)
  const rows = evidence.flows.map((flow, index) => row(flow, top + index * rowHeight, scale, result))
  return [
    `<svg class="muster-drill" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="100%" role="img" aria-labelledby="muster-title muster-desc">`,
    `<title id="muster-title">${escaped(title)}</title>`,
    `<desc id="muster-desc">${escaped(evidence.flows.map((flow) => described(flow, result)).join(' '))}</desc>`,
    `<style>${css}</style><defs>${patterns}</defs>`,
    `<rect class="ground" width="${width}" height="${height}" />`,
    `<text class="title" x="${left}" y="34">${escaped(title)}</text>`,
    `<text class="soft" x="${left}" y="56">${escaped(`${evidence.kind === 'drill' ? 'Rehearsal' : 'Real event'}, run ${run}`)}</text>`,
    ...verdict.map((line, index) => `<text x="${left}" y="${80 + index * 20}">${escaped(line)}</text>`),
    ...rows,
    axis(bottom, scale),
    ...back.map((line, index) => `<text x="${left}" y="${bottom + 58 + index * 20}">${escaped(line)}</text>`),
    '</svg>\n',
  ].join('\n')
}

/** Seconds that the whole width stands for: the longest recovery, or a target that is at most half as long again. */
function scaleOf(flows: readonly FlowResult[]): number {
  const longest = Math.max(
    0,
    ...flows.map(({ rto }) => Math.max(rto.measured ?? 0, rto.validated ?? 0, total(rto.phases))),
  )
  const fitting = flows.map(({ rto }) => rto.target ?? 0).filter((target) => target <= longest * 1.5)
  return Math.max(longest, ...fitting) || 1
}

function total(phases: Partial<Phases> | undefined): number {
  return phaseNames.reduce((sum, name) => sum + (phases?.[name] ?? 0), 0)
}

function x(seconds: number, scale: number): number {
  return Number((left + (seconds / scale) * span).toFixed(1))
}

function row(flow: FlowResult, y: number, scale: number, result: DrillResult): string {
  const { rto } = flow
  const forecast = forecastOf(result, flow.flow)
  const expected = forecast === undefined ? '' : `, forecast ${range(forecast.rto, { unicode: true })}`
  const parts = phaseNames.flatMap((name) =>
    rto.phases?.[name] === undefined ? [] : [`${name} ${formatDuration(rto.phases[name])}`],
  )
  return [
    `<g><text x="${left}" y="${y + 16}"><tspan class="strong">${escaped(flow.flow)}</tspan> ${escaped(`${recovery(flow, result)}${expected}`)}</text>`,
    ...bar(rto.phases, y + 40, scale),
    ...limit(rto.target, y + 36, scale),
    `<text class="soft" x="${left}" y="${y + 82}">${escaped(rto.phases === undefined ? 'no times were measured' : parts.join(' \u00b7 '))}</text>`,
    `<text class="soft" x="${left}" y="${y + 102}">${escaped(loss(flow))}</text></g>`,
  ].join('\n')
}

function bar(phases: Partial<Phases> | undefined, y: number, scale: number): readonly string[] {
  let from = 0
  return phaseNames.flatMap((name) => {
    const seconds = phases?.[name] ?? 0
    const [start, end] = [x(from, scale), x(from + seconds, scale)]
    from += seconds
    if (seconds === 0) return []
    const box = `x="${start}" y="${y}" width="${Number((end - start).toFixed(1))}" height="24"`
    const label = end - start < 70 ? '' : `<text x="${start + 6}" y="${y + 17}" class="inside">${name}</text>`
    const backed =
      label && name !== 'execute' ? `<rect class="${name}" x="${start + 2}" y="${y + 3}" width="58" height="18" />` : ''
    return [`<rect class="${name}" ${box} /><rect fill="url(#muster-${name})" ${box} />${backed}${label}`]
  })
}

function limit(target: number | undefined, y: number, scale: number): readonly string[] {
  if (target === undefined || target > scale) return []
  const at = x(target, scale)
  const anchor = at > width / 2 ? 'end' : 'start'
  return [
    `<line class="limit" x1="${at}" y1="${y}" x2="${at}" y2="${y + 32}" />`,
    `<text class="soft small" x="${at}" y="${y - 3}" text-anchor="${anchor}">target ${formatDuration(target)}</text>`,
  ]
}

function recovery({ rto }: FlowResult, result: DrillResult): string {
  const found =
    rto.measured === undefined
      ? `was ${notRestored(result, rto)}`
      : `was restored ${formatDuration(rto.measured)} after the fault`
  if (rto.target === undefined) return `${found}, no RTO is set`
  const judged = rto.met === undefined ? 'not judged' : rto.met ? '\u2713 met' : '\u2717 missed'
  return `${found}, RTO ${formatDuration(rto.target)} ${judged}`
}

function loss(flow: FlowResult): string {
  const { measured, target, met } = flow.rpo
  const found = measured === undefined ? 'loss not measured' : `loss reaches back ${formatDuration(measured)}`
  const judged = met === undefined ? '' : met ? ' \u2713 met' : ' \u2717 missed'
  const against = target === undefined ? '' : `, RPO ${formatDuration(target)}${judged}`
  return `${found}${against}: ${lossWords(flow)}`
}

function pause(flow: FlowResult): string {
  const paused = flow.rto.measured === undefined ? 'pause not measured' : `${formatDuration(flow.rto.measured)} pause`
  return `Failback of ${flow.flow}: ${paused}, ${lossWords(flow)}`
}

function described(flow: FlowResult, result: DrillResult): string {
  return `${flow.flow} ${recovery(flow, result)}; ${loss(flow)}.`
}

/** A line with three to six ticks at round times, 0 being the fault. */
function axis(y: number, scale: number): string {
  const step = roundStep(scale / 5)
  const ticks = Array.from({ length: Math.floor(scale / step) + 1 }, (_, index) => index * step)
  return [
    `<line class="axis" x1="${left}" y1="${y}" x2="${width - left}" y2="${y}" />`,
    ...ticks.map((seconds) => {
      const at = x(seconds, scale)
      const anchor = seconds === 0 ? 'start' : at > width - left - 40 ? 'end' : 'middle'
      const label = seconds === 0 ? 'fault' : `+${formatDuration(seconds)}`
      return `<line class="axis" x1="${at}" y1="${y}" x2="${at}" y2="${y + 6}" /><text class="soft" x="${at}" y="${y + 24}" text-anchor="${anchor}">${label}</text>`
    }),
  ].join('\n')
}
