import { announcements } from '../announce.ts'
import { verifications } from '../contribution.ts'
import { lateAcceptance } from '../decisions.ts'
import type { Course } from '../draft.ts'
import type { Step } from '../model.ts'
import { among, inEarnest } from '../modes.ts'
import { opening } from '../opening.ts'
import { inTurn } from '../recipes/by-hand.ts'
import { ids, needing, recovering } from '../recovering.ts'
import type { Words } from '../words.ts'
import { type Class, type Given, hitBy, homeOf, refused } from './class.ts'
import { reviewStep } from './closing.ts'
import { lostSince, stopped } from './corrupted.ts'
import { type InPlace, inPlace, released } from './in-place.ts'
import { peoplesAlone, restoring, withoutPeople } from './unmanned.ts'

/**
 * Data or programs are wrong, and their copies with them: nothing is promoted. Replication, writers and the expiry of
 * backups stop, a clean point is chosen, and what is restored apart takes over once it was tried and nobody can get in
 * with what was stolen.
 */
export const corruption: Class = (given) => {
  const { plan, id, scenario, direction, decision, mode, lead } = given
  const people = decision === 'people'
  if (direction === 'failback')
    return {
      reason: `What "${id}" restores stays where it is, so there is no way back: the runbook ends where it began.`,
      fix: 'Use its failover alone.',
    }
  const no = refused(given)
  if (no) return no
  if ((scenario.loses ?? []).length > 0)
    return {
      reason: `The scenario "${id}" is a corruption and loses a region as well, and one runbook does not do both: what is restored in place cannot be moved at once.`,
      fix: 'Write two scenarios, one of class region and one of class corruption.',
    }
  const hit = hitBy(given)
  if (hit.length === 0)
    return {
      reason: `The scenario "${id}" names no component of the plan that is corrupted.`,
      fix: 'Name the components under `of`.',
    }
  const home = homeOf(plan, hit[0])
  const course: Course = { plan, direction, from: home, to: home, lead, words: wordsOf(given, hit) }
  const begun = opening({ plan, scenario: id, course, decision, ready: [], losing: false })
  const restored = hit.map((one) => inPlace(plan, one, { plan, direction, lead }))
  const earnest = (step: Step): Step => among(step, inEarnest)
  const contain = restored.flatMap((one) =>
    stopped(plan, one).map((step) => ({ ...needing(step, begun.declared), modes: ['forced'] as const })),
  )
  const parts = new Map(restored.map((one) => [one.id, { ...one.part, recover: recoverOf(one), reProtect: [] }]))
  const { recover, verify: tried } = recovering(plan, parts, [...begun.declared, ...ids(contain)], earnest)
  const points = recover.filter((step) => step.id.startsWith('choose-point.'))
  const accept =
    points.length === 0 || !people
      ? []
      : [needing(lateAcceptance(plan, id, course, ownerOf(given, restored)), ids(points))]
  const accepted = recover.map((step) => (step.id.startsWith('restore.') ? needing(step, ids(accept)) : step))
  const checks = people ? verifications(plan, course, hit) : []
  const verify = [...tried, ...checks.map((step) => needing(step, ids(recover)))]
  const release = restored.map((one) => earnest(needing(released(one), ids([...recover, ...verify]))))
  const told = announcements(plan, id, 'restored', course).map((step) => earnest(needing(step, ids(release))))
  const after = restored.map((one) => {
    const settle = one.keeps ? lostSince(plan, one).map((step) => needing(step, ids(release))) : []
    const again = one.part.reProtect.map((step) => needing(earnest(step), [...ids(release), ...ids(settle)]))
    return [...settle, ...again]
  })
  const looked = 'Hand what was kept of the old data to those who look into the cause. Then let backups expire again.'
  const alone = people ? undefined : peoplesAlone(given, [...restoring(recover), ...release])
  if (alone) return alone
  const review = needing(earnest(reviewStep(given, looked)), ids([...release, ...after.flat()]))
  const steps = [
    ...begun.steps,
    ...contain,
    ...accepted.filter((step) => step.id.startsWith('choose-point.')),
    ...accept,
    ...accepted.filter((step) => !step.id.startsWith('choose-point.')),
    ...verify,
    ...release,
    ...told,
    ...after.flat(),
    review,
  ]
  return {
    course,
    parts,
    moved: [],
    restored: hit,
    touched: hit,
    ...(people ? { steps, leftOut: [] } : withoutPeople(steps, mode)),
    gaps: gapsOf(restored),
    embeds: false,
    concerned: hit,
  }
}

/** Whoever the plan names for it, or who recovers the first of the stores. */
function ownerOf({ plan, id, lead }: Given, restored: readonly InPlace[]): string {
  const first = restored.find(({ keeps }) => keeps)?.id
  const named = plan.activation?.[id]?.lossAcceptedBy
  return named ?? (first === undefined ? undefined : plan.components[first]?.owner) ?? lead
}

/** What a rehearsal may do as well: look for the point, restore apart, and prove it. */
const rehearsed = ['choose-point.', 'restore.', 'prove.']

function recoverOf({ id, hand, home, part }: InPlace): readonly Step[] {
  const rotate = hand('rotate', home, {
    title: `Change every credential that could reach ${id}`,
    objective: 'Whoever got in does not get in again',
    phase: 'recover',
    requires: ['identity', 'secrets'],
    irreversible: true,
    modes: ['forced'],
    instruction: `Change the passwords, keys, tokens and certificates of everything and everybody that could write to ${id}, and of those who can read its backups. Take the old ones out of use, end open sessions, and look through the list of accounts for one that nobody knows. Give the new ones to what was restored alone.`,
  })
  // What is stolen opens nothing from the moment on when anybody uses what was restored.
  const switched = part.recover.findIndex((step) => step.id.startsWith('switch.'))
  const at = switched < 0 ? part.recover.length : switched
  return inTurn([...part.recover.slice(0, at), rotate, ...part.recover.slice(at)]).map((step) =>
    rehearsed.some((start) => step.id.startsWith(start)) ? { ...step, modes: ['test', 'forced'] as const } : step,
  )
}

function gapsOf(restored: readonly InPlace[]): readonly string[] {
  return restored
    .filter(({ keeps, fromBackup }) => keeps && !fromBackup)
    .map(
      ({ id }) =>
        `${id} has no backup that could be restored: it is recovered by hand, and all that it held may be lost.`,
    )
}

function wordsOf({ id }: Given, hit: readonly string[]): Words {
  const what = hit.join(', ')
  return {
    noticed: {
      title: `Notice that ${what} cannot be trusted`,
      objective: 'It is known what is wrong, since when, and what has taken it over',
      instruction: `The plan has no activation criteria. Say what you have seen that is wrong in ${what}, which entry is the oldest that is wrong, and who could have written it.`,
    },
    declared: {
      title: `Declare ${id} and restore ${what}`,
      question: `Stop ${what} and restore from a point before the trouble? What was written after that point is lost, and the flows that need it stand still until it is restored.`,
    },
    approved: `Do you approve that ${what} is stopped and restored from an earlier point?`,
    accepted: {
      title: `Accept the point to which ${what} goes back`,
      question: `Is the chosen point the right one, and do you accept that what was written to ${what} after it is lost?`,
    },
  }
}
