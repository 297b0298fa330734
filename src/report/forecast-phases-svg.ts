import type { FlowForecast } from '#simulation'
import { formatDuration } from '#units'
import { odds } from './figures.ts'
import { drawn, left, type Picture, units, wide } from './forecast-picture.ts'

type Phase = NonNullable<FlowForecast['phases']>[number]['phase']

const rowHeight = 26
const first = 44
/** Where the bars begin, and how far they may reach. */
const start = 280
const span = wide - left - start

/** The colours are those of the parts of a measured recovery time, into which the phases fall. */
const colours: Readonly<Partial<Record<Phase, string>>> = {
  detect: 'detect',
  decide: 'decide',
  verify: 'verify',
  communicate: 'beside',
}

/** What each phase takes of a flow's recovery time, as an SVG document; empty where the forecast does not say. */
export function phasesSvg(flow: FlowForecast, id = 'muster-phases'): string {
  const picture = phasesPicture(flow)
  return picture === undefined ? '' : `${drawn(picture, id)}\n`
}

/** Bars one after the other as the phases come, so that together they span the recovery time. */
export function phasesPicture({ flow, phases }: FlowForecast): Picture | undefined {
  const shown = (phases ?? []).filter(({ share }) => share > 0)
  if (shown.length === 0) return undefined
  let before = 0
  const rows = shown.map(({ phase, share, p50 }, index) => {
    const [from, to] = [units(start + before * span), units(start + Math.min(1, before + share) * span)]
    before += share
    const y = first + index * rowHeight
    return [
      `<text x="${left}" y="${y + 15}">${phase}</text>`,
      `<text x="170" y="${y + 15}" text-anchor="end">${odds(share)}</text>`,
      `<text class="soft" x="260" y="${y + 15}" text-anchor="end">${formatDuration(p50)}</text>`,
      `<line class="grid" x1="${start}" y1="${y + 22}" x2="${start + span}" y2="${y + 22}" />`,
      `<rect class="${colours[phase] ?? 'execute'}" x="${from}" y="${y + 2}" width="${Math.max(2, units(to - from))}" height="17" />`,
    ].join('')
  })
  const bottom = first + shown.length * rowHeight
  return {
    title: `Where the recovery time of ${flow} goes`,
    description: `${shown.map(({ phase, share, p50 }) => `${phase} ${odds(share)}, ${formatDuration(p50)}`).join('; ')}.`,
    height: bottom + 30,
    body: [
      ...rows,
      `<text class="soft small" x="${left}" y="${bottom + 14}">share of the critical path, and how long in half of the runs</text>`,
    ],
  }
}
