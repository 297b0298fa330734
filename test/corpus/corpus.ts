import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TestContext } from 'vitest'
import { checkDeployed } from '#checks'
import { byPlace, type Problem } from '#diagnostics'
import { importers, type Inventory, type Resource, understand } from '#inventory'

/** Real inputs, which lie beside the checkout of some machines and are no part of the project. */
export const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url))

/** Ends a test where the inputs are not there, and says so. */
export function needsCorpus({ skip }: Pick<TestContext, 'skip'>): void {
  if (!existsSync(corpus)) skip('optional: there is no ../shared/corpus beside this checkout')
}

/** What a person may say beside the files. */
interface Said {
  readonly location?: string
  readonly values?: Readonly<Record<string, string>>
}

/** Files of the corpus, read and checked. */
export function imported(format: string, paths: readonly string[], { location, values = {} }: Said = {}): Inventory {
  const files = paths.map((name) => ({ name, text: readFileSync(`${corpus}${name}`, 'utf8') }))
  return importedTexts(format, files, { ...(location !== undefined && { location }), values })
}

/** Texts, read and checked. */
export function importedTexts(
  format: string,
  files: ReadonlyArray<{ readonly name: string; readonly text: string }>,
  { location, values = {} }: Said = {},
): Inventory {
  const importer = importers.find((one) => one.format === format)
  if (!importer) throw new Error(`there is no format ${format}`)
  const found = understand(importer.read(files, { location, values, read: () => undefined }))
  const problems: readonly Problem[] = [...found.problems, ...checkDeployed(found).problems].sort(byPlace)
  return { ...found, problems }
}

/** The resources of a type, however it is written. */
export function ofType(inventory: Inventory, type: string): readonly Resource[] {
  return inventory.resources.filter((one) => one.type.toLowerCase() === type.toLowerCase())
}

/** The one resource of a type. */
export function theOne(inventory: Inventory, type: string): Resource {
  const [first, ...others] = ofType(inventory, type)
  if (!first || others.length > 0) throw new Error(`there are ${others.length + (first ? 1 : 0)} of ${type}`)
  return first
}

/** The severities with which a code is told; empty where it is not. */
export function told(inventory: Inventory, code: string): readonly string[] {
  return inventory.problems.filter((one) => one.code === code).map(({ severity }) => severity)
}

/** The names of the resources of which a code is told with a severity. */
export function namesTold(inventory: Inventory, code: string, severity: string): readonly string[] {
  const lines = new Set(
    inventory.problems
      .filter((one) => one.code === code && one.severity === severity)
      .map(({ place }) => `${place.line}:${place.column}`),
  )
  return inventory.resources
    .filter(({ source }) => lines.has(`${source.line}:${source.column}`))
    .map(({ name }) => name)
}
