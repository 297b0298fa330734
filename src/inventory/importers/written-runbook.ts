import type { Problem } from '#diagnostics'
import type { Imported, Importer, WrittenStep } from '../importer.ts'
import type { SourceFile } from '../json.ts'
import { sectionsOf } from '../markdown/sections.ts'
import { Steps } from '../markdown/steps.ts'
import { troubled } from '../trouble.ts'
import { startOf } from '../yaml.ts'

/**
 * Runbooks that people have written in Markdown: every item of a list is a step, whatever it says, and so are commands
 * that follow a paragraph. Which of them recover anything is for people to say.
 */
export const writtenRunbook: Importer = {
  format: 'markdown',
  title: 'Runbooks that people have written, in Markdown',
  files: ['.md', '.markdown'],
  howToGet: 'The file of the runbook; most wikis export a page as Markdown.',
  read,
}

function read(files: readonly SourceFile[]): Imported {
  const problems: Problem[] = []
  const steps: WrittenStep[] = []
  for (const file of files) {
    const own = new Steps(file.name)
    for (const one of sectionsOf(file)) own.add(one)
    const found = own.all()
    if (found.length === 0)
      problems.push(
        troubled(
          'input-empty',
          startOf(file.name),
          `${file.name} has no list and no block of commands, so that no step is found in it.`,
          'Write what is to be done as items of a list, one step an item.',
        ),
      )
    steps.push(...found)
  }
  return { declared: [], steps, problems }
}
