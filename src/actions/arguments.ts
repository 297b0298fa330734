import type { Arguments } from '#execution'

/**
 * A check of an action's arguments: every name listed has to be there as a text, and nothing else.
 * @returns what is wrong, in a sentence, or undefined
 */
export function texts(...names: readonly string[]): (args: Arguments) => string | undefined {
  return (args) => {
    const missing = names.filter((name) => typeof args[name] !== 'string' || args[name] === '')
    if (missing.length > 0) return `It needs ${missing.join(', ')} as text.`
    const unknown = Object.keys(args).filter((name) => !names.includes(name))
    if (unknown.length > 0) return `It does not know ${unknown.join(', ')}.`
    return undefined
  }
}

/** An argument that `texts` has already vouched for. */
export function text(args: Arguments, name: string): string {
  return String(args[name])
}
