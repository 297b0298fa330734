import type { Command } from 'commander'
import { Failure } from '#diagnostics'
import type { Answer, Asking, Muster, View } from '#muster'
import type { Context } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'

interface Options {
  readonly as?: string
  readonly comment?: string
  readonly signature?: string
  readonly open?: boolean
  readonly owner?: string
  readonly done?: boolean
  readonly notDone?: boolean
  readonly keep?: boolean
  readonly all?: boolean
  readonly to?: string
}

/** One word that steers a run. */
interface Word {
  readonly name: string
  readonly kind: Asking['kind']
  /** What of the run it is about: one step, perhaps one, or the run as a whole. */
  readonly of: 'step' | 'step?' | 'run'
  /** Another argument, after the run. */
  readonly takes?: string
  readonly does: string
  /** What `--comment` is for; one that is needed says so. */
  readonly comment: string
  readonly needsComment?: boolean
  /** What it is called once it is done. */
  readonly said: string
  /** What a step has to wait for, so that the only one is meant where none is named. */
  readonly waitsFor?: readonly string[]
  readonly options?: ReadonlyArray<readonly [flags: string, description: string]>
  readonly data?: (options: Options, argument: string | undefined) => Asking['data']
}

/** Every word, in the order in which a run comes to need it. */
const words: readonly Word[] = [
  {
    name: 'approve',
    kind: 'approve',
    of: 'step',
    does: 'approve a decision that a run waits for, as it is shown now',
    comment: 'why, for the record',
    said: 'Approved',
    waitsFor: ['decision'],
    options: [['--signature <text>', 'your signature over the challenge that `run show` prints, by `keys sign`']],
    data: ({ signature }) => (signature === undefined ? {} : { signature }),
  },
  {
    name: 'reject',
    kind: 'reject',
    of: 'step',
    does: 'reject it; the run ends as refused, or takes the alternative that the plan has',
    comment: 'why, for the record',
    said: 'Rejected',
    waitsFor: ['decision'],
    options: [['--signature <text>', 'your signature over what you answer']],
    data: ({ signature }) => (signature === undefined ? {} : { signature }),
  },
  {
    name: 'claim',
    kind: 'claim',
    of: 'step',
    does: 'say that you do what a run waits for, so that nobody else does',
    comment: 'for the record',
    said: 'Claimed',
    waitsFor: ['work', 'doubt', 'failure', 'decision'],
  },
  {
    name: 'done',
    kind: 'done',
    of: 'step',
    does: "report a person's step as done, with what was seen; of an open item, what became of it",
    comment: 'what you saw, or what became of it',
    said: 'Done',
    waitsFor: ['work', 'failure'],
  },
  {
    name: 'note',
    kind: 'note',
    of: 'step?',
    does: 'write a note into a run; with --open, an item that has to be settled before the run may end',
    comment: 'the note',
    said: 'Noted',
    options: [
      ['--open', 'it is an item that somebody has to settle: muster run done RUN ITEM'],
      ['--owner <role>', 'with --open: who is to settle it; default: you'],
    ],
    data: ({ owner }) => (owner === undefined ? {} : { owner }),
  },
  {
    name: 'here',
    kind: 'here',
    of: 'run',
    does: 'say that a call has reached you',
    comment: 'for the record',
    said: 'Noted that you are there',
  },
  {
    name: 'pause',
    kind: 'pause',
    of: 'run',
    does: 'let no step begin until the run is resumed; what is under way ends',
    comment: 'why, for the record',
    said: 'Paused',
  },
  {
    name: 'retry',
    kind: 'retry',
    of: 'step',
    does: 'try a step that has failed for good once more',
    comment: 'why, for the record',
    said: 'To be tried again',
    waitsFor: ['failure'],
  },
  {
    name: 'skip',
    kind: 'skip',
    of: 'step',
    does: 'go on without a step',
    comment: 'why it may be skipped',
    needsComment: true,
    said: 'Skipped',
    waitsFor: ['failure', 'work'],
  },
  {
    name: 'resolve',
    kind: 'resolve',
    of: 'step',
    does: 'say whether a step in doubt has happened, for only a person can know',
    comment: 'what you saw',
    needsComment: true,
    said: 'Resolved',
    waitsFor: ['doubt'],
    options: [
      ['--done', 'it has happened'],
      ['--not-done', 'it has not happened, and may be tried again'],
    ],
    data: ({ done, notDone }) => {
      if ((done === true) === (notDone === true))
        throw new Failure('usage', 'Say whether it has happened: --done or --not-done.')
      return { answer: done === true ? 'done' : 'notDone' }
    },
  },
  {
    name: 'mode',
    kind: 'mode',
    of: 'run',
    takes: '<mode>',
    does: 'switch a run to planned (drain first, nothing is lost) or forced (the old side is gone)',
    comment: 'why, for the record',
    said: 'Switched',
    data: (_options, mode) => {
      if (mode !== 'planned' && mode !== 'forced')
        throw new Failure('usage', 'A run can be switched to planned or forced: muster run mode RUN forced --as ROLE')
      return { mode }
    },
  },
  {
    name: 'handover',
    kind: 'handover',
    of: 'run',
    does: 'hand what is open over to the next shift, listed in the journal',
    comment: 'what they should know',
    said: 'Handed over',
    options: [['--to <role>', 'who takes over']],
    data: ({ to }) => {
      if (to === undefined) throw new Failure('usage', 'Say who takes over: --to ROLE.')
      return { to }
    },
  },
  {
    name: 'undo',
    kind: 'undo',
    of: 'step',
    does: 'take back a step that was done, where the runbook says how',
    comment: 'why, for the record',
    said: 'To be taken back',
    options: [['--all', 'even behind something that cannot be taken back']],
    data: ({ all }) => (all === true ? { all } : undefined),
  },
  {
    name: 'cancel',
    kind: 'cancel',
    of: 'run',
    does: 'begin nothing more, and take back what was done, the last thing first',
    comment: 'why, for the record',
    said: 'Cancelled',
    options: [
      ['--keep', 'leave what was done as it is'],
      ['--all', 'take back what can be, though something was done that cannot be taken back'],
    ],
    data: ({ keep, all }) => {
      if (keep === true && all === true) throw new Failure('usage', 'Say --keep or --all, not both.')
      return { undo: keep !== true, ...(all === true ? { all } : {}) }
    },
  },
]

