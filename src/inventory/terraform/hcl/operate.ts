import { Unknown, type Value } from '../../value.ts'
import type { Budget } from './budget.ts'
import { toNumber, toTruth } from './convert.ts'
import { equal, Fault, faultIn, words } from './made.ts'

/** An operation on values, any of which may be unknown. */
export function operate(operator: string, operands: readonly Value[], budget: Budget): Value {
  const [a = null, b = null] = operands
  const open = (unknown: Unknown) =>
    new Unknown(
      unknown.why,
      operands.length === 1
        ? `${operator}${words(a, budget)}`
        : `(${words(a, budget)} ${operator} ${words(b, budget)})`.replaceAll('/', ':'),
    )
  if (operator === '!') {
    const truth = toTruth(a)
    return truth instanceof Unknown ? kept(truth, open) : !truth
  }
  if (operator === '==' || operator === '!=') {
    const fault = faultIn(a) ?? faultIn(b)
    if (fault) return fault
    const same = equal(a, b, budget)
    if (same !== undefined) return same === (operator === '==')
    return open(unknownAmong(operands))
  }
  if (operator === '&&' || operator === '||') return together(operator === '||', [toTruth(a), toTruth(b)], open)
  const numbers = operands.map(toNumber)
  const wrong = numbers.find((one) => one instanceof Fault) ?? numbers.find((one) => one instanceof Unknown)
  if (wrong instanceof Unknown) return kept(wrong, open)
  const [x = 0, y = 0] = numbers as number[]
  if (operands.length === 1) return -x
  return counted(operator, x, y)
}

function counted(operator: string, x: number, y: number): Value {
  switch (operator) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '/':
      return y === 0 ? new Fault('something is divided by zero', `{${x} by 0}`) : x / y
    case '%':
      return y === 0 ? new Fault('something is divided by zero', `{${x} by 0}`) : x % y
    case '<':
      return x < y
    case '<=':
      return x <= y
    case '>':
      return x > y
    case '>=':
      return x >= y
    default:
      return new Unknown(`the operator ${operator} is unknown to Muster`, `(${x} ${operator} ${y})`)
  }
}

/** What decides decides, whatever the other is. */
function together(
  decides: boolean,
  truths: ReadonlyArray<boolean | Unknown>,
  open: (unknown: Unknown) => Unknown,
): Value {
  const fault = truths.find((one) => one instanceof Fault)
  if (fault) return fault
  if (truths.includes(decides)) return decides
  const unknown = truths.find((one) => one instanceof Unknown)
  return unknown instanceof Unknown ? open(unknown) : !decides
}

/** A fault as it is; what is unknown with the operation around it. */
function kept(unknown: Unknown, open: (unknown: Unknown) => Unknown): Unknown {
  return unknown instanceof Fault ? unknown : open(unknown)
}

/** The first unknown among some values or in them. */
function unknownAmong(values: readonly Value[]): Unknown {
  const found = values.find((one) => one instanceof Unknown)
  return found instanceof Unknown ? found : new Unknown('a part of what is compared is unknown', '{?}')
}
