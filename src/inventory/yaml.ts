import { Composer, type Document, isAlias, isMap, isScalar, isSeq, Lexer, type Node, Parser, type YAMLMap } from 'yaml'
import type { Place, Problem } from '#diagnostics'
import { isJson, type JsonText, lineStarts, type NoJson, parseJson, placeIn, type SourceFile } from './json.ts'
import { beyond, limits } from './limits.ts'
import { troubled } from './trouble.ts'
import { emptyObject, isList, isObject, type Value } from './value.ts'

/** Characters of one file of YAML, which takes far longer to read than JSON. */
const textLimit = 16 * 1024 * 1024
/** Values that the aliases of one file may stand for, all of them together. */
const aliasLimit = 100_000

/** A text of YAML: its documents that say something, in their order, and what is wrong with the others. */
interface YamlText {
  readonly documents: readonly JsonText[]
  readonly wrong: readonly NoJson[]
}

/**
 * The documents of a file of YAML or JSON that say something; may be empty. Undefined where the file cannot be read, and
 * then problems tell where and why.
 * @throws Failure `usage` for a text that is too long, too deep, or whose aliases stand for too much
 */
export function documentsIn(file: SourceFile, problems: Problem[]): readonly JsonText[] | undefined {
  if (/\.json$/i.test(file.name)) {
    const json = parseJson(file)
    if (isJson(json)) return [json]
    if (file.text.trim() === '') return []
    problems.push(troubled('input-unreadable', json.place, `${file.name} is no JSON from here on: ${json.what}.`))
    return undefined
  }
  const { documents, wrong } = parseYaml(file)
  const fix = file.text.includes('{{')
    ? 'If it is a template of a chart, render it first, and give what that writes: helm template NAME CHART > rendered.yaml'
    : undefined
  for (const { place, what } of wrong)
    problems.push(troubled('input-unreadable', place, `${file.name} is no YAML from here on: ${what}.`, fix))
  return wrong.length > 0 ? undefined : documents
}

/** A place at the very beginning of a file, for what is wrong with all of it. */
export function startOf(file: string): Place {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 }
}

function parseYaml(file: SourceFile): YamlText {
  const { name, text } = file
  if (text.length > textLimit) beyond(`${name} has ${text.length} characters`, textLimit)
  const lines = lineStarts(text)
  const place = (start: number, end: number) => placeIn(name, lines, start, Math.max(1, end - start))
  const documents: JsonText[] = []
  const wrong: NoJson[] = []
  const aliases = { left: aliasLimit, file: name }
  for (const document of parsed(file)) {
    const [error] = document.errors
    const reading = new Reading(aliases)
    const value = error ? null : reading.value(document.contents)
    const [start, end, what] = error
      ? [...error.pos, error.message.replace(/[.:]?$/, '')]
      : (reading.wrong ?? [0, 0, ''])
    if (what !== '') wrong.push({ place: place(start, end), what: what.replaceAll(/\s+/g, ' ') })
    else if (value !== null) documents.push({ value, placeOf: placesOf(reading, document, place) })
  }
  return { documents, wrong }
}

/** Depth is measured while the text is read, since what makes values of it is recursive. */
function* parsed({ name, text }: SourceFile): Generator<Document.Parsed, void> {
  const parser = new Parser()
  const composer = new Composer({ schema: 'core', version: '1.2', merge: false, uniqueKeys: false })
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) yield* composer.next(token)
    if (parser.stack.length > limits.depth)
      beyond(`${name} is nested deeper than anything that is deployed`, limits.depth)
  }
  for (const token of parser.end()) yield* composer.next(token)
  yield* composer.end(true, text.length)
}

