import { type Capability, storageTiers } from '#catalog'
import type { Component } from '#plan'
import { type Duration, formatDuration, seconds } from '#units'
import { contribution, type Contribution, type Course } from '../draft.ts'
import type { Step } from '../model.ts'
import { begun, byHand, type Hand, inTurn, readiness } from './by-hand.ts'

/** What is particular to one type of store; every text is an instruction or a clause about the region `there`. */
export interface Store {
  readonly requires: readonly Capability[]
  /** How it is read what the copy holds. */
  position(there: string): string
  /** How the copy is made the one that takes writes, as an imperative with a small letter, and what shows it. */
  takeOver(there: string, planned: boolean): { readonly how: string; readonly seen: string }
  /** How a store that takes writes everywhere is told to do without the other side. */
  alone(there: string): string
  /** How it grows to the full load; left out where it has no size. */
  grow?(there: string): string
  /** How a backup is brought back beside what is there. */
  restore(there: string): string
  /** How it is tried. */
  check(there: string): string
  /** How the former side is looked through for what never reached the copy, before it is overwritten. */
  settle(there: string): string
  /** How the copy in that region is made again. */
  again(there: string): string
  /** How it is seen that the copy in that region has everything. */
  level(there: string): string
  /** How writes are stopped in that region so that nothing is under way. */
  quiet(there: string): string
  /** More steps of the type, after it takes writes and before it is verified. */
  more?(hand: Hand, there: string): readonly Step[]
}

/** The steps of a store, in both directions and for every strategy. */
export function storeSteps(id: string, component: Component, course: Course, store: Store): Contribution {
  const hand = byHand(id, component, course)
  const kind = readiness(component)
  const { from, to } = course
  const planned = course.direction === 'failback'
  const more = store.more?.(hand, to) ?? []
  const verify = [verified(hand, id, to, store)]
  if (kind === 'backup-restore')
    return contribution({
      ready: planned
        ? [
            ready(
              hand,
              id,
              to,
              `See that an empty ${id} can be made in ${to}: quota, network and access are there. Say which of them you tried.`,
            ),
          ]
        : [],
      contain: planned
        ? [quiet(hand, id, from, store, `Then take a last backup and write down its name and time.`)]
        : [],
      recover: inTurn([...restored(hand, id, component, course, store), ...more]),
      verify,
      reProtect: [
        hand('back-up', to, {
          title: `Back ${id} up from ${to}`,
          objective: 'What is written from now on can be restored',
          phase: 're-protect',
          requires: [...store.requires, 'backup-vault'],
          instruction: `Switch the backups of ${id} in ${to} on, with the interval and the time to keep that the plan gives, and into a place that does not share the fate of ${to}. Wait for the first one, and write down its name and time.`,
        }),
      ],
    })
  const everywhere = kind === 'active-active' && component.data?.writes !== 'one-region'
  if (everywhere) {
    const takes = hand('take-writes', to, {
      title: planned ? `Let ${id} in ${to} take writes again` : `Let ${id} in ${to} carry all writes`,
      objective: planned ? 'Both sides take writes, and neither is behind' : 'No write waits for a side that is gone',
      phase: planned ? 'detect' : 'recover',
      requires: store.requires,
      instruction: planned ? store.again(to) : store.alone(to),
    })
    return contribution({
      ready: planned ? inTurn([takes, ready(hand, id, to, store.level(to))]) : [],
      recover: planned ? [] : inTurn([takes, ...(store.grow ? [grown(hand, id, to, store.grow(to))] : []), ...more]),
      verify,
      reProtect: planned ? [] : inTurn([reconciled(hand, id, from, store, component), again(hand, id, from, store)]),
    })
  }
  const small = kind === 'warm-standby' || kind === 'cold-standby'
  return contribution({
    ready: planned ? [ready(hand, id, to, store.level(to))] : [],
    contain: planned ? [quiet(hand, id, from, store, store.level(to))] : [],
    recover: inTurn([
      ...(planned || component.data?.replication?.mode === 'sync' ? [] : [counted(hand, id, to, store)]),
      ...fallenOver(hand, id, component, course, store),
      ...(store.grow && small && !planned ? [grown(hand, id, to, store.grow(to))] : []),
      ...more,
    ]),
    verify,
    reProtect: inTurn([
      ...(planned ? [] : [reconciled(hand, id, from, store, component)]),
      again(hand, id, from, store),
    ]),
  })
}

/** Choose the point, restore apart, prove it, and only then switch. */
export function restored(
  hand: Hand,
  id: string,
  component: Component,
  { to, direction }: Course,
  store: Pick<Store, 'requires' | 'restore'>,
): readonly Step[] {
  const { restoreTo, restoreTakes } = component.data?.backup ?? {}
  const { fetched, expected } = restoring(component)
  const takes = restoreTakes === undefined ? '' : ` The plan says that it takes ${formatDuration(restoreTakes)}.`
  const requires: readonly Capability[] = [...store.requires, 'backup-vault']
  return [
    hand('choose-point', to, {
      title: `Choose the point to which ${id} is restored`,
      objective: 'The newest backup that is whole, with its age known before anything is restored',
      phase: 'recover',
      requires: ['backup-vault'],
      instruction:
        direction === 'failback'
          ? `Take the last backup, made after writes were stopped. See that it is complete and can be reached from ${to}.`
          : `List the backups of ${id} that can be reached from ${to}. Take the newest that is complete and from before the trouble. Write down its time: what was written after it is lost, and is to be named to whoever accepts the loss.`,
    }),
    hand('restore', to, {
      title: `Restore ${id} in ${to}, apart from everything`,
      objective: 'The data is back under a name of its own, and nothing that exists was overwritten',
      phase: 'recover',
      requires: [...requires, 'create-or-scale-compute'],
      ...(expected === undefined ? {} : { expected }),
      instruction: `${fetched}${store.restore(to)}${restoreTo === undefined ? '' : ` Target: ${restoreTo}.`}${takes} No application may reach it yet.`,
    }),
    hand('prove', to, {
      title: `Prove that the restored ${id} is whole`,
      objective: 'A restore that ran through is not yet data that is right',
      phase: 'verify',
      requires: store.requires,
      instruction: `Compare the restored ${id} with what is known of it: counts, totals, and the time of its newest entry against the time of the backup. Write down the figures on both sides. If they differ, go back to an older point.`,
    }),
    hand('switch', to, {
      title: `Point everything to the restored ${id}`,
      objective: 'Applications use the restored data and nothing else',
      phase: 'recover',
      requires: ['region-data-plane', 'secrets'],
      irreversible: true,
      instruction: `Give the applications in ${to} the address and the credentials of the restored ${id}, restart what keeps old connections, and see in its own list of connections that they have come.`,
    }),
  ]
}

