import type { Problem } from '#diagnostics'
import { evaluationBudget } from '../arm/budget.ts'
import { parametersOf } from '../arm/parameters.ts'
import { expandTemplate } from '../arm/template.ts'
import type { Declared, Given, Imported, Importer } from '../importer.ts'
import type { JsonText, SourceFile } from '../json.ts'
import { readable } from '../readable.ts'
import { troubled } from '../trouble.ts'
import { isObject, type Value, valueOf } from '../value.ts'

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
  const parameters = new Map<string, Value>()
  const templates: Array<{ readonly file: SourceFile; readonly json: JsonText }> = []
  for (const file of files) {
    const json = readable(file, problems)
    if (!json) continue
    const passed = parametersOf(json.value)
    if (passed) for (const [name, value] of passed) parameters.set(name, value)
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
  for (const { file, json } of templates) {
    const before = declared.length
    const told = new Set<string>()
    const budget = evaluationBudget((trouble) => {
      if (told.has(trouble)) return
      told.add(trouble)
      problems.push(troubled('function-unknown', json.placeOf(json.value), trouble))
    })
    const source = { declared: valueOf(json.value, 'parameters') ?? null, passed: parameters, said: given.values }
    expandTemplate(json.value, source, {
      file: file.name,
      placeOf: json.placeOf,
      given,
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

/** Whether a JSON text says that it is a template. */
export function isTemplate(value: Value): boolean {
  const schema = valueOf(value, '$schema')
  if (typeof schema === 'string') return /deploymentTemplate\.json/i.test(schema)
  return isObject(value) && valueOf(value, 'contentVersion') !== undefined && valueOf(value, 'resources') !== undefined
}
