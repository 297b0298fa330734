import type { Command } from 'commander'
import { asOf, type Context, formats } from '../context.ts'
import { musterOf } from '../plan.ts'

interface Options {
  readonly format: string
  readonly asOf: string
}

/** `muster run review`: what the journal knows, and what only those know who were there. */
export function addReview(run: Command, context: Context): void {
  const command = run
    .command('review <run>')
    .description('draft the review after a run or drill, as Markdown: timeline, decisions, what was late, what remains')
  formats(asOf(command, context), 'html', 'json').action(async (id: string, { format, asOf: day }: Options) => {
    const { markdown, html, json } = await musterOf(context).review(id, day)
    context.out(format === 'json' ? json : format === 'html' ? html : markdown)
  })
}
