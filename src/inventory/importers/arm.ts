import type { Problem } from '#diagnostics'
import { evaluationBudget } from '../arm/budget.ts'
import { beside } from '../arm/nested.ts'
import { parametersOf } from '../arm/parameters.ts'
import { rootTarget } from '../arm/target.ts'
import { expandTemplate } from '../arm/template.ts'
import type { Declared, Given, Imported, Importer } from '../importer.ts'
import type { JsonText, SourceFile } from '../json.ts'
import { readable } from '../readable.ts'
import { troubled } from '../trouble.ts'
import { isObject, Unknown, type Value, valueOf } from '../value.ts'

/**
 * Resource Manager's templates, and the JSON that Bicep compiles to. Files of parameters among the given ones belong to
 * every template that has their parameters.
 */
export const arm: Importer = {
  format: 'arm',
  title: 'ARM templates, and what Bicep compiles to',
  files: ['.json', '.jsonc'],
  howToGet: 'For Bicep: `az bicep build --file main.bicep`, or `bicep build main.bicep`, writes main.json.',
  read,
}

function read(files: readonly SourceFile[], given: Given): Imported {
  const problems: Problem[] = []
  const values: ParametersFile[] = []
  const templates: Template[] = []
  for (const file of files) {
    const json = readable(file, problems)
    if (!json) continue
    const passed = parametersOf(json.value)
    if (passed) values.push({ name: file.name, values: passed })
    else if (isTemplate(json.value)) templates.push({ file, json })
    else
      problems.push(
        troubled(
          'input-of-another-format',
          json.placeOf(json.value),
          `${file.name} is neither a template nor a file of parameters: it has no $schema that says so.`,
        ),
      )
  }
  const declared: Declared[] = []
  const skipped: Array<readonly [string, string]> = []
  const texts = new Map(files.map(({ name, text }) => [name, text]))
  const own: Given = { ...given, read: (name) => texts.get(name) ?? given.read(name) }
  for (const { file, json } of rootsOf(templates)) {
    const before = declared.length
    const told = new Set<string>()
    const budget = evaluationBudget((trouble) => {
      if (told.has(trouble)) return
      told.add(trouble)
      problems.push(troubled('function-unknown', json.placeOf(json.value), trouble))
    })
    const passed = valuesFor(file.name, values, templates)
    const source = { declared: valueOf(json.value, 'parameters') ?? null, passed, said: given.values }
    expandTemplate(json.value, source, {
      file: file.name,
      placeOf: json.placeOf,
      given: own,
      target: rootTarget(given.location),
      budget,
      problems,
      declared,
      skipped,
      depth: 0,
      told: new Set(),
    })
    if (declared.length === before)
      problems.push(troubled('input-empty', json.placeOf(json.value), `${file.name} declares no resource.`))
  }
  if (templates.length === 0 && problems.length === 0)
    problems.push(
      troubled(
        'input-empty',
        { file: files[0]?.name ?? '', line: 1, column: 1, endLine: 1, endColumn: 1 },
        'Parameters alone declare nothing.',
        'Give the template beside its parameters.',
      ),
    )
  return { declared, skipped, problems }
}

interface Template {
  readonly file: SourceFile
  readonly json: JsonText
}

interface ParametersFile {
  readonly name: string
  readonly values: ReadonlyMap<string, Value>
}

/** Templates that no other of them links to: one that is linked is read where that is, with what it is passed. */
function rootsOf(templates: readonly Template[]): readonly Template[] {
  const linked = new Set(
    templates.flatMap(({ file: { name, text } }) =>
      [...text.matchAll(/"relativePath"\s*:\s*"([^"]+)"/gi)].map(([, path = '']) => beside(name, path)),
    ),
  )
  const roots = templates.filter(({ file }) => !linked.has(file.name))
  return roots.length > 0 ? roots : templates
}

/**
 * Values for a template: those of files that are called after it, or of all where none is called after any. Where two of
 * them disagree, nobody knows which is meant.
 */
function valuesFor(
  name: string,
  files: readonly ParametersFile[],
  templates: readonly Template[],
): ReadonlyMap<string, Value> {
  const after = (file: string, template: string) => file.startsWith(`${template.replace(/\.jsonc?$/i, '')}.`)
  const own = files.filter((one) => after(one.name, name) || !templates.some(({ file }) => after(one.name, file.name)))
  const result = new Map<string, Value>()
  const from = new Map<string, string>()
  for (const file of own)
    for (const [key, value] of file.values) {
      const there = result.get(key)
      if (there !== undefined && JSON.stringify(there) !== JSON.stringify(value))
        result.set(
          key,
          new Unknown(`${from.get(key) ?? ''} and ${file.name} say different things of ${key}`, `{${key}}`),
        )
      else result.set(key, value)
      from.set(key, file.name)
    }
  return result
}

/** Whether a JSON text says that it is a template. */
export function isTemplate(value: Value): boolean {
  const schema = valueOf(value, '$schema')
  if (typeof schema === 'string') return /deploymentTemplate\.json/i.test(schema)
  return isObject(value) && valueOf(value, 'contentVersion') !== undefined && valueOf(value, 'resources') !== undefined
}
