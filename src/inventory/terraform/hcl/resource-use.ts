import { emptyObject, isList, isObject, Unknown, type Value, type ValueObject } from '../../value.ts'
import type { Body } from './block.ts'
import { blockNames, blockValues } from './body-values.ts'
import type { ResourceBlock } from './configuration.ts'
import { evaluate, type Scope } from './evaluate.ts'
import type { Instance } from './expand.ts'
import { Encoded, Fault, made, Open } from './made.ts'
import type { Shared } from './shared.ts'

const afterwards = 'it is known only after it was applied'

/** What Terraform itself looks at in a resource. */
const ofTerraform = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection'])

/** One instance of a resource: what is said of it, and its address in place of what is known only when it is there. */
export class ResourceUse extends Open {
  readonly single: boolean
  private readonly block: ResourceBlock
  private readonly scope: Scope
  private readonly shared: Shared

  constructor(address: string, block: ResourceBlock, { scope, suffix, doubt }: Instance, shared: Shared) {
    super(afterwards, `${address}${suffix}`)
    this.single = doubt === undefined || suffix !== ''
    this.block = block
    this.scope = scope
    this.shared = shared
  }

  member(name: string): Value {
    const value = name === 'id' ? null : (this.said(name) ?? null)
    if (value === null)
      return new Unknown(afterwards, name === 'id' || name === 'name' ? this.text : `${this.text}.${name}`)
    // A name that nobody knows yet is told apart by whose it is.
    if (name === 'name' && value instanceof Unknown && !(value instanceof Fault))
      return new Unknown(value.why, this.text)
    if (this.block.body.attributes.has(name) || !isList(value)) return value
    return made(
      value.map((one, i) => (isObject(one) ? new BlockUse(`${this.text}.${name}[${i}]`, one) : one)),
      this.shared.budget,
    )
  }

  item(key: Value): Value {
    if (typeof key === 'string') return this.member(key)
    if (!this.single) return this
    return new Fault(`${this.text} is one resource, and no list of them`, `{?${this.text}}`)
  }

  /** Everything that is said of it. */
  values(): ValueObject {
    const { attributes } = this.block.body
    const result = emptyObject()
    for (const name of [...attributes.keys(), ...blockNames(this.block.body)]) {
      const value = ofTerraform.has(name) ? undefined : this.said(name)
      if (value !== undefined) result[name] = name === 'body' && value instanceof Encoded ? value.value : value
    }
    const location = this.said('location')
    return location === undefined ? result : { ...result, location }
  }

  /** What the configuration says under a name; undefined where it says nothing. */
  private said(name: string): Value | undefined {
    const { body, place } = this.block
    const attribute = body.attributes.get(name)
    const key = `${this.text}.${name}`
    if (attribute) return this.shared.lazily(key, attribute.place, () => evaluate(attribute.value, this.scope))
    if (hasBlock(body, name)) return this.shared.lazily(key, place, () => blockValues(body, name, this.scope))
    const group = this.block.data && this.block.type === 'azurerm_resource_group' && name === 'location'
    return group ? this.shared.given.location : undefined
  }
}

function hasBlock(body: Body, name: string): boolean {
  return body.blocks.some((one) => (one.type === 'dynamic' ? one.labels[0] : one.type) === name)
}

/** A block of a resource, in which the provider may put more than is said. */
class BlockUse extends Open {
  readonly single = true
  private readonly values: ValueObject

  constructor(text: string, values: ValueObject) {
    super(afterwards, text)
    this.values = values
  }

  member(name: string): Value {
    const said = Object.hasOwn(this.values, name) ? this.values[name] : undefined
    return said ?? new Unknown(afterwards, `${this.text}.${name}`)
  }

  item(key: Value): Value {
    return typeof key === 'string' ? this.member(key) : new Fault(`${this.text} is no list`, `{?${this.text}}`)
  }
}
