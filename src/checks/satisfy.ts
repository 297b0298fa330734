import { type Condition, evaluate, type Facts, factsOf } from '#conditions'

/** More tries than this, and nothing is said of a condition; texts are short, so few come near it. */
const most = 4_000

/** A step beyond an instant, so that what compares with `>` holds there. Seconds; durations have at most six digits. */
const justAfter = 1e-6

/**
 * Whether there are facts under which a condition holds and the other does not.
 * @param before only lengths of time below this count, in seconds
 * @returns undefined where that would take too many tries
 * @remarks Never throws. No is certain: of each length of time every value that a comparison could tell apart is tried,
 *   and facts are taken as independent of one another, so that no possible case is left out.
 */
export function canHold(when: Condition, unless?: Condition, before = Number.POSITIVE_INFINITY): boolean | undefined {
  const names = [...new Set([...factsOf(when), ...(unless ? factsOf(unless) : [])])]
  const bounds = [...new Set([0, before, ...constantsOf(when), ...(unless ? constantsOf(unless) : [])])]
  const lengths = lengthsBetween(
    bounds.filter(Number.isFinite).sort((a, b) => a - b),
    names.filter(isLength).length,
  ).filter((length) => length < before)
  const facts: Record<string, boolean | number | undefined> = {}
  let tries = 0
  const search = (depth: number): boolean => {
    if (++tries > most) return false
    const answer = evaluate(when, facts as Facts)
    // What is true or false of a few facts stays so whatever the others are.
    if (answer === 'false' || (unless && evaluate(unless, facts as Facts) === 'true')) return false
    if (answer === 'true') return true
    const name = names[depth]
    if (name === undefined) return false
    for (const value of isLength(name) ? lengths : [true, false]) {
      facts[name] = value
      if (search(depth + 1)) return true
    }
    facts[name] = undefined
    return false
  }
  const found = search(0)
  return found || tries <= most ? found : undefined
}

/**
 * The least time that a fault must have lasted before the condition can hold, whichever probes see it; in seconds.
 * @returns undefined where it can never hold, or where nobody can tell
 */
export function soonest(when: Condition, unless?: Condition): number | undefined {
  const bounds = [...new Set([0, ...constantsOf(when)])].sort((a, b) => a - b)
  return bounds.find((bound) => canHold(when, unless, bound + justAfter))
}

/** Every length of time that a condition compares with, in seconds. */
function constantsOf(condition: Condition): readonly number[] {
  if ('all' in condition) return condition.all.flatMap(constantsOf)
  if ('any' in condition) return condition.any.flatMap(constantsOf)
  if ('not' in condition) return constantsOf(condition.not)
  if ('holds' in condition) return []
  return [condition.left, condition.right].flatMap((side) => ('duration' in side ? [side.duration] : []))
}

/** The bounds, and between and after them as many values as there are facts that may differ from one another. */
function lengthsBetween(bounds: readonly number[], facts: number): readonly number[] {
  const places = Array.from({ length: facts }, (_, index) => (index + 1) / (facts + 1))
  return bounds.flatMap((bound, index) => {
    const next = bounds[index + 1] ?? bound * 2 + 1
    return [bound, ...places.map((place) => bound + (next - bound) * place)]
  })
}

function isLength(fact: string): boolean {
  return fact.endsWith('For')
}