/** `muster run approve`, `reject`, `done` and the like: one word, one signal. */
export function addSignals(run: Command, context: Context): void {
  for (const word of words) {
    const step = word.of === 'step' ? ' [step]' : word.of === 'step?' ? ' [step]' : ''
    const command = run
      .command(`${word.name} <run>${step}${word.takes === undefined ? '' : ` ${word.takes}`}`)
      .description(word.does)
      .option('--as <role>', 'the role in which you act, as the plan names it')
      .option('--comment <text>', `${word.comment}${word.needsComment === true ? '; needed' : ''}`)
    for (const [flags, description] of word.options ?? []) command.option(flags, description)
    command.action(async (id: string, ...rest: readonly unknown[]) => {
      const argument = typeof rest[0] === 'string' ? rest[0] : undefined
      await sent(context, word, id, argument, command.opts<Options>())
    })
  }
}

async function sent(
  context: Context,
  word: Word,
  run: string,
  argument: string | undefined,
  options: Options,
): Promise<void> {
  const muster = musterOf(context)
  const { as, comment } = options
  if (as === undefined) throw new Failure('usage', 'Say in which role you act: --as ROLE.')
  const isItem = word.kind === 'note' && options.open === true
  if (word.kind === 'note' && comment === undefined)
    throw new Failure('usage', 'Say what is to be noted: --comment TEXT.')
  if (!isItem && word.kind === 'note' && options.owner !== undefined)
    throw new Failure('usage', 'A note has no owner; what somebody has to settle is an item: add --open.')
  if (word.needsComment === true && comment === undefined)
    throw new Failure('usage', `Say ${word.comment}: --comment TEXT.`)
  const data = word.data?.(options, argument)
  const step = word.of === 'run' ? undefined : (argument ?? (await meant(muster, word, run)))
  const signal = await muster.send(run, {
    kind: isItem ? 'item' : word.kind,
    by: as,
    ...(step === undefined ? {} : { step }),
    ...(comment === undefined ? {} : { comment }),
    ...(data === undefined ? {} : { data }),
  })
  const answer = await muster.answerTo(signal, context.signal)
  const said = isItem ? 'Opened' : word.said
  told(context, answer, run, step === undefined ? said : `${said}: ${step}`)
}

/** Says what became of a signal; one that was refused sets the exit code. */
export function told(context: Context, answer: Answer, run: string, said: string): void {
  if (answer.state === 'refused') {
    context.talk(`Refused: ${answer.reason}\n`)
    context.end(exit.refused)
  } else if (answer.state === 'stored')
    context.out(`Stored. Nobody drives ${run} now; it is used when the run is resumed: muster run resume ${run}\n`)
  else context.out(`${said}\n`)
}

/** The step that is meant where none is named: the only one that waits for such a word. */
async function meant(muster: Muster, word: Word, run: string): Promise<string | undefined> {
  if (word.of === 'step?') return undefined
  const view = await muster.show(run)
  const all = waitingIn(view)
  const fitting = word.waitsFor ? all.filter(({ asks }) => asks !== undefined && word.waitsFor?.includes(asks)) : []
  const [only] = fitting
  if (fitting.length === 1 && only) return only.id
  // What does not fit is sent all the same where nothing else waits: the run says why it cannot be used.
  if (fitting.length === 0 && all.length === 1 && all[0]) return all[0].id
  throw new Failure(
    'usage',
    all.length === 0
      ? `The run ${run} waits for nobody.`
      : `The run ${run} waits for several steps; name one: ${all.map(({ id }) => id).join(', ')}.`,
  )
}

function waitingIn({ steps }: View): View['steps'] {
  return steps.filter((step) => step.waitsFor !== undefined)
}
