import { z } from 'zod'
import type { Place } from '#diagnostics'
import { formatDuration, formatShare } from '#units'
import type { Inferred } from './infer.ts'
import { schemaAt } from './issues.ts'
import type { Places } from './places.ts'
import type { Plan } from './schema/index.ts'

/** A value in force that the plan does not state. */
export interface Default {
  /** Dotted, such as `probes.front.timeout`; list items by the index that they have in the text. */
  readonly path: string
  /** As it would be written in a plan. */
  readonly value: string
  /** One sentence: where it comes from. */
  readonly why: string
  /** The part that it belongs to. */
  readonly place: Place
}

/**
 * Every default in force in a plan, in its order: those of the language, which are found by comparing what was read with
 * what was given, and those that were inferred.
 * @param input what the schema was given
 */
export function defaultsOf(
  plan: Plan,
  input: unknown,
  inferred: readonly Inferred[],
  places: Places,
): readonly Default[] {
  const reasons = new Map(inferred.map(({ owner, key, why }) => [[...owner, key].join('.'), why]))
  const found: Default[] = []
  const visit = (value: unknown, given: unknown, path: ReadonlyArray<string | number>, place: Place): void => {
    if (given === undefined && !(isParts(value) && Object.keys(value).length > 0)) {
      const dotted = path.join('.')
      found.push({
        path: dotted,
        value: asWritten(value, path),
        why: reasons.get(dotted) ?? languageReason(path),
        place,
      })
    } else if (isParts(value) && (given === undefined || isParts(given))) {
      const own = places.pathOf(value)
      const at = own ?? path
      for (const [key, inner] of Object.entries(value)) {
        const innerPath = places.pathOf(inner as object) ?? [...at, key]
        visit(
          inner,
          (given as Record<string, unknown> | undefined)?.[key],
          innerPath,
          own ? places.rangeOf(value) : place,
        )
      }
    }
  }
  visit(plan, input, [], places.rangeOf(plan))
  return found
}

/** Whether something is a map or a list with parts of its own; a list of names is a value. */
function isParts(value: unknown): value is object {
  if (Array.isArray(value)) return value.some((one) => typeof one === 'object')
  return typeof value === 'object' && value !== null
}

/** Why the language has its own defaults, by path with `*` for names. */
const languageReasons: Readonly<Record<string, string>> = {
  'flows.*.data': 'A flow that says nothing is taken to write, so that its losses count.',
  'flows.*.serviceLevel.success': 'A flow counts as restored when nearly all requests succeed.',
  'flows.*.serviceLevel.hold': 'A flow counts as restored when that has held for a while.',
  'probes.*.timeout': 'An answer that takes longer is none to whoever waits for it.',
}

function languageReason(path: ReadonlyArray<string | number>): string {
  const pattern = path.map((part, index) => (index === 1 ? '*' : part)).join('.')
  return languageReasons[pattern] ?? 'The language sets it where a plan says nothing.'
}

function asWritten(value: unknown, path: ReadonlyArray<string | number>): string {
  const schema = schemaAt(path)
  const form = schema instanceof z.ZodPipe ? z.globalRegistry.get(schema.in)?.id : undefined
  if (form === 'duration') return formatDuration(value as number).replaceAll(' ', '')
  if (form === 'share') return formatShare(value as number)
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value)
}
