import type { CacheWindow, Evidence } from '#evidence'
import { plain } from '#markup'
import { formatDuration, seconds } from '#units'
import { labelled } from './layout.ts'
import type { Style } from './style.ts'

/** What a store says of its copy, and what readers had of a cache; nothing of a drill that has neither. */
export function besideText({ synced = [], cache }: Evidence, labelWidth: number, style: Style): readonly string[] {
  const copies = synced.flatMap(({ component, behind, oldestLost, agrees }) =>
    labelled(
      'Copy',
      `${plain(component)} says it had followed until ${formatDuration(seconds(Math.max(0, behind)))} before the fault; ` +
        (oldestLost === undefined
          ? 'nothing is lost.'
          : `the oldest lost write is of ${formatDuration(seconds(Math.max(0, oldestLost)))} before it, which ` +
            (agrees ? 'agrees.' : 'CONTRADICTS it.')),
      labelWidth,
      style,
      agrees ? undefined : 'red',
    ),
  )
  if (!cache) return copies
  const { component, before, moved, after } = cache
  const windows = [
    `${figures(before)} before the fault`,
    ...(moved ? [`${figures(moved)} just after the move`] : []),
    `${figures(after)} at the end`,
  ]
  return [...copies, ...labelled('Cache', `${plain(component)}: ${windows.join('; ')}.`, labelWidth, style)]
}

function figures({ hitRatio, latency }: CacheWindow): string {
  return `${Math.round(hitRatio * 100)}% hits, ${formatDuration(seconds(latency.p50))}`
}
