import { parse } from '@bufbuild/cel'
import type { Condition } from './condition.ts'
import { allowed, type Refusal, reduce } from './reduce.ts'

/** Longer texts are programs; it also bounds how deep the parser and everything after it can go. */
const longest = 500

/** Why a text is no condition. */
export interface ConditionProblem {
  readonly code: 'condition-syntax' | 'condition-not-allowed' | 'unknown-fact'
  /** One or two sentences. */
  readonly detail: string
  readonly fix: string
  /** Where in the text, counted from 0; absent where the whole is meant. */
  readonly offset?: number
}

/** A condition, or why there is none; exactly one of the two. */
export type ParsedCondition =
  | { readonly condition: Condition; readonly problem?: never }
  | { readonly condition?: never; readonly problem: ConditionProblem }

/**
 * Reads a CEL text down to what a condition may hold: facts, comparison, `&&`, `||`, `!`, truth values, numbers and
 * `duration("2m")`. The text is never evaluated; whatever else CEL can say is refused.
 * @param declared the facts that may be asked for, by dotted name; one whose name ends in `For` is a length of time,
 *   and a part with a hyphen is written `probes["store-front"].failing`
 * @returns the condition, or the first problem; never throws
 */
export function parseCondition(text: string, declared: readonly string[]): ParsedCondition {
  if (text.length > longest) {
    const detail = `The condition has ${text.length} characters, and at most ${longest} are read.`
    return { problem: { code: 'condition-not-allowed', detail, fix: 'Ask for fewer facts.' } }
  }
  const parsed = syntaxTree(text)
  if ('code' in parsed) return { problem: parsed }
  const reduced = reduce(parsed.expr, declared)
  if (!('refused' in reduced)) return { condition: reduced }
  return { problem: located(reduced, parsed.sourceInfo?.positions, text, declared) }
}

function syntaxTree(text: string): ReturnType<typeof parse> | ConditionProblem {
  try {
    return parse(text)
  } catch (error) {
    const { rawMessage, location } = error as { rawMessage?: string; location?: { start?: { offset?: number } } }
    return {
      code: 'condition-syntax',
      detail: `The condition cannot be read${rawMessage ? `: ${rawMessage}` : ''}.`,
      fix: /\b(and|or|not)\b|(^|[^=!<>])=($|[^=])/i.test(text)
        ? `Write && for and, || for or, ! for not, == for equal.`
        : allowed,
      ...(location?.start?.offset !== undefined && { offset: location.start.offset }),
    }
  }
}

function located(
  { refused: code, detail, fix, id }: Refusal,
  positions: Readonly<Record<string, number>> | undefined,
  text: string,
  declared: readonly string[],
): ConditionProblem {
  // CEL reads a hyphen as a minus; whoever named the probe meant its name.
  const [hyphened] = declared
    .filter((fact) => fact.includes('-') && text.includes(fact))
    .sort((a, b) => b.length - a.length)
  const offset = positions?.[String(id)]
  return {
    code,
    detail,
    fix: hyphened ? `Write ${bracketed(hyphened)}.` : fix,
    ...(offset !== undefined && { offset }),
  }
}

/** A fact's name as CEL writes it. */
function bracketed(fact: string): string {
  const [first = '', ...rest] = fact.split('.')
  return rest.reduce((text, part) => (part.includes('-') ? `${text}["${part}"]` : `${text}.${part}`), first)
}
