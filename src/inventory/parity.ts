import { isOwn } from './parity-keys.ts'
import type { Resource } from './resource.ts'
import { isList, isObject, textOf, Unknown, type Value, type ValueObject, valueOf } from './value.ts'

/** One value in which two resources differ. */
export interface Difference {
  /** Keys joined by dots, such as `properties.siteConfig.alwaysOn`. */
  readonly path: string
  /** What each side has; absent for settings and variables of a program, whose values are not for everybody to read. */
  readonly values?: readonly [first: string, second: string]
}

/**
 * In what two resources of one type differ: size, version, settings, tags, and what others say of them (roles, policies, network
 * rules, private endpoints, secrets and certificates by name). Where either side is unknown nothing is
 * said, and what differs between any two resources is left out, as is the mention of a resource, which each side has of
 * its own, and what is made of its own name or region. A copy has from its source whatever it does not say itself.
 */
export function differences(a: Resource, b: Resource): readonly Difference[] {
  const copies = [a, b].some(({ replication }) => [a.id, b.id].every((id) => replication?.between.includes(id)))
  const comparison = new Comparison([plainOf(a), plainOf(b)], copies)
  const said = ({ body }: Resource) => valueOf(body, 'arguments') ?? flattened(body)
  comparison.compare(said(a), said(b), '', ofSettings.test(a.name))
  const { found } = comparison
  for (const one of new Set([...a.attached, ...b.attached])) {
    if (a.attached.includes(one) && b.attached.includes(one)) continue
    found.push({
      path: `attached.${one}`,
      values: a.attached.includes(one) ? ['there', 'missing'] : ['missing', 'there'],
    })
  }
  return found
}

/** Nobody reads further. */
const most = 50

/** Settings and variables of a program. */
const settings = /^(app_?settings|env|environments?|environment_?variables|connection_?strings?|sticky_?settings)$/i

/** Resources of which every property is a setting. */
const ofSettings = /\/(app_?settings|connectionstrings)$/i

class Comparison {
  readonly found: Difference[] = []
  readonly #plain: readonly [(text: string) => string, (text: string) => string]
  readonly #copies: boolean

  constructor(plain: readonly [(text: string) => string, (text: string) => string], copies: boolean) {
    this.#plain = plain
    this.#copies = copies
  }

  /** @param unsaid whether what differs is named, and its values are not told */
  compare(a: Value | undefined, b: Value | undefined, path: string, unsaid = false): void {
    if (this.#copies && (a === undefined || b === undefined)) return
    if (a instanceof Unknown || b instanceof Unknown || this.found.length >= most) return
    if (isObject(a) && isObject(b)) this.#objects(a, b, path, unsaid)
    else if (isList(a) && isList(b)) this.#lists(a, b, path, unsaid)
    else this.#leaves(a, b, path, unsaid)
  }

  #objects(a: ValueObject, b: ValueObject, path: string, unsaid: boolean): void {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const within = path === '' ? key : `${path}.${key}`
      // The names of settings are the program's own, and say nothing of what they are.
      if (unsaid) this.compare(a[key], b[key], within, true)
      else if (/^zones$/i.test(key) && isList(a[key]) && isList(b[key]))
        this.#lengths(a[key].length, b[key].length, within, false)
      else if (!isOwn(key) && (key !== 'name' || path.endsWith('sku')))
        this.compare(a[key], b[key], within, settings.test(key))
    }
  }

  #lists(a: readonly Value[], b: readonly Value[], path: string, unsaid: boolean): void {
    const [first, second] = unsaid ? [named(a), named(b)] : []
    if (first && second) this.#objects(first, second, path, true)
    else if (a.length !== b.length) this.#lengths(a.length, b.length, path, unsaid)
    else for (const [i, one] of a.entries()) this.compare(one, b[i], `${path}.${i}`, unsaid)
  }

  #lengths(a: number, b: number, path: string, unsaid: boolean): void {
    if (a !== b) this.#tell(path, [`${a} entries`, `${b} entries`], unsaid)
  }

  #leaves(a: Value | undefined, b: Value | undefined, path: string, unsaid: boolean): void {
    const [first, second] = [shown(a), shown(b)]
    if (first === second || isId(a) || isId(b)) return
    const [plain, other] = this.#plain
    if (plain(first) !== other(second)) this.#tell(path, [first, second], unsaid)
  }

  #tell(path: string, values: readonly [string, string], unsaid: boolean): void {
    this.found.push(unsaid ? { path } : { path, values })
  }
}

/** Settings that stand as a list of names and values, by their names. */
function named(list: readonly Value[]): ValueObject | undefined {
  const entries = list.map((one) => [textOf(valueOf(one, 'name')), one] as const)
  return entries.some(([name]) => name === undefined)
    ? undefined
    : Object.fromEntries(entries.map(([name, one]) => [name ?? '', one]))
}

/** Some exports have properties beside the name of a resource; an importer keeps them below `properties` as well. */
function flattened(body: Value): Value {
  const properties = valueOf(body, 'properties')
  if (!isObject(body) || !isObject(properties)) return body
  const { properties: _, id: __, ...others } = body
  const keys = Object.keys(others)
  return keys.length > 0 && keys.every((key) => Object.hasOwn(properties, key)) ? others : body
}

/** A text without the resource's own name and region, in whatever case it has them. */
function plainOf({ name, region }: Resource): (text: string) => string {
  const own = [name.slice(name.lastIndexOf('/') + 1), region instanceof Unknown ? '' : region]
    .map((one) => one.toLowerCase())
    .filter((one) => one.length > 2)
    .sort((a, b) => b.length - a.length)
  return (text) => {
    let plain = text.toLowerCase()
    for (const one of own) plain = plain.replaceAll(one, '{}')
    return plain
  }
}

function isId(value: Value | undefined): boolean {
  return typeof value === 'string' && value.startsWith('/subscriptions/')
}

function shown(value: Value | undefined): string {
  if (value === undefined || value === null) return 'not set'
  return typeof value === 'object' ? 'set' : String(value)
}
