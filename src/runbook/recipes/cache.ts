import { contribution, type Recipe } from '../draft.ts'
import { byHand, inTurn, readiness } from './by-hand.ts'

/** A cache: what it held is gone or old; it fills again from the source of truth, which bears the load meanwhile. */
export const cache: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { from, to, direction } = course
  const kind = readiness(component)
  const runs = kind === 'active-active' || kind === 'hot-standby' || kind === 'warm-standby'
  const slow = component.capacity?.degrades
  const back = direction === 'failback'
  // On the way back the cache fills before customers are held up.
  const phase = back ? 'detect' : 'recover'
  const made = hand('provision', to, {
    title: `Make ${id} in ${to}`,
    objective: 'There is a cache on this side',
    phase,
    requires: ['create-or-scale-compute', 'arm-control-plane', 'private-network'],
    instruction: `Make ${id} in ${to} from its code, with the size and the eviction rule of the one that served, and see it answer PING.`,
  })
  const scale = hand('scale', to, {
    title: `Grow ${id} in ${to} to the full load`,
    objective: 'What is asked for often fits into it',
    phase,
    requires: ['create-or-scale-compute', 'arm-control-plane'],
    instruction: `Set ${id} in ${to} to the size of the one that served. A change of size may empty it, so do it before customers come.`,
  })
  const repoint = hand('repoint', to, {
    title: `Point applications in ${to} to ${id} there`,
    objective: 'No application waits for a cache that is gone',
    phase,
    requires: ['region-data-plane', 'secrets'],
    instruction: `Give the applications in ${to} the address and key of ${id} there. Empty it first, unless it was kept in step: an old entry is worse than none.`,
  })
  const warm = hand('warm-up', to, {
    title: `Let ${id} in ${to} fill`,
    objective: 'The source of truth is not run over by everybody at once',
    phase,
    requires: ['region-data-plane', 'database'],
    instruction: `Ask for what is asked for most, a part at a time, and watch the load of the source of truth; let in fewer at once if it nears its limit. Go on when the share of hits is near its usual value.${slow === undefined ? '' : ` Until then: ${slow}.`}`,
  })
  const filled = inTurn([...(runs ? [] : [made]), ...(kind === 'warm-standby' && !back ? [scale] : []), repoint, warm])
  return contribution({
    ready: back ? filled : [],
    recover: back ? [] : filled,
    verify: [
      hand('verify', to, {
        title: `Try ${id} in ${to}`,
        objective: 'It helps, and it does not tell of the past',
        phase: 'verify',
        requires: ['region-data-plane'],
        instruction: `Set a key in ${id} in ${to}, read it back and delete it. Change one thing in the source of truth, and see the new value through the application.`,
      }),
    ],
    reProtect: back
      ? [
          hand('stand-by', from, {
            title: `Empty ${id} in ${from}, and bring it to its ordinary size`,
            objective: 'No old entry is served on the day of the next switch',
            phase: 're-protect',
            requires: ['region-data-plane', 'arm-control-plane'],
            instruction: `Empty ${id} in ${from}, and set it to the size that the plan gives the standby, or take it down where it has none.`,
          }),
        ]
      : [
          hand('re-protect', from, {
            title: `Empty ${id} in ${from} before anything uses it`,
            objective: 'What it held is from before the trouble',
            phase: 're-protect',
            requires: ['region-data-plane'],
            instruction: `Empty ${id} in ${from}. If it was linked to the other side, link it again with the side that serves as the first.`,
          }),
        ],
  })
}
