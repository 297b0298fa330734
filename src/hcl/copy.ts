import type { Tree, TreeCursor } from 'web-tree-sitter'
import { Failure, type Place } from '#diagnostics'
import type { Given, SourceFile } from '#inventory'

type HclSyntax = ReturnType<NonNullable<Given['hcl']>>
type HclNode = HclSyntax['root']

/** Nodes within nodes. Brackets take three each, so that this is more than anybody writes. */
const deepest = 1000

/** A node whose children are still being added. */
interface Growing extends HclNode {
  readonly children: HclNode[]
}

/**
 * The syntax as plain data, which outlives the parser's tree. Comments are left out, and so is everything where a part
 * cannot be read.
 * @throws Failure `usage` for a text that is nested too deeply
 */
export function copied(tree: Tree, file: SourceFile): HclSyntax {
  const cursor = tree.walk()
  try {
    const root = nodeAt(cursor, file)
    if (!tree.rootNode.hasError) {
      addChildren(cursor, root, file)
      return { root }
    }
    return { root, wrong: firstWrong(cursor, file) }
  } finally {
    cursor.delete()
  }
}

/** Goes through the tree without calling itself, so that depth costs no stack. */
function addChildren(cursor: TreeCursor, root: Growing, file: SourceFile): void {
  const open: Growing[] = [root]
  let down = cursor.gotoFirstChild()
  while (down) {
    const around = open.at(-1)
    if (cursor.nodeIsNamed && cursor.nodeType !== 'comment') {
      const node = nodeAt(cursor, file)
      around?.children.push(node)
      open.push(node)
      if (open.length > deepest) tooDeep(file, node)
      if (cursor.gotoFirstChild()) continue
      open.pop()
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent() || open.length === 1) return
      open.pop()
    }
    down = true
  }
}

function tooDeep({ name }: SourceFile, { place }: HclNode): never {
  throw new Failure(
    'usage',
    `${name} has more brackets within brackets, at line ${place.line}, than anything that people write; Muster reads what is nested less deeply.`,
  )
}

function firstWrong(cursor: TreeCursor, file: SourceFile): NonNullable<HclSyntax['wrong']> {
  let place = placeAt(cursor, file.name)
  let what = 'the text ends too early'
  while (cursor.gotoFirstChild() || next(cursor)) {
    if (cursor.nodeIsMissing) return { place: placeAt(cursor, file.name), what: `${cursor.nodeType} is missing` }
    if (cursor.nodeType !== 'ERROR') continue
    place = placeAt(cursor, file.name)
    const [line = ''] = file.text.slice(cursor.startIndex, cursor.endIndex).trim().split('\n')
    what = line === '' ? 'something is missing' : `“${line.slice(0, 40)}” is not expected here`
    return { place, what }
  }
  return { place, what }
}

/** To the next node that is not inside this one; false where there is none. */
function next(cursor: TreeCursor): boolean {
  while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return false
  return true
}

function nodeAt(cursor: TreeCursor, { name, text }: SourceFile): Growing {
  return {
    type: cursor.nodeType,
    text: text.slice(cursor.startIndex, cursor.endIndex),
    place: placeAt(cursor, name),
    children: [],
  }
}

function placeAt(cursor: TreeCursor, file: string): Place {
  const { startPosition: start, endPosition: end } = cursor
  return {
    file,
    line: start.row + 1,
    column: start.column + 1,
    endLine: end.row + 1,
    endColumn: end.column + 1,
  }
}
