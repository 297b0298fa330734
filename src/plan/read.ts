import { type Document, isScalar, type ParsedNode, parseDocument } from 'yaml'
import { scan, type Source, sourceOf, tooLarge, withoutForbidden } from './source.ts'
import type { Problem } from '#diagnostics'
import { problem } from './trouble.ts'
import { type Written, written } from './written.ts'

/** A text as far as it could be read. */
export interface Read {
  readonly source: Source
  /** Absent where the text is refused, broken beyond reading, or empty. */
  readonly tree?: Written
  /** YAML tokens, for the limit on all files of a plan together. */
  readonly tokens: number
  /** Whether parts of the text may have been swallowed by a mistake, so that what is not there is not missing. */
  readonly broken: boolean
  /** Whether there is nothing in it, and nothing wrong with it. */
  readonly empty: boolean
}

/**
 * Reads one text to values with places. Never throws.
 * @param problems gets everything that is wrong with the text, except that it is empty
 */
export function readText(text: string, file: string, problems: Problem[]): Read {
  const refused = (source: Source): Read => ({ source, tokens: 0, broken: true, empty: false })
  if (tooLarge(text)) {
    const nowhere = sourceOf('', file)
    problems.push(problem('file-too-large', nowhere.place(0, 0), `The file has ${text.length} characters.`))
    return refused(nowhere)
  }
  const { source, ...characters } = withoutForbidden(sourceOf(text, file))
  problems.push(...characters.problems)
  if (characters.refused) return refused(source)
  const tokens = scan(source)
  problems.push(...tokens.problems)
  if (tokens.refused) return refused(source)

  const document = parseDocument(source.text, {
    schema: 'core',
    version: '1.2',
    strict: true,
    merge: false,
    // Ours are found in `written`, in linear time and with both places.
    uniqueKeys: false,
    prettyErrors: false,
    stringKeys: false,
  })
  const wrong = [...syntax(document, source)]
  problems.push(...wrong)
  const broken = wrong.some(({ code }) => code === 'yaml-syntax')
  const root = document.contents as ParsedNode | null
  const clean = characters.problems.length + tokens.problems.length + wrong.length === 0
  if (root === null || isEmpty(root)) return { source, tokens: tokens.count, broken, empty: clean }
  return { source, tree: written(root, source, problems), tokens: tokens.count, broken, empty: false }
}

/** The YAML reader's own complaints, one for each place; those that `scan` words better are left to it. */
function syntax(document: Document.Parsed<ParsedNode>, source: Source): readonly Problem[] {
  const seen = new Set<number>()
  const problems: Problem[] = []
  for (const { code, message, pos } of document.errors) {
    if (code === 'MULTIPLE_DOCS') {
      problems.push(problem('several-documents', source.place(pos[0], pos[0] + 3), 'A second document begins here.'))
    } else if (!['TAG_RESOLVE_FAILED', 'BAD_ALIAS', 'BAD_DIRECTIVE'].includes(code) && !seen.has(pos[0])) {
      const sentence = `${message.replace(/\s+/g, ' ').replace(/[.:]?$/, '')}.`
      problems.push(problem('yaml-syntax', source.place(pos[0], Math.max(pos[1], pos[0] + 1)), sentence, advice[code]))
    }
    seen.add(pos[0])
  }
  return problems
}

const advice: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with spaces, two for each level.',
  BAD_INDENT: 'Indent keys of one map by the same number of spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a text that contains ": " in quotes, or move the nested key to a line of its own.',
  MISSING_CHAR: 'Close the quote or bracket, or put the text in quotes.',
}

function isEmpty(root: ParsedNode): boolean {
  return isScalar(root) && root.value === null && root.range[0] === root.range[1]
}
