import type { Arguments } from '#execution'

/**
 * A check of an action's arguments: every name listed has to be there as a text, and nothing else.
 * @returns what is wrong, in a sentence, or undefined
 */
export function texts(...names: readonly string[]): (args: Arguments) => string | undefined {
  return withWhole(names, [])
}

/**
 * The same, with whole numbers besides.
 * @param wholes names of numbers without a fraction, ≥ 0
 */
export function withWhole(
  names: readonly string[],
  wholes: readonly string[],
): (args: Arguments) => string | undefined {
  return (args) => {
    const missing = names.filter((name) => typeof args[name] !== 'string' || args[name] === '')
    if (missing.length > 0) return `It needs ${missing.join(', ')} as text.`
    const uncounted = wholes.filter((name) => !Number.isSafeInteger(args[name]) || Number(args[name]) < 0)
    if (uncounted.length > 0) return `It needs ${uncounted.join(', ')} as a whole number.`
    const unknown = Object.keys(args).filter((name) => !names.includes(name) && !wholes.includes(name))
    if (unknown.length > 0) return `It does not know ${unknown.join(', ')}.`
    return undefined
  }
}

/** An argument that `texts` has already vouched for. */
export function text(args: Arguments, name: string): string {
  return String(args[name])
}

/** A whole number that `withWhole` has already vouched for. */
export function whole(args: Arguments, name: string): number {
  return Number(args[name])
}
