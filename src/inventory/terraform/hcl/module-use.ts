import type { Place } from '#diagnostics'
import { troubled } from '../../trouble.ts'
import { isList, isObject, Unknown, type Value } from '../../value.ts'
import { beyond } from '../../limits.ts'
import type { TerraformResource } from '../resource.ts'
import {
  type CallBlock,
  type Configuration,
  localSource,
  type ResourceBlock,
  sourceOf,
  type Variable,
} from './configuration.ts'
import { conform } from './conform.ts'
import { evaluate, type Scope } from './evaluate.ts'
import { type Expansion, expand, type Instance, together } from './expand.ts'
import { Namespace, weightOf } from './made.ts'
import { settled } from './settled.ts'
import { joined } from './path.ts'
import { ResourceUse } from './resource-use.ts'
import { deepestModule, type Shared } from './shared.ts'

/** From where the variables of a module get their values; undefined where nothing says any. */
export type Input = (name: string, variable: Variable | undefined) => Value | undefined

/** How a module is used: where, with which values, and whether it is known to be used. */
export interface Usage {
  /** What stands before every address in it: `module.stamp["a"].`, or nothing for the root. */
  readonly prefix: string
  readonly input: Input
  readonly doubt: Unknown | undefined
  /** How many modules lie around it. */
  readonly depth: number
}

/** The instances of a resource. */
interface Resources {
  readonly expansion: Expansion
  readonly uses: readonly ResourceUse[]
  /** All of them as one value. */
  readonly value: Value
}

/** The instances of a module. */
interface Modules {
  /** One for each instance; undefined where its files are not here. */
  readonly uses: ReadonlyArray<ModuleUse | undefined>
  readonly value: Value
}

/** One use of a module, evaluated as far as somebody asks. */
export class ModuleUse {
  private readonly configuration: Configuration
  private readonly usage: Usage
  private readonly shared: Shared
  private readonly scope: Scope
  private readonly made = new Map<ResourceBlock, Resources>()
  private readonly used = new Map<CallBlock, Modules>()

  constructor(configuration: Configuration, usage: Usage, shared: Shared) {
    if (usage.depth > deepestModule) beyond('Modules lie in modules, or one in itself', deepestModule)
    this.configuration = configuration
    this.usage = usage
    this.shared = shared
    this.scope = { budget: shared.budget, names: new Map(), root: (name, place) => this.root(name, place) }
  }

  /** Every resource of it and of the modules in it, in the order of the files. */
  resources(): readonly TerraformResource[] {
    const { resources, calls } = this.configuration
    const own = [...resources.values()].flatMap((block) => {
      const all = this.instancesOf(block)
      return all?.uses.map((use, i) => this.resource(block, use, all.expansion.instances[i])) ?? []
    })
    const inner = [...calls.values()].flatMap(
      (call) => this.usesOf(call)?.uses.flatMap((module) => module?.resources() ?? []) ?? [],
    )
    return [...own, ...inner]
  }

  private resource(block: ResourceBlock, use: ResourceUse, instance: Instance | undefined): TerraformResource {
    this.shared.budget.resource()
    const waits = block.body.attributes.get('depends_on')?.value
    const doubt = instance?.doubt ?? this.usage.doubt
    const values = use.values()
    // Several resources may share one large value, and each of them is looked through.
    this.shared.budget.spend(weightOf(values))
    return {
      address: use.text,
      type: block.type,
      values: settled(values, use.text),
      data: block.data,
      dependsOn: waits ? addressesIn(evaluate(waits, this.scope), this.usage.prefix) : [],
      ...(doubt && { doubt }),
      place: block.place,
    }
  }

  private root(name: string, place: Place): Value {
    const { prefix } = this.usage
    const { folder } = this.configuration
    switch (name) {
      case 'var':
        return new Namespace(`${prefix}var`, (one) => this.variable(one, place))
      case 'local':
        return new Namespace(`${prefix}local`, (one) => this.local(one, place))
      case 'module':
        return new Namespace(`${prefix}module`, (one) => this.module(one, place))
      case 'data':
        return new Namespace(`${prefix}data`, (type) => this.ofType(`data.${type}`, place))
      case 'path':
        return { module: folder === '' ? '.' : folder, root: '.', cwd: '.' }
      case 'terraform':
        return new Namespace(name, (one) => new Unknown(`terraform.${one} is not known here`, `{terraform.${one}}`))
      case 'each':
      case 'count':
      case 'self':
        return new Namespace(
          name,
          (one) => new Unknown(`${name}.${one} is not known here`, `{${prefix}${name}.${one}}`),
        )
      default:
        return this.ofType(name, place)
    }
  }

  private ofType(type: string, place: Place): Value {
    return new Namespace(`${this.usage.prefix}${type}`, (name) => this.resourceOf(`${type}.${name}`, place))
  }

  private variable(name: string, place: Place): Value {
    const { budget } = this.shared
    const variable = this.configuration.variables.get(name)
    const full = `${this.usage.prefix}var.${name}`
    return this.shared.lazily(full, variable?.place ?? place, () => {
      if (variable?.secret) return new Unknown(`the variable ${name} is a secret, and is not read`, `{${full}}`)
      const run = (expression: NonNullable<Variable['default']>) => evaluate(expression, this.scope)
      const passed = this.usage.input(name, variable)
      const left = passed === undefined || (passed === null && variable?.nullable === false)
      const value = left && variable?.default ? run(variable.default) : passed
      if (value !== undefined) return variable?.type ? conform(value, variable.type, budget, run) : value
      const what = variable
        ? `The variable ${name}${this.inside()} has no value.`
        : `The variable ${name}${this.inside()} is declared nowhere in the files that were given, and has no value.`
      budget.tell(`${name} ${whereOf(variable?.place ?? place)}`, () =>
        troubled('parameter-unknown', variable?.place ?? place, what),
      )
      return new Unknown(`the variable ${name} has no value`, `{${full}}`)
    })
  }

