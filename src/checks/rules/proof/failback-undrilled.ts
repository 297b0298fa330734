import type { Drill } from '#plan'
import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'

export const failbackUndrilled: Rule = {
  code: 'failback-undrilled',
  severity: 'warning',
  title: 'The way back is rehearsed less often than the way there',
  why: 'Whoever has only ever gone away finds out in earnest whether there is a way back.',
  fix: 'Let the drill go both ways, or add a drill with direction: failback at the same interval.',
  requirements: [
    'friction.failback',
    'muster.failback.active-active',
    'muster.failback.warm-standby',
    'muster.failback.cold-standby',
    'muster.failback.backup-restore',
  ],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  west-lost: { class: region, loses: [west] }
drills:
  - { scenario: east-lost, every: 90d, direction: failover } # WARNING: The failover of "east-lost" is rehearsed every 90d, and the way back never.
  - { scenario: west-lost, every: 90d, direction: failover } # WARNING: The failover of "west-lost" is rehearsed every 90d, and the way back every 360d.
  - { scenario: west-lost, every: 360d, direction: failback }
`,
  good: `
drills:
  - { scenario: east-lost, every: 90d, direction: failover }
  - { scenario: east-lost, every: 90d, direction: both, target: lab }
`,
  check({ plan, at, unsure }, report, seen) {
    if (unsure('drills')) return
    const back = new Map<string, number>()
    const there = new Map<string, Drill>()
    for (const drill of plan.drills ?? []) {
      const { scenario, direction = 'both', kind } = drill
      // Nothing moves at a table, and a restore has no way back.
      if (kind === 'tabletop' || kind === 'restore') continue
      const every = drill.every ?? Number.POSITIVE_INFINITY
      const known = there.get(scenario)
      if (direction !== 'failback' && every < (known?.every ?? Number.POSITIVE_INFINITY)) there.set(scenario, drill)
      if (direction !== 'failover') back.set(scenario, Math.min(every, back.get(scenario) ?? every))
    }
    for (const [scenario, drill] of there) {
      seen()
      const [every, returns] = [drill.every ?? 0, back.get(scenario)]
      if (returns !== undefined && returns <= every) continue
      const often =
        returns === undefined
          ? 'never'
          : Number.isFinite(returns)
            ? `every ${formatDuration(returns)}`
            : 'at no interval'
      report(
        at(drill),
        `The failover of "${scenario}" is rehearsed every ${formatDuration(every)}, and the way back ${often}.`,
      )
    }
  },
}
