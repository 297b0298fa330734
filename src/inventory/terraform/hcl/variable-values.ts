import { isPlaceholder } from '../../placeholders.ts'
import { troubled } from '../../trouble.ts'
import { isList, isObject, Unknown, type Value } from '../../value.ts'
import type { Budget } from './budget.ts'
import type { Variable } from './configuration.ts'
import { evaluate, type Scope } from './evaluate.ts'
import type { ValuesFile } from './files.ts'
import { equal, made, Namespace } from './made.ts'
import type { Input } from './module-use.ts'
import { folderOf, normal } from './path.ts'

/** A value and the file that says it. */
interface Said {
  readonly file: string
  readonly value: Value
}

/**
 * The values of a root module's variables: what a person has said, then the files of values as Terraform takes them.
 * Where two files say different things, of which Terraform would take the one that it is told to, it is unknown.
 */
export function rootInput(
  folder: string,
  files: readonly ValuesFile[],
  said: Readonly<Record<string, string>>,
  budget: Budget,
): Input {
  const own = files.filter(({ name }) => folderOf(name) === folder && byItself(name)).sort(byOrder)
  const chosen = files.filter(({ name }) => !byItself(name))
  return (name, variable) => {
    if (Object.hasOwn(said, name)) return typed(said[name] ?? '', variable)
    const [last, ...others] = chosen.flatMap((file) => saidIn(file, name, budget)).reverse()
    const different = others.find((one) => last && equal(one.value, last.value, budget) !== true)
    if (last && different) {
      const why = `${different.file} and ${last.file} say different things of the variable ${name}`
      const place = { file: last.file, line: 1, column: 1, endLine: 1, endColumn: 1 }
      budget.tell(`values ${name}`, () =>
        troubled('parameter-unknown', place, `${why}.`, `Give one of them, or say it: --set ${name}=…`),
      )
      return new Unknown(why, `{var.${name}}`)
    }
    return last?.value ?? own.flatMap((file) => saidIn(file, name, budget)).at(-1)?.value
  }
}

/** Whether Terraform takes a file of values without being told to. */
function byItself(file: string): boolean {
  return /(^|\/)terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/.test(normal(file))
}

/** terraform.tfvars, then terraform.tfvars.json, then the others by their names. */
function byOrder(a: ValuesFile, b: ValuesFile): number {
  const rank = ({ name }: ValuesFile) => (/\.auto\./.test(name) ? 2 : /\.json$/.test(name) ? 1 : 0)
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1)
}

function saidIn(file: ValuesFile, name: string, budget: Budget): readonly Said[] {
  const attribute = file.body?.attributes.get(name)
  if (attribute) return [{ file: file.name, value: placeheld(evaluate(attribute.value, bare(budget)), name) }]
  if (!isObject(file.json ?? null)) return []
  const value = isObject(file.json) && Object.hasOwn(file.json, name) ? file.json[name] : undefined
  return value === undefined ? [] : [{ file: file.name, value: made(placeheld(value, name), budget) }]
}

/** A file of values can refer to nothing: what looks so is put in by somebody before it is used. */
function bare(budget: Budget): Scope {
  const put = (name: string): Value =>
    new Namespace(`\${${name}}`, (one) => new Unknown('it is put in later', `\${${name}.${one}}`))
  return { budget, names: new Map(), root: put }
}

/** The same with whatever is put in later as unknown, also where it stands within a text. */
function placeheld(value: Value, name: string): Value {
  if (value instanceof Namespace) return new Unknown(`${name} is the placeholder ${value.text}`, value.text)
  if (value instanceof Unknown) return new Unknown(`${name} has a placeholder in it`, value.text)
  if (typeof value === 'string')
    return isPlaceholder(value) || /\$\{[\w.-]+\}/.test(value)
      ? new Unknown(`${name} is the placeholder ${value}`, value)
      : value
  if (isList(value)) return value.map((one) => placeheld(one, name))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, placeheld(one, `${name}.${key}`)]))
}

/** A value from the command line: JSON where the variable takes more than a text and it is JSON. */
function typed(text: string, variable: Variable | undefined): Value {
  const type = variable?.type
  const usual = variable?.default
  const isText = type
    ? type.kind === 'name' && type.name === 'string'
    : usual?.kind === 'literal' && typeof usual.value === 'string'
  if (isText) return text
  try {
    return JSON.parse(text) as Value
  } catch {
    return text
  }
}
