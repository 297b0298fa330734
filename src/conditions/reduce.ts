import type { parse } from '@bufbuild/cel'
import { nearest } from '#diagnostics'
import { type Duration, parseDuration } from '#units'
import type { Condition } from './condition.ts'

type Expression = ReturnType<typeof parse>['expr']
type Operand = { readonly fact: string } | { readonly value: boolean | number } | { readonly duration: Duration }
type Comparison = Extract<Condition, { is: unknown }>['is']

/** A part of a syntax tree that a condition may not hold. */
export interface Refusal {
  readonly refused: 'condition-not-allowed' | 'unknown-fact'
  readonly detail: string
  readonly fix: string
  /** The part's id in the syntax tree. */
  readonly id: bigint
}

/** What a condition may hold, for messages. */
export const allowed = 'Use facts, comparisons, &&, ||, !, true, false, numbers and duration("2m"), and nothing else.'

const comparisons: Readonly<Record<string, Comparison>> = {
  '_<_': '<',
  '_<=_': '<=',
  '_>_': '>',
  '_>=_': '>=',
  '_==_': '==',
  '_!=_': '!=',
}

/** The condition that a syntax tree says, by an allow-list: what is not named here is refused. */
export function reduce(expression: Expression, declared: readonly string[]): Condition | Refusal {
  const call = expression.exprKind.case === 'callExpr' ? expression.exprKind.value : undefined
  if (call?.function === '_&&_' || call?.function === '_||_') {
    const parts = call.args.map((part) => reduce(part, declared))
    const refusal = parts.find((part) => 'refused' in part)
    if (refusal) return refusal
    return call.function === '_&&_' ? { all: parts as Condition[] } : { any: parts as Condition[] }
  }
  if (call?.function === '!_' && call.args[0]) {
    const inner = reduce(call.args[0], declared)
    return 'refused' in inner ? inner : { not: inner }
  }
  const is = comparisons[call?.function ?? '']
  const [first, second] = call?.args ?? []
  if (is && first && second) {
    const left = operandOf(first, declared)
    if ('refused' in left) return left
    const right = operandOf(second, declared)
    return 'refused' in right ? right : compared(left, is, right, expression.id)
  }
  const operand = operandOf(expression, declared)
  if ('refused' in operand) return operand
  // A conjunction of nothing is true, a disjunction of nothing false.
  if ('value' in operand && typeof operand.value === 'boolean') return operand.value ? { all: [] } : { any: [] }
  if ('fact' in operand && !isTime(operand)) return { holds: operand.fact }
  const fix = 'fact' in operand ? `Compare it, as in ${operand.fact} >= duration("2m").` : 'Compare a fact with it.'
  return refusal(expression, `${wordOf(operand)} is neither true nor false by itself.`, fix)
}

function compared(left: Operand, is: Comparison, right: Operand, id: bigint): Condition | Refusal {
  const refuse = (detail: string, fix: string): Refusal => ({ refused: 'condition-not-allowed', detail, fix, id })
  if (!('fact' in left) && !('fact' in right))
    return refuse('The comparison asks for no fact, so its answer never changes.', 'Compare a fact with something.')
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (isTime(one) && !isTime(other)) {
      const number = 'value' in other && typeof other.value === 'number' ? other.value : undefined
      return refuse(
        `${wordOf(one)} is a length of time, and ${wordOf(other)} is not.`,
        number === undefined
          ? 'Compare it with a duration, such as duration("2m").'
          : `Write duration("${number}s") if seconds are meant.`,
      )
    }
    if ('value' in one && typeof one.value === 'boolean' && is !== '==' && is !== '!=')
      return refuse(`Nothing is more or less than ${one.value}.`, 'Use == or !=, or the fact alone.')
  }
  return { left, is, right }
}

function operandOf(expression: Expression, declared: readonly string[]): Operand | Refusal {
  const { exprKind: kind } = expression
  if (kind.case === 'constExpr') {
    const { case: type, value } = kind.value.constantKind
    if (type === 'boolValue') return { value }
    if (type === 'int64Value' || type === 'uint64Value' || type === 'doubleValue') {
      const number = Number(value)
      // Canonical JSON has no word for infinity.
      if (Number.isFinite(number)) return { value: number }
    }
    return refusal(expression, 'A text, null or an unbounded number stands here.')
  }
  if (kind.case === 'callExpr' && kind.value.function === 'duration' && !kind.value.target) {
    const [argument] = kind.value.args
    const constant = argument?.exprKind.case === 'constExpr' ? argument.exprKind.value.constantKind : undefined
    const text = constant?.case === 'stringValue' && kind.value.args.length === 1 ? constant.value : undefined
    const duration = text === undefined ? undefined : parseDuration(text)
    if (duration !== undefined) return { duration }
    return refusal(
      expression,
      `${text === undefined ? 'Its argument' : `"${text}"`} is not a duration.`,
      'Write one with a unit in quotes, such as duration("2m").',
    )
  }
  const fact = nameOf(expression)
  if (fact === undefined) return refusal(expression, 'A condition cannot compute, search or call anything.')
  if (declared.includes(fact)) return { fact }
  const near = nearest(fact, declared)
  const known = declared.length === 0 ? 'The plan declares none; add a probe.' : `Known: ${declared.join(', ')}.`
  return {
    refused: 'unknown-fact',
    detail: `${fact} is no fact that this plan declares.`,
    fix: `${near ? `Did you mean ${near}? ` : ''}${known}`,
    id: expression.id,
  }
}

/** The dotted name that a chain of selections spells, or undefined where it is anything else. */
function nameOf({ exprKind: kind }: Expression): string | undefined {
  if (kind.case === 'identExpr') return kind.value.name
  if (kind.case === 'selectExpr' && !kind.value.testOnly && kind.value.operand) {
    const owner = nameOf(kind.value.operand as Expression)
    return owner === undefined ? undefined : `${owner}.${kind.value.field}`
  }
  if (kind.case === 'callExpr' && kind.value.function === '_[_]') {
    const [map, index] = kind.value.args
    const owner = map && nameOf(map)
    const constant = index?.exprKind.case === 'constExpr' ? index.exprKind.value.constantKind : undefined
    return owner !== undefined && constant?.case === 'stringValue' ? `${owner}.${constant.value}` : undefined
  }
  return undefined
}

function refusal(expression: Expression, detail: string, fix = allowed): Refusal {
  return { refused: 'condition-not-allowed', detail, fix, id: expression.id }
}

function isTime(operand: Operand): boolean {
  return 'duration' in operand || ('fact' in operand && operand.fact.endsWith('For'))
}

function wordOf(operand: Operand): string {
  if ('fact' in operand) return operand.fact
  return 'duration' in operand ? `duration("${operand.duration}s")` : String(operand.value)
}
