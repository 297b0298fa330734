import type { HclNode } from '../../hcl-syntax.ts'
import type { Attribute, Block, Body } from './block.ts'
import { readExpression } from './read-expression.ts'
import { unescaped, type Whole, wholeOf } from './read-text.ts'

/** What a file says, from its syntax: attributes and blocks. */
export function readFile(root: HclNode): Body {
  return readBody(
    root.children.find(({ type }) => type === 'body'),
    wholeOf(root),
  )
}

function readBody(body: HclNode | undefined, whole: Whole): Body {
  const attributes = new Map<string, Attribute>()
  const blocks: Block[] = []
  for (const node of body?.children ?? []) {
    const [name, value] = node.children
    if (node.type === 'block') blocks.push(readBlock(node, whole))
    else if (name && value)
      attributes.set(name.text, { name: name.text, value: readExpression(value, whole), place: node.place })
  }
  return { attributes, blocks }
}

function readBlock(node: HclNode, whole: Whole): Block {
  const labels: string[] = []
  let body: HclNode | undefined
  for (const child of node.children.slice(1)) {
    if (child.type === 'identifier') labels.push(child.text)
    else if (child.type === 'string_lit') labels.push(unescaped(child.text.slice(1, -1)))
    else if (child.type === 'body') body = child
  }
  const [type, ...rest] = node.children
  const end = rest.filter((one) => ['identifier', 'string_lit'].includes(one.type)).at(-1) ?? type ?? node
  return {
    type: type?.text ?? '',
    labels,
    body: readBody(body, whole),
    // The head of a block says what it is; its body may be long.
    place: { ...node.place, endLine: end.place.endLine, endColumn: end.place.endColumn },
  }
}
