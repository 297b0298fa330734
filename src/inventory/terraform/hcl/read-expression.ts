import type { HclNode } from '../../hcl-syntax.ts'
import { each, type Expression } from './expression.ts'
import { between, operatorBetween, outdented, unescaped, type Whole, withMarks } from './read-text.ts'

/** Nodes by which the grammar only says what kind of thing stands in them. */
const wrappers = new Set(['expression', 'literal_value', 'collection_value', 'template_expr', 'operation', 'for_expr'])

/** What follows a value and asks it for something. */
const postfixes = new Set(['get_attr', 'index', 'splat'])

const nothing: Expression = { kind: 'literal', value: null }

/** An expression from its syntax. */
export function readExpression(node: HclNode, whole: Whole): Expression {
  if (wrappers.has(node.type)) return chained(node.children, node, whole)
  const read = (one: HclNode) => readExpression(one, whole)
  switch (node.type) {
    case 'numeric_lit':
      return { kind: 'literal', value: Number(node.text) }
    case 'bool_lit':
      return { kind: 'literal', value: node.text === 'true' }
    case 'null_lit':
      return nothing
    case 'string_lit':
      return { kind: 'literal', value: unescaped(node.text.slice(1, -1)) }
    case 'variable_expr':
    case 'identifier':
      return { kind: 'name', name: node.text, place: node.place }
    case 'quoted_template':
      return quoted(node, whole)
    case 'heredoc_template':
      return heredoc(node, whole)
    case 'tuple':
      return { kind: 'list', members: node.children.filter(({ type }) => type === 'expression').map(read) }
    case 'object':
      return {
        kind: 'object',
        entries: node.children.filter(({ type }) => type === 'object_elem').map((one) => entry(one, whole)),
      }
    case 'function_call':
      return called(node, whole)
    case 'conditional': {
      const [condition = nothing, yes = nothing, no = nothing] = node.children.map(read)
      return { kind: 'conditional', condition, yes, no }
    }
    case 'unary_operation':
      return { kind: 'operation', operator: node.text[0] ?? '', operands: [chained(node.children, node, whole)] }
    case 'binary_operation':
      return binary(node, whole)
    case 'for_tuple_expr':
    case 'for_object_expr':
      return loop(node, whole)
    default:
      return unread(node)
  }
}

function unread({ text }: HclNode): Expression {
  return { kind: 'unread', why: 'this kind of expression is not read by Muster', text }
}

/** A value and everything that is asked of it, in turn. */
function chained(nodes: readonly HclNode[], around: HclNode, whole: Whole): Expression {
  const [first, ...rest] = nodes
  return first ? asked(readExpression(first, whole), rest, whole) : unread(around)
}

function asked(of: Expression, postfix: readonly HclNode[], whole: Whole): Expression {
  return postfix.reduce((here, node): Expression => {
    const [inner] = node.children
    if (node.type === 'get_attr') return { kind: 'member', of: here, name: inner?.text ?? '' }
    if (node.type === 'splat') return splat(here, inner, whole)
    const [key] = inner?.children ?? []
    // `a.0` is an old way of writing `a[0]`.
    if (!key) return { kind: 'index', of: here, key: { kind: 'literal', value: Number(node.text.replace('.', '')) } }
    return { kind: 'index', of: here, key: readExpression(key, whole) }
  }, of)
}

/** `a.*.b[0]` asks the list of all `b` for its first, and `a[*].b[0]` each `b` for its own. */
function splat(of: Expression, node: HclNode | undefined, whole: Whole): Expression {
  const all = node?.children ?? []
  const first = node?.type === 'attr_splat' ? all.findIndex(({ type }) => type !== 'get_attr') : -1
  const [inside, outside] = first < 0 ? [all, []] : [all.slice(0, first), all.slice(first)]
  const place = node?.place ?? { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 }
  const result = asked({ kind: 'name', name: each, place }, inside, whole)
  return asked({ kind: 'splat', of, result }, outside, whole)
}

function binary(node: HclNode, whole: Whole): Expression {
  const { children } = node
  let second = 1
  while (second < children.length && postfixes.has(children[second]?.type ?? '')) second++
  const [left, right] = [children[second - 1], children[second]]
  if (!left || !right) return unread(node)
  return {
    kind: 'operation',
    operator: operatorBetween(left, right, whole),
    operands: [chained(children.slice(0, second), node, whole), chained(children.slice(second), node, whole)],
  }
}

