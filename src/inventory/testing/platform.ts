import type { Given, Importer } from '../importer.ts'
import type { Inventory, Resource } from '../resource.ts'
import { understand } from '../understand.ts'

/** Nothing is said beside the files, and none lies beside them. */
export const nothingGiven: Given = { values: {}, read: () => undefined }

/** What one text comes to. */
export function readText(importer: Importer, text: string, given: Partial<Given> = {}, name = 'input.yaml'): Inventory {
  return readTexts(importer, { [name]: text }, given)
}

/** What several texts come to together, by the names of their files. */
export function readTexts(
  importer: Importer,
  texts: Readonly<Record<string, string>>,
  given: Partial<Given> = {},
): Inventory {
  const files = Object.entries(texts).map(([name, text]) => ({ name, text }))
  return understand(importer.read(files, { ...nothingGiven, ...given }))
}

/** The one resource of a type and name. */
export function resource({ resources }: Inventory, type: string, name: string): Resource {
  const found = resources.filter((one) => one.type === type && one.name === name)
  if (!found[0] || found.length > 1) throw new Error(`there are ${found.length} of ${type} ${name}`)
  return found[0]
}

/** Every link as `from by to`, by the names of the resources; one that leads nowhere ends with `!`. */
export function links({ resources }: Inventory): readonly string[] {
  const names = new Map(resources.map(({ id, name }) => [id, name]))
  return resources.flatMap((one) =>
    one.links.map(({ by, to, here }) => `${one.name} ${by} ${here ? (names.get(to) ?? to) : `${to}!`}`),
  )
}

/** Problems as `line code`, without those that tell of regions and types. */
export function troubles(
  { problems }: Inventory,
  besides: readonly string[] = ['location-unknown'],
): readonly string[] {
  return problems.filter(({ code }) => !besides.includes(code)).map(({ place, code }) => `${place.line} ${code}`)
}
