import { readFile } from 'node:fs/promises'
import { Language, Parser } from 'web-tree-sitter'
import { Failure } from '#diagnostics'
import type { Given } from '#inventory'
import { copied } from './copy.ts'

/** Characters of one file. What people write has a tenth of it. */
const longest = 300_000

/** Milliseconds for one file. The longest takes a tenth of it, unless it is full of blanks or of what is no HCL. */
const patience = 1000

/**
 * Loads the grammar of Terraform's files, once for as many files as there are.
 * @returns reads the syntax of one file; it throws Failure `usage` for one that is too long or nested too deeply
 * @throws Failure `failed` where the grammar is not installed
 */
export async function openHcl(): Promise<NonNullable<Given['hcl']>> {
  const parser = await parserOfTerraform()
  return ({ name, text }) => {
    if (text.length > longest)
      throw new Failure(
        'usage',
        `${name} has ${text.length.toLocaleString('en')} characters; Muster reads at most ${longest.toLocaleString('en')} of a file of Terraform. Split it.`,
      )
    const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text
    const start = performance.now()
    const tree = parser.parse(source, null, { progressCallback: () => performance.now() - start > patience })
    if (!tree) {
      parser.reset()
      throw new Failure(
        'usage',
        `${name} takes more than ${patience.toLocaleString('en')} ms to be read; it is not what people write. Split it.`,
      )
    }
    try {
      return copied(tree, { name, text: source })
    } finally {
      tree.delete()
    }
  }
}

async function parserOfTerraform(): Promise<Parser> {
  try {
    await Parser.init()
    const grammar = import.meta.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm')
    const language = await Language.load(await readFile(new URL(grammar)))
    const parser = new Parser()
    parser.setLanguage(language)
    return parser
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure('failed', `The grammar of Terraform's files cannot be loaded: ${why}. Install Muster again.`, {
      cause: error,
    })
  }
}