/**
 * How long a restore takes, with the time until what lies in an archive can be read: the provider says no more of that
 * than how long it takes at most, so the whole of it is counted.
 */
function restoring({ data, stepTakes }: Component): {
  readonly fetched: string
  readonly expected: Duration | undefined
} {
  const { restoreTakes, tier } = data?.backup ?? {}
  const { readableAfter = 0, title } = tier === undefined ? {} : storageTiers[tier]
  if (readableAfter === 0) return { fetched: '', expected: restoreTakes }
  const own = restoreTakes ?? stepTakes
  return {
    fetched: `The backup lies in the ${title} tier: have it brought back to a tier that can be read, which takes up to ${formatDuration(seconds(readableAfter))}, and wait for it. `,
    expected: own === undefined ? undefined : seconds(own + readableAfter),
  }
}

const ready = (hand: Hand, id: string, there: string, instruction: string): Step =>
  hand('ready', there, {
    title: `${id} in ${there} is ready to take over`,
    objective: 'A planned switch starts only when nothing would be lost by it',
    phase: 'detect',
    requires: ['region-data-plane'],
    instruction,
  })

const quiet = (hand: Hand, id: string, there: string, store: Store, then: string): Step =>
  hand('drain', there, {
    title: `Stop writes to ${id} in ${there}`,
    objective: 'The other side gets every acknowledged write before it takes over',
    phase: 'contain',
    requires: store.requires,
    instruction: `${store.quiet(there)} ${then}`,
  })

const counted = (hand: Hand, id: string, there: string, store: Store): Step =>
  hand('count-loss', there, {
    title: `Find out how much ${id} in ${there} lacks`,
    objective: 'Whoever accepts the loss knows how large it is before it becomes final',
    phase: 'recover',
    requires: store.requires,
    // It only reads, and a planned switch loses nothing.
    modes: ['test', 'forced'],
    instruction: `${store.position(there)} Write down that time and how long it was before the trouble began. If it is more than the RPO, tell whoever accepts the loss before you go on.`,
  })

/** Where a planned switch is begun otherwise than a forced one, both are there, and the mode of the run chooses. */
const fallenOver = (
  hand: Hand,
  id: string,
  component: Component,
  { to, direction }: Course,
  store: Store,
): readonly Step[] => {
  const [planned, forced] = [store.takeOver(to, true), store.takeOver(to, false)]
  const step = (verb: string, instruction: string, modes: Step['modes']): Step =>
    hand(verb, to, {
      title: `Make ${id} in ${to} the one that takes writes`,
      objective: 'There is one copy that takes writes, and it is the one that customers will reach',
      phase: 'recover',
      requires: store.requires,
      irreversible: true,
      instruction,
      ...(modes === undefined ? {} : { modes }),
    })
  const gently = `${planned.how.charAt(0).toUpperCase()}${planned.how.slice(1)}, and wait until ${planned.seen}.`
  if (direction === 'failback') return [step('fail-over', gently, undefined)]
  const away = begun(component, forced.how, forced.seen)
  if (planned.how === forced.how) return [step('fail-over', away, undefined)]
  return [step('fail-over', away, ['forced']), step('switch-over', gently, ['planned'])]
}

const grown = (hand: Hand, id: string, there: string, instruction: string): Step =>
  hand('scale', there, {
    title: `Grow ${id} in ${there} to the full load`,
    objective: 'It carries everybody before everybody comes',
    phase: 'recover',
    requires: ['create-or-scale-compute', 'arm-control-plane'],
    instruction,
  })

const verified = (hand: Hand, id: string, there: string, store: Store): Step =>
  hand('verify', there, {
    title: `Try ${id} in ${there}`,
    objective: 'It is known to work before customers come',
    phase: 'verify',
    requires: store.requires,
    instruction: store.check(there),
  })

const reconciled = (hand: Hand, id: string, there: string, store: Store, { data }: Component): Step =>
  hand('reconcile', there, {
    title: `List what ${id} in ${there} still has and the other side lacks`,
    objective: 'Nothing is overwritten that is nowhere else, and everything lost has a name',
    phase: 'reconcile',
    requires: store.requires,
    instruction: `${store.settle(there)}${data?.conflicts === undefined ? '' : ` Two writes to the same thing are settled so: ${data.conflicts}.`} Hand the list to the owner of the data, and go on only once it is kept somewhere else.`,
  })

const again = (hand: Hand, id: string, there: string, store: Store): Step =>
  hand('re-protect', there, {
    title: `Make ${id} in ${there} the copy again`,
    objective: 'The next loss finds a second copy',
    phase: 're-protect',
    requires: [...store.requires, 'inter-region-network'],
    instruction: store.again(there),
  })
