import { Failure } from '#diagnostics'

/**
 * How large an input may be. Azure takes 4 MB of template with 800 resources and loops of 800; what is exported or
 * planned is larger, and what is larger than this is no plan of anybody.
 */
export const limits = {
  /** Characters of one file. */
  text: 128 * 1024 * 1024,
  /** Brackets within brackets, in a file and in an expression. */
  depth: 200,
  /** Resources of one import. */
  resources: 20_000,
  /** Turns of one copy loop of a template. Source: Microsoft Learn, Resource iteration in ARM templates. */
  copies: 800,
  /** Turns of any other loop. */
  turns: 5_000,
  /** Characters of one expression; Resource Manager's own limit. */
  expression: 24_576,
  /** Characters of a type, and of a name with those of the resources around it. */
  type: 300,
  name: 1000,
  /** Characters, and members of lists, that all functions together may make. */
  made: 20_000_000,
  /** Evaluations in all. */
  steps: 5_000_000,
  /** Templates within templates. */
  nested: 20,
} as const

/**
 * Ends an import that has grown beyond a limit.
 * @throws Failure `usage`, which says what and how much
 */
export function beyond(what: string, limit: number): never {
  throw new Failure('usage', `${what}; Muster reads at most ${limit}.`)
}

/** How deep brackets lie within brackets in a text of JSON; texts in quotes do not count. */
export function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) {
      i++
      while (i < text.length && text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1
    } else if (code === 0x7b || code === 0x5b) {
      depth++
      if (depth > deepest) deepest = depth
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return deepest
}
