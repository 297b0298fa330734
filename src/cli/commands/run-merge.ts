import type { Command } from 'commander'
import { Failure } from '#diagnostics'
import type { Merged, MergedPages } from '#muster'
import { plain } from '#markup'
import { jsonText } from '#report'
import { type Context, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'

interface Options {
  readonly format: string
  readonly from?: readonly string[]
  readonly as?: string
  readonly reason?: string
}

/** `muster run merge`: two journals of one run, after two sides have driven it; or a run and pages of its runbook. */
export function addMerge(run: Command, context: Context): void {
  formats(
    run
      .command('merge <run>')
      .description(
        'bring a run together with its journal from elsewhere, or with what was written down on runbook pages',
      )
      .option(
        '--from <folder-or-files...>',
        'the other state folder (.muster) or an exported journal.jsonl; or journals that runbook pages have exported',
      )
      .option('--as <role>', 'the role in which you bring them together')
      .option('--reason <text>', 'how it came to two journals, for the record')
      .addHelpText(
        'after',
        '\nExit code 1 where steps were run on both sides, or two say different things. No journal is changed or dropped.',
      ),
    'json',
  ).action(async (id: string, { format, from, as, reason }: Options) => {
    if (from === undefined || as === undefined || reason === undefined)
      throw new Failure(
        'usage',
        `Say where the other journal is, who you are, and why:\n  muster run merge ${id} --from FOLDER --as ROLE --reason TEXT`,
      )
    const muster = musterOf(context)
    if (muster.arePages(from)) {
      const pages = await muster.mergePages(id, from, { as, reason })
      context.out(format === 'json' ? jsonText({ schemaVersion: 1, ...pages }) : pagesText(pages))
      if (pages.contradictions.length > 0) context.end(exit.missed)
      return
    }
    const [only = '', ...others] = from
    const odd = from.find((file) => !muster.arePages([file]))
    if (others.length > 0)
      throw new Failure(
        'usage',
        `${odd ?? only} is no journal of a runbook page, or is not there; several files can be merged at once where all are.`,
      )
    const merged = await muster.merge(id, only, { as, reason })
    context.out(format === 'json' ? jsonText({ schemaVersion: 1, ...merged }) : text(merged))
    if (merged.doubly.length > 0) context.end(exit.missed)
  })
}

function pagesText(pages: MergedPages): string {
  const { run, copies, contradictions, onlyOnPages, underWay, unknownSteps, otherVersion, recorded } = pages
  const listed = (head: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `${head}\n${items.map((item) => `  ${plain(item)}\n`).join('')}`
  return [
    `${copies.map(({ copy, lines }) => `${lines} lines of copy ${plain(copy)}`).join(', ') || 'No lines'}.\n`,
    contradictions.length === 0
      ? 'Nobody contradicts anybody.\n'
      : listed('To be looked at one by one:', contradictions),
    listed(
      'Done on a page, and not in the run yet. Look at each, then tell the run before it does it again:',
      onlyOnPages.flatMap(({ step, by, at, seen, next }) => [
        `${step}, by ${by} at ${at}${seen === undefined ? '' : `: ${seen}`}`,
        `  ${next}`,
      ]),
    ),
    listed(
      'Begun on a page, and not ended there; the run may be about to do the same:',
      underWay.map(({ step, by, since }) => `${step}, by ${by} since ${since}`),
    ),
    listed('Steps that the run does not have:', unknownSteps),
    listed('Of another version of the plan than the run:', otherVersion),
    recorded
      ? `All lines are in the journal of ${plain(run)}.\n`
      : `Somebody drives ${plain(run)} now, so that it is not written there yet; merge again when it rests.\n`,
  ].join('')
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
