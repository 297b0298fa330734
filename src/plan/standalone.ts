import { stringify } from 'yaml'
import { scan, sourceOf, tooLarge } from './source.ts'

/**
 * A plan of several files as one text. A plan near the limits is written without layout, in the fewest marks that YAML
 * knows, so that it stays within them.
 * @param plan plain values as they were written
 * @param files the texts by shown name that it was put together from
 */
export function standalone(plan: unknown, files: ReadonlyMap<string, string>): string {
  const head = [...files.keys()].map((file) => `#   ${JSON.stringify(file)}\n`).join('')
  const laidOut = `# Written by Muster from these files, all that they say and nothing else:\n${head}${layout(plan)}`
  return tooLarge(laidOut) || scan(sourceOf(laidOut, '')).refused ? `${compact(plan)}\n` : laidOut
}

function layout(plan: unknown): string {
  return stringify(plan, {
    version: '1.2',
    schema: 'core',
    aliasDuplicateObjects: false,
    // Texts stay on their line, and only what must be is in quotes.
    lineWidth: 0,
    defaultStringType: 'PLAIN',
    defaultKeyType: 'PLAIN',
  })
}

/** JSON, which is YAML too, but for keys so long that YAML wants them marked. */
export function compact(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(compact).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const pairs = Object.entries(value).map(([key, inner]) => {
    const name = JSON.stringify(key)
    return `${name.length > 900 ? '? ' : ''}${name}:${name.length > 900 ? ' ' : ''}${compact(inner)}`
  })
  return `{${pairs.join(',')}}`
}
