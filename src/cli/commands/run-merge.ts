import type { Command } from 'commander'
import { Failure } from '#diagnostics'
import type { Merged } from '#muster'
import { plain } from '#markup'
import { jsonText } from '#report'
import { type Context, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'

interface Options {
  readonly format: string
  readonly from?: string
  readonly as?: string
  readonly reason?: string
}

/** `muster run merge`: two journals of one run, after two sides have driven it. */
export function addMerge(run: Command, context: Context): void {
  formats(
    run
      .command('merge <run>')
      .description('keep the journal of a run that was driven elsewhere too, and list every step that both sides ran')
      .option('--from <folder-or-file>', 'the other state folder (.muster), or an exported journal.jsonl')
      .option('--as <role>', 'the role in which you bring them together')
      .option('--reason <text>', 'how it came to two journals, for the record')
      .addHelpText('after', '\nExit code 1 where steps were run on both sides. Neither journal is changed or dropped.'),
    'json',
  ).action(async (id: string, { format, from, as, reason }: Options) => {
    if (from === undefined || as === undefined || reason === undefined)
      throw new Failure(
        'usage',
        `Say where the other journal is, who you are, and why:\n  muster run merge ${id} --from FOLDER --as ROLE --reason TEXT`,
      )
    const merged = await musterOf(context).merge(id, from, { as, reason })
    context.out(format === 'json' ? jsonText({ schemaVersion: 1, ...merged }) : text(merged))
    if (merged.doubly.length > 0) context.end(exit.missed)
  })
}

function text({ run, kept, common, parted, recorded, ours, theirs, doubly }: Merged): string {
  const side = (name: string, { records, steps, from, to }: Merged['ours']): string =>
    `  ${name}: ${records} records${from === undefined ? '' : ` from ${from} to ${to}`}; steps: ${steps.map(plain).join(', ') || 'none'}\n`
  if (!parted)
    return `The journals of ${plain(run)} do not part: ${theirs.records > 0 ? 'theirs goes on where ours ends' : 'ours has all of theirs'}. Theirs is kept as ${plain(kept)}.\n`
  return [
    `The journals of ${plain(run)} part after record ${common}. Theirs is kept as ${plain(kept)}.\n`,
    side('ours', ours),
    side('theirs', theirs),
    doubly.length === 0
      ? 'No step was run on both sides.\n'
      : `Run on both sides, to be looked at one by one:\n${doubly.map((step) => `  ${plain(step)}\n`).join('')}`,
    recorded
      ? ''
      : `Somebody drives ${plain(run)} now, so that it is not written there yet; merge again when it rests.\n`,
  ].join('')
}
