import { z } from 'zod'
import { partSchema, planSchema } from './schema/index.ts'
import { portfolioSchema } from './schema/portfolio.ts'

/** A JSON Schema, as plain data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** Where schemas have their names; nothing is fetched from there. */
const home = 'https://muster.example/schemas/v1'

/**
 * The JSON Schema (2020-12) of a plan file, made from the definition that `parsePlan` reads with, so that editors
 * complete and validate.
 * @returns a new value each time
 * @remarks It accepts what `parsePlan` finds nothing wrong with, and refuses the rest, with these exceptions. What only
 * a text has, a value cannot show: repeated keys, anchors, aliases, tags, merge keys, directives, several documents,
 * forbidden characters, size and depth. What other files hold is not looked at, so a plan that includes some may lack
 * any of its parts.
 */
export function planJsonSchema(): JsonSchema {
  const schema = made(planSchema, 'plan', 'Muster recovery plan')
  const required = schema['required'] as readonly string[]
  const head = required.filter((key) => !(key in partSchema.shape))
  const parts = required.filter((key) => key in partSchema.shape)
  const includes = { required: ['include'], properties: { include: { type: 'array', minItems: 1 } } }
  return { ...schema, required: head, if: { not: includes }, then: { required: parts } }
}

/** The JSON Schema of a file that a plan includes. */
export function partJsonSchema(): JsonSchema {
  return made(partSchema, 'part', 'Part of a Muster recovery plan')
}

/** The JSON Schema of a portfolio file. */
export function portfolioJsonSchema(): JsonSchema {
  return made(portfolioSchema, 'portfolio', 'Muster portfolio')
}

function made(schema: z.ZodType, file: string, title: string): JsonSchema {
  const { $schema, ...json } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) as JsonSchema
  return { $schema, $id: `${home}/${file}.json`, title, ...(described(json, unitsOf(json)) as JsonSchema) }
}

type Units = Readonly<Record<string, { readonly title: string; readonly examples: readonly string[] }>>

function unitsOf(json: JsonSchema): Units {
  return (json['$defs'] ?? {}) as Units
}

/**
 * Says in every description what form the value has, with an example, for editors show no pattern; and leaves out what
 * editors read better from elsewhere.
 */
function described(node: unknown, units: Units): unknown {
  if (Array.isArray(node)) return node.map((inner) => described(inner, units))
  if (typeof node !== 'object' || node === null) return node
  const given = node as JsonSchema
  const result: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(given)) result[key] = described(inner, units)
  const unit = typeof given['$ref'] === 'string' ? units[given['$ref'].split('/').at(-1) ?? ''] : undefined
  if (unit) {
    const form = `${unit.title}, such as ${unit.examples.join(' or ')}`
    const { description } = given
    result['description'] = typeof description === 'string' ? `${description}. ${form}` : form
  }
  return result
}
