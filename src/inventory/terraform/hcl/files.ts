import { Failure } from '#diagnostics'
import { parseJson, isJson, type SourceFile } from '../../json.ts'
import type { Given } from '../../importer.ts'
import { beyond } from '../../limits.ts'
import { troubled } from '../../trouble.ts'
import { isObject, type Value } from '../../value.ts'
import type { Body } from './block.ts'
import type { Budget } from './budget.ts'
import { type Configuration, configurationOf, localSource } from './configuration.ts'
import { folderOf, joined, normal } from './path.ts'
import { readFile } from './read-block.ts'

/** Characters of all files together. */
const most = 4_000_000

/** The usual names of the files of a module, by which those are looked for that nobody gave. */
const usual = ['main', 'variables', 'outputs', 'locals', 'versions', 'providers', 'data', 'terraform']

/** Where Terraform keeps what it has downloaded; it is nobody's root. */
const downloaded = /(^|\/)\.terraform\//

/** A file of values for variables. */
export interface ValuesFile {
  readonly name: string
  /** Attributes of HCL, or what a file of JSON says. */
  readonly body?: Body
  readonly json?: Value
}

/** The files of one import, read when they are asked for. */
export class Files {
  readonly values: readonly ValuesFile[]
  /** The folders of the files that were given, in their order. */
  readonly folders: readonly string[]
  private readonly given: Given
  private readonly budget: Budget
  /** Folders with a file that could not be read. */
  private readonly broken = new Set<string>()
  private readonly bodies = new Map<string, Body[]>()
  private readonly configurations = new Map<string, Configuration | undefined>()
  private read = 0

  constructor(files: readonly SourceFile[], given: Given, budget: Budget) {
    this.given = given
    this.budget = budget
    const values: ValuesFile[] = []
    for (const file of files) {
      const folder = folderOf(file.name)
      if (/\.tfvars(\.json)?$/i.test(file.name)) values.push(...this.valuesIn(file))
      else if (!/\.tf$/i.test(file.name)) this.stranger(file)
      else if (!downloaded.test(normal(file.name))) {
        const body = this.body(file)
        const there = this.bodies.get(folder) ?? []
        this.bodies.set(folder, body ? [...there, body] : there)
        if (!body) this.broken.add(folder)
      }
    }
    this.folders = [...this.bodies.keys()]
    this.values = values
  }

  /** What the files of a folder declare; undefined where there are none. */
  load(folder: string): Configuration | undefined {
    if (!this.configurations.has(folder)) this.configurations.set(folder, this.found(folder))
    return this.configurations.get(folder)
  }

  /** The folders that no given module uses; all of them where each is used by another. */
  roots(): readonly string[] {
    const used = new Set<string>()
    for (const folder of this.folders)
      for (const call of this.load(folder)?.calls.values() ?? []) {
        const source = localSource(call)
        if (source !== undefined && joined(folder, source) !== folder) used.add(joined(folder, source))
      }
    const roots = this.folders.filter((one) => !used.has(one))
    return roots.length > 0 ? roots : this.folders.slice(0, 1)
  }

  /** The files of values that Terraform takes by itself in a folder, where they were not given. */
  ownValues(folder: string): readonly ValuesFile[] {
    return ['terraform.tfvars', 'terraform.tfvars.json'].flatMap((one) => {
      const name = joined(folder, one)
      if (this.values.some((file) => normal(file.name) === name)) return []
      const text = this.given.read(name)
      return text === undefined ? [] : this.valuesIn({ name, text })
    })
  }

  private found(folder: string): Configuration | undefined {
    const given = this.bodies.get(folder)
    if (given) return configurationOf(folder, given, this.broken.has(folder))
    const listed = this.given.list?.(folder).filter((one) => one.endsWith('.tf'))
    const files = (listed ?? usual.map((one) => `${one}.tf`)).flatMap((one) => {
      const name = joined(folder, one)
      const text = this.given.read(name)
      return text === undefined ? [] : [{ name, text }]
    })
    const [first] = files
    if (!first) return undefined
    const bodies = files.flatMap((file) => this.body(file) ?? [])
    if (listed) return configurationOf(folder, bodies, bodies.length < files.length)
    const place = { file: first.name, line: 1, column: 1, endLine: 1, endColumn: 1 }
    const read = files.map(({ name }) => name.slice(name.lastIndexOf('/') + 1)).join(', ')
    const what = `Of the module in ${folder}, ${read} were read; files of other names are not looked for.`
    const fix = 'Give every file of the module beside the others.'
    this.budget.tell(`folder ${folder}`, () => troubled('part-unread', place, what, fix))
    return configurationOf(folder, bodies, true)
  }

  private body(file: SourceFile): Body | undefined {
    this.count(file)
    if (!this.given.hcl) throw new Failure('failed', `${file.name} needs a reader of HCL. This is a bug in Muster.`)
    const { root, wrong } = this.given.hcl(file)
    if (!wrong) return readFile(root)
    const what = `${file.name} cannot be read from here on: ${wrong.what}.`
    this.budget.problems.push(troubled('input-unreadable', wrong.place, what))
    return undefined
  }

  private valuesIn(file: SourceFile): readonly ValuesFile[] {
    const { name } = file
    if (!/\.json$/i.test(name)) {
      const body = this.body(file)
      return body ? [{ name, body }] : []
    }
    this.count(file)
    const json = parseJson(file)
    if (isJson(json) && isObject(json.value)) return [{ name, json: json.value }]
    const place = isJson(json) ? json.placeOf(json.value) : json.place
    const what = isJson(json) ? 'it is no object with the values of variables' : json.what
    this.budget.problems.push(troubled('input-unreadable', place, `${name} cannot be read: ${what}.`))
    return []
  }

  private stranger({ name }: SourceFile): void {
    const place = { file: name, line: 1, column: 1, endLine: 1, endColumn: 1 }
    const what = /\.tf\.json$/i.test(name)
      ? 'is a configuration in JSON, which Muster does not read'
      : 'is none of Terraform'
    this.budget.problems.push(troubled('input-of-another-format', place, `${name} ${what}.`))
  }

  private count({ text }: SourceFile): void {
    this.read += text.length
    if (this.read > most) beyond(`The files have ${this.read} characters together`, most)
  }
}
