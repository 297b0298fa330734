import { isList, Unknown, type Value } from '../../value.ts'
import { troubled } from '../../trouble.ts'
import type { Budget } from './budget.ts'
import type { Expression } from './expression.ts'
import { listFunctions } from './functions-lists.ts'
import { logicFunctions } from './functions-logic.ts'
import { mapFunctions } from './functions-maps.ts'
import { textFunctions } from './functions-text.ts'
import type { HclFunction } from './function.ts'
import { Fault, made, wordsOf } from './made.ts'

const functions: ReadonlyMap<string, HclFunction> = new Map(
  Object.entries({ ...textFunctions, ...listFunctions, ...mapFunctions, ...logicFunctions }),
)

/** Functions of what only the machine or the day of the deployment knows, so that there is nothing to report. */
const ofTheDay =
  /^(timestamp|plantimestamp|uuid|uuidv5|bcrypt|file\w*|templatefile|templatestring|pathexpand|cidr\w+|rsadecrypt|timeadd|timecmp|formatdate)$/

/** Functions of which every call gives something else. */
const afresh = /^(timestamp|uuid|bcrypt)$/

/** What a function gives, once its arguments are evaluated. */
export function call(
  { name, spread, place }: Extract<Expression, { kind: 'call' }>,
  given: readonly Value[],
  budget: Budget,
): Value {
  const last = given.at(-1)
  if (spread && last instanceof Fault) return last
  if (spread && last instanceof Unknown) return new Unknown(last.why, wordsOf(name, given, budget))
  if (spread && !isList(last ?? null)) return new Fault('only a list can be spread to arguments', `{${name}}`)
  const args = spread && isList(last) ? [...given.slice(0, -1), ...last] : given
  budget.spend(args.length)
  const known = functions.get(name)
  if (known) {
    const found = known.open
      ? undefined
      : (args.find((one) => one instanceof Fault) ?? args.find((one) => one instanceof Unknown))
    if (found instanceof Fault) return found
    if (found instanceof Unknown) return new Unknown(found.why, wordsOf(name, args, budget))
    return made(known.evaluate(args, { name, budget }), budget)
  }
  const where = afresh.test(name) ? ` of ${place.file.replaceAll('/', ':')}:${place.line}:${place.column}` : ''
  const text = `${wordsOf(name, args, budget)}${where}`
  if (ofTheDay.test(name)) return new Unknown(`${name}() is not evaluated before it is deployed`, text)
  budget.tell(`function ${name}`, () =>
    troubled('function-unknown', place, `The function ${name} is not evaluated by Muster.`),
  )
  return new Unknown(`the function ${name} is not evaluated by Muster`, text)
}
