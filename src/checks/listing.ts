/**
 * Names in quotes for a sentence: all of a few, and of many the first ones and how many more there are.
 * @param names not empty
 */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, names.length > 4 ? 3 : 4).map((name) => `"${name}"`)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  const end = shown.at(-1) ?? ''
  return shown.length < 2 ? end : `${shown.slice(0, -1).join(', ')} and ${end}`
}