function placesOf(
  { nodes }: Reading,
  document: Document.Parsed,
  place: (start: number, end: number) => Place,
): JsonText['placeOf'] {
  const keys = new Map<Node, ReadonlyMap<string | undefined, Node>>()
  const keyOf = (map: YAMLMap, key: string): Node | undefined => {
    const found = keys.get(map) ?? new Map(map.items.map((one) => [textOf(one.key), one.key as Node]))
    keys.set(map, found)
    return found.get(key)
  }
  return (part, key) => {
    const node = nodes.get(part) ?? document.contents
    const range = key !== undefined && isMap(node) ? keyOf(node, key)?.range : undefined
    if (range) return place(range[0], range[1])
    const start = node?.range?.[0] ?? 0
    return place(start, start + 1)
  }
}

/** Makes values of the nodes of one document, and remembers which is of which. */
class Reading {
  /** The node of each object and list. */
  readonly nodes = new Map<Value, Node>()
  /** The first thing that is wrong: from, to, what. */
  wrong: readonly [start: number, end: number, what: string] | undefined
  readonly #aliases: { left: number; readonly file: string }
  /** What each name stands for and how many values that is; undefined while it is being read. */
  readonly #anchors = new Map<string, { readonly value: Value; readonly size: number } | undefined>()
  #made = 0

  constructor(aliases: { left: number; readonly file: string }) {
    this.#aliases = aliases
  }

  value(node: Node | null): Value {
    if (isAlias(node)) return this.#alias(node.source, node)
    const anchor = node && 'anchor' in node ? node.anchor : undefined
    if (anchor !== undefined) this.#anchors.set(anchor, undefined)
    const before = this.#made++
    const value = this.#own(node)
    if (anchor !== undefined) this.#anchors.set(anchor, { value, size: this.#made - before })
    return value
  }

  #alias(name: string, node: Node): Value {
    const meant = this.#anchors.get(name)
    if (!meant) {
      this.#fault(node, this.#anchors.has(name) ? `*${name} stands for itself` : `nothing before it is called &${name}`)
      return null
    }
    this.#made += meant.size
    this.#aliases.left -= meant.size
    if (this.#aliases.left < 0) beyond(`${this.#aliases.file} has aliases that stand for too many values`, aliasLimit)
    return meant.value
  }

  #own(node: Node | null): Value {
    if (isMap(node)) return this.#map(node)
    if (isSeq(node)) {
      const list = node.items.map((one) => this.value(one as Node | null))
      this.nodes.set(list, node)
      return list
    }
    if (!isScalar(node)) return null
    const { value, source } = node
    if (typeof value === 'number') return Number.isFinite(value) ? value : (source ?? String(value))
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
    return source ?? null
  }

  /** Keys that are merged in stand first; those of the map itself win, and then those that are named first. */
  #map(node: YAMLMap): Value {
    const own = emptyObject()
    const merged: Value[] = []
    for (const { key, value } of node.items as ReadonlyArray<{ key: Node | null; value: Node | null }>) {
      const name = textOf(key)
      if (isScalar(key) && key.anchor !== undefined) this.value(key)
      const read = this.value(value)
      if (isScalar(key) && key.type === 'PLAIN' && name === '<<') merged.push(...(isList(read) ? read : [read]))
      else if (name === undefined) this.#fault(key ?? node, 'a key is itself a list or a map')
      else if (Object.hasOwn(own, name)) this.#fault(key ?? node, `the key “${name}” stands here for the second time`)
      else own[name] = read
    }
    const all = merged.length > 0 ? emptyObject() : own
    for (const one of merged) {
      if (!isObject(one)) this.#fault(node, 'what is merged with << is no map')
      else for (const [name, value] of Object.entries(one)) if (!Object.hasOwn(all, name)) all[name] = value
    }
    if (all !== own) Object.assign(all, own)
    this.nodes.set(all, node)
    return all
  }

  #fault(node: Node, what: string): void {
    this.wrong ??= [node.range?.[0] ?? 0, node.range?.[1] ?? 0, what]
  }
}

/** The text of a key; undefined where it is itself a list or a map. */
function textOf(key: unknown): string | undefined {
  if (key === null || key === undefined) return ''
  if (isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? '')
  return isAlias(key) ? `*${key.source}` : undefined
}
