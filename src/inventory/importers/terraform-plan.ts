import type { Problem } from '#diagnostics'
import type { Imported, Importer } from '../importer.ts'
import type { JsonText, SourceFile } from '../json.ts'
import { beyond, limits } from '../limits.ts'
import { readable } from '../readable.ts'
import { withoutSecrets } from '../secrets.ts'
import { declareTerraform } from '../terraform/declare.ts'
import type { TerraformResource } from '../terraform/resource.ts'
import { troubled } from '../trouble.ts'
import { isList, isObject, items, textOf, Unknown, type Value, type ValueObject, valueOf } from '../value.ts'

/** What `terraform show -json` prints of a plan or of a state. */
export const terraformPlan: Importer = {
  format: 'terraform-plan',
  title: 'Terraform plans and states, as terraform show -json prints them',
  files: ['.json'],
  howToGet:
    'terraform plan -out plan.bin && terraform show -json plan.bin > plan.json; of a state: terraform show -json > state.json',
  read,
}

function read(files: readonly SourceFile[]): Imported {
  const problems: Problem[] = []
  const resources: TerraformResource[] = []
  for (const file of files) {
    const json = readable(file, problems)
    if (json) readOne(file, json, resources, problems)
  }
  return { declared: declareTerraform(resources), problems }
}

function readOne(file: SourceFile, json: JsonText, resources: TerraformResource[], problems: Problem[]): void {
  const root = json.value
  const place = json.placeOf(root)
  const values = valueOf(root, 'planned_values') ?? valueOf(root, 'values')
  if (valueOf(root, 'format_version') === undefined || !isObject(values)) {
    const raw = valueOf(root, 'lineage') !== undefined
    const what = raw
      ? `${file.name} is a state file itself, whose form Terraform changes as it likes`
      : `${file.name} is not what terraform show -json prints: it has no format_version with planned values or values`
    problems.push(
      troubled('input-of-another-format', place, `${what}.`, `Let Terraform print it: ${terraformPlan.howToGet}`),
    )
    return
  }
  const context: Context = { json, changes: changesOf(root), resources }
  const before = resources.length
  walk(
    valueOf(values, 'root_module') ?? null,
    valueOf(valueOf(root, 'configuration'), 'root_module') ?? null,
    '',
    context,
  )
  if (resources.length === before) problems.push(troubled('input-empty', place, `${file.name} plans no resource.`))
}

interface Context {
  readonly json: JsonText
  /** What is known only after it was applied, and what is secret, by address. */
  readonly changes: ReadonlyMap<string, Value>
  readonly resources: TerraformResource[]
}

function changesOf(root: Value): ReadonlyMap<string, Value> {
  return new Map(
    items(valueOf(root, 'resource_changes')).map((one) => [
      textOf(valueOf(one, 'address')) ?? '',
      valueOf(one, 'change') ?? null,
    ]),
  )
}

/** Every resource of a module and of the modules in it. */
function walk(module: Value, configuration: Value, prefix: string, context: Context): void {
  const configured = new Map(
    items(valueOf(configuration, 'resources')).map((one) => [textOf(valueOf(one, 'address')) ?? '', one]),
  )
  for (const raw of items(valueOf(module, 'resources'))) {
    if (context.resources.length >= limits.resources)
      beyond('The plan has more resources than anybody deploys', limits.resources)
    const address = textOf(valueOf(raw, 'address')) ?? ''
    const change = context.changes.get(address)
    const bare = address.slice(prefix === '' ? 0 : prefix.length + 1).replace(/\[[^\]]*\]$/, '')
    const expressions = valueOf(configured.get(bare), 'expressions')
    const marks = valueOf(raw, 'sensitive_values') ?? valueOf(change, 'after_sensitive')
    const known = withoutSecrets(valueOf(raw, 'values') ?? null, marks)
    const values = withUnknowns(known, valueOf(change, 'after_unknown'), expressions, address, prefix)
    context.resources.push({
      address,
      type: textOf(valueOf(raw, 'type')) ?? '',
      values: withReferences(isObject(values) ? values : {}, expressions, prefix),
      data: valueOf(raw, 'mode') === 'data',
      dependsOn: items(valueOf(raw, 'depends_on')).map((one) => within(prefix, textOf(one) ?? '')),
      place: context.json.placeOf(raw),
    })
  }
  const calls = valueOf(configuration, 'module_calls')
  for (const child of items(valueOf(module, 'child_modules'))) {
    const address = textOf(valueOf(child, 'address')) ?? ''
    const name = address
      .slice(prefix === '' ? 0 : prefix.length + 1)
      .replace(/^module\./, '')
      .replace(/\[[^\]]*\]$/, '')
    walk(child, valueOf(valueOf(calls, name), 'module') ?? null, address, context)
  }
}

/** What will be known only after it was applied, as unknown; where a resource is referred to, its address stands for it. */
function withUnknowns(
  value: Value,
  unknown: Value | undefined,
  expression: Value | undefined,
  path: string,
  prefix: string,
): Value {
  if (unknown === true) {
    const why = 'it is known only after it was applied'
    return new Unknown(why, referred(expression, prefix) ?? `{${path}}`)
  }
  if (isList(unknown)) {
    const all = items(value)
    return Array.from({ length: Math.max(all.length, unknown.length) }, (_, i) =>
      withUnknowns(
        all[i] ?? null,
        unknown[i],
        isList(expression) ? expression[i] : expression,
        `${path}[${i}]`,
        prefix,
      ),
    )
  }
  if (!isObject(unknown)) return value
  const result: Record<string, Value> = Object.assign(Object.create(null) as Record<string, Value>, value)
  for (const [key, one] of Object.entries(unknown)) {
    if (one === false) continue
    result[key] = withUnknowns(result[key] ?? null, one, valueOf(expression, key), `${path}.${key}`, prefix)
  }
  return result
}

/** Arguments that are left empty in the plan although the configuration refers to something: the reference stands for it. */
function withReferences(values: ValueObject, expressions: Value | undefined, prefix: string): ValueObject {
  const result: Record<string, Value> = Object.assign(Object.create(null) as Record<string, Value>, values)
  for (const [key, expression] of Object.entries(isObject(expressions) ? expressions : {})) {
    if (!/(_id|_name|_ids)$/.test(key)) continue
    const text = referred(expression, prefix)
    if (text !== undefined && (result[key] ?? null) === null)
      result[key] = new Unknown('it is known only after it was applied', text)
  }
  return result
}

/** The address of the resource to which an expression refers; undefined where it refers to none. */
function referred(expression: Value | undefined, prefix: string): string | undefined {
  const found = items(valueOf(expression, 'references'))
    .map((one) => textOf(one) ?? '')
    .filter((one) => !/^(var|local|each|count|path|terraform|module)\./.test(one))
  const shortest = found.sort((a, b) => a.length - b.length)[0]
  return shortest === undefined ? undefined : within(prefix, shortest)
}

function within(prefix: string, address: string): string {
  return prefix === '' ? address : `${prefix}.${address}`
}