function entry(node: HclNode, whole: Whole): readonly [Expression, Expression] {
  const [key, value] = node.children
  const read = key ? readExpression(key, whole) : nothing
  // A bare word is a name, and not what the word stands for.
  const named = read.kind === 'name' && key?.children[0]?.type === 'variable_expr'
  return [named ? { kind: 'literal', value: read.name } : read, value ? readExpression(value, whole) : nothing]
}

function called(node: HclNode, whole: Whole): Expression {
  const [name, list] = node.children
  const args = list?.children ?? []
  return {
    kind: 'call',
    name: name?.text ?? '',
    args: args.filter(({ type }) => type === 'expression').map((one) => readExpression(one, whole)),
    spread: args.some(({ type }) => type === 'ellipsis'),
    place: node.place,
  }
}

function loop(node: HclNode, whole: Whole): Expression {
  const intro = node.children.find(({ type }) => type === 'for_intro')
  const words = intro?.children.filter(({ type }) => type === 'identifier').map(({ text }) => text) ?? []
  const over = intro?.children.find(({ type }) => type === 'expression')
  const results = node.children.filter(({ type }) => type === 'expression').map((one) => readExpression(one, whole))
  const [condition] = node.children.find(({ type }) => type === 'for_cond')?.children ?? []
  const [result, value] = [results.at(-1), words.at(-1)]
  const [key, under] = [words.length > 1 ? words[0] : undefined, results.length > 1 ? results[0] : undefined]
  if (!over || !result || value === undefined) return unread(node)
  return {
    kind: 'for',
    ...(key !== undefined && { key }),
    value,
    of: readExpression(over, whole),
    ...(under && { under }),
    result,
    ...(condition && { condition: readExpression(condition, whole) }),
    grouped: node.children.some(({ type }) => type === 'ellipsis'),
  }
}

/** A text in quotes with values in it. Blanks beside a value are not in the tree, so that texts are what lies between. */
function quoted(node: HclNode, whole: Whole): Expression {
  const [start, ...rest] = node.children
  return template(node, [start, ...rest], whole, (parts) =>
    parts.map((one) => (one === undefined ? undefined : unescaped(one))),
  )
}

function heredoc(node: HclNode, whole: Whole): Expression {
  const [start, word, ...rest] = node.children
  const indented = start?.text === '<<-'
  return template(node, [word, ...rest], whole, (parts) => {
    const inner = parts.map((part, i) => {
      const from = i === 0 ? part?.replace(/^[^\n]*\n/, '') : part
      return i === parts.length - 1 ? from?.replace(/[^\n]*$/, '') : from
    })
    return (indented ? outdented(inner) : inner).map((one) => (one === undefined ? undefined : withMarks(one)))
  })
}

/**
 * @param nodes its start, its values and its end
 * @param decode gets the texts in order, with undefined in the place of each value
 */
function template(
  node: HclNode,
  nodes: ReadonlyArray<HclNode | undefined>,
  whole: Whole,
  decode: (parts: ReadonlyArray<string | undefined>) => ReadonlyArray<string | undefined>,
): Expression {
  if (nodes.some((one) => one?.type === 'template_directive'))
    return { kind: 'unread', why: 'a text with %{ in it is not read by Muster', text: node.text }
  const [start, end] = [nodes[0] ?? node, nodes.at(-1) ?? node]
  const values = nodes.slice(1, -1).flatMap((one) => (one?.type === 'template_interpolation' ? [one] : []))
  const raw: Array<string | undefined> = []
  let before = start
  for (const value of values) {
    raw.push(between(before, value, whole), undefined)
    before = value
  }
  raw.push(between(before, end, whole))
  const texts = decode(raw)
  const parts: Expression[] = []
  for (const [i, text] of texts.entries()) {
    const value = text === undefined ? values[(i - 1) / 2] : undefined
    if (value) parts.push(interpolated(value, whole))
    else if (text !== undefined) {
      const [before, after] = [values[i / 2 - 1], values[i / 2]]
      const left = stripped(before, 'after') ? text.trimStart() : text
      const kept = stripped(after, 'before') ? left.trimEnd() : left
      if (kept !== '') parts.push({ kind: 'literal', value: kept })
    }
  }
  return parts.length === 0 ? { kind: 'literal', value: '' } : { kind: 'template', parts }
}

function interpolated(node: HclNode, whole: Whole): Expression {
  const inner = node.children.find(({ type }) => type === 'expression')
  return inner ? readExpression(inner, whole) : unread(node)
}

/** Whether a value takes away the blanks before or after it, by a `~`. */
function stripped(node: HclNode | undefined, side: 'before' | 'after'): boolean {
  return side === 'before' ? node?.text.startsWith('${~') === true : node?.text.endsWith('~}') === true
}