  private local(name: string, place: Place): Value {
    const local = this.configuration.locals.get(name)
    const full = `${this.usage.prefix}local.${name}`
    return local
      ? this.shared.lazily(full, local.place, () => evaluate(local.value, this.scope))
      : this.missing(full, place)
  }

  private resourceOf(name: string, place: Place): Value {
    const block = this.configuration.resources.get(name)
    const full = `${this.usage.prefix}${name}`
    if (!block) return this.missing(full, place)
    return this.instancesOf(block)?.value ?? new Unknown(`how often ${full} is made rests on itself`, `{${full}}`)
  }

  /** The instances of a resource; undefined while it is being found out how many there are. */
  private instancesOf(block: ResourceBlock): Resources | undefined {
    const name = `${this.usage.prefix}${block.data ? 'data.' : ''}${block.type}.${block.name}`
    this.shared.lazily(`how often ${name} is made`, block.place, () => {
      const expansion = expand(name, block.body, block.place, this.scope)
      const uses = expansion.instances.map((one) => new ResourceUse(name, block, one, this.shared))
      this.made.set(block, { expansion, uses, value: together(expansion, (_, i) => uses[i] ?? null, this.scope) })
      return true
    })
    return this.made.get(block)
  }

  private module(name: string, place: Place): Value {
    const call = this.configuration.calls.get(name)
    const full = `${this.usage.prefix}module.${name}`
    if (!call) return this.missing(full, place)
    return this.usesOf(call)?.value ?? new Unknown(`how often ${full} is used rests on itself`, `{${full}}`)
  }

  private output(name: string, place: Place): Value {
    const output = this.configuration.outputs.get(name)
    const value = output?.body.attributes.get('value')
    const full = `${this.usage.prefix}${name}`
    if (!value) return this.missing(full, place)
    return this.shared.lazily(`output ${full}`, value.place, () => evaluate(value.value, this.scope))
  }

  /** The instances of a module; undefined while it is being found out how many there are. */
  private usesOf(call: CallBlock): Modules | undefined {
    const name = `${this.usage.prefix}module.${call.name}`
    this.shared.lazily(`how often ${name} is used`, call.place, () => {
      const expansion = expand(name, call.body, call.place, this.scope)
      const uses = expansion.instances.map((one) => this.use(call, name, one))
      const value = ({ suffix, doubt }: Instance, i: number) => {
        const [module, text] = [uses[i], `${name}${suffix}`]
        const member = (one: string) =>
          module ? module.output(one, call.place) : new Unknown(`${name} lies elsewhere`, `${text}.${one}`)
        return new Namespace(text, member, doubt === undefined || suffix !== '')
      }
      this.used.set(call, { uses, value: together(expansion, value, this.scope) })
      return true
    })
    return this.used.get(call)
  }

  private use(call: CallBlock, name: string, { suffix, scope, doubt }: Instance): ModuleUse | undefined {
    const source = localSource(call)
    const configuration = source === undefined ? undefined : this.shared.load(joined(this.configuration.folder, source))
    if (!configuration) {
      const from = sourceOf(call.body) ?? 'a source that is no plain text'
      const what = source === undefined ? `comes from ${from}` : `lies in ${from}, of which no file was given`
      this.shared.budget.tell(`module ${whereOf(call.place)}`, () =>
        troubled('part-unread', call.place, `${name} ${what}.`),
      )
      return undefined
    }
    const attributes = call.body.attributes
    const input: Input = (one) => {
      const value = attributes.get(one)
      return value && this.shared.lazily(`${name}${suffix} ${one}`, value.place, () => evaluate(value.value, scope))
    }
    return new ModuleUse(
      configuration,
      { prefix: `${name}${suffix}.`, input, doubt: doubt ?? this.usage.doubt, depth: this.usage.depth + 1 },
      this.shared,
    )
  }

  /** What is referred to and not declared. */
  private missing(full: string, place: Place): Unknown {
    const outside = this.configuration.partial
    this.shared.budget.tell(`${full.slice(this.usage.prefix.length)} ${place.file}`, () =>
      troubled(
        outside ? 'reference-outside' : 'reference-dangling',
        place,
        `${full} is declared nowhere in the files that were given.`,
      ),
    )
    return new Unknown(`${full} is declared nowhere in the files that were given`, `{${full}}`)
  }

  private inside(): string {
    return this.usage.prefix === '' ? '' : ` of ${this.usage.prefix.replace(/[.:]$/, '')}`
  }
}

/** A place by which the same trouble in several instances of a module is told once. */
function whereOf({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`
}

/** The addresses of the resources that a list of them names. */
function addressesIn(value: Value, prefix: string): readonly string[] {
  if (value instanceof ResourceUse) return [value.text]
  if (typeof value === 'string') return [`${prefix}${value}`]
  const inside = isList(value) ? value : isObject(value) ? Object.values(value) : []
  return inside.flatMap((one) => addressesIn(one, prefix))
}
