import type { Facts } from '#conditions'
import { Failure } from '#diagnostics'
import { digest } from '#digest'
import type { StoreLoss, Subject } from '#journal'
import { type Direction, type Effect, type Mode, type Runbook, runbookDigest, type Step, stepIn } from '#runbook'
import type { Forecast } from '#simulation'
import type { Seen } from '#targets'
import type { Blast } from './blast.ts'
import type { CheckSeen, Looks } from './looks.ts'

/** One step as a dry run lists it. */
export interface DryStep {
  readonly id: string
  readonly title: string
  readonly phase: string
  readonly owner: string
  /** Of an action: its name and arguments. */
  readonly action?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
  /** Of a person's work or decision: what is to be done or answered. */
  readonly instruction?: string
  readonly effect: Effect
  readonly irreversible: boolean
  /** What takes it back; absent where nothing does. */
  readonly undo?: string
  /** The step it stands in for, where that fails. */
  readonly insteadOf?: string
}

/** What a failover or failback would do, and the world as it was seen: one file, which can be carried out. */
export interface DryRun {
  readonly schemaVersion: 1
  readonly kind: 'dry-run'
  /** RFC 3339 in UTC; the one field that the digest leaves out. */
  readonly at: string
  readonly plan: { readonly name: string; readonly digest: string; readonly file: string }
  readonly scenario: string
  readonly direction: Direction
  readonly mode: Mode
  /** Only this flow is moved. */
  readonly flow?: string
  readonly target: string
  readonly subject: Subject
  /** Of a drill, which is only shown: its kind. */
  readonly drill?: string
  readonly environment?: string
  readonly runbook: Runbook
  readonly runbookDigest: string
  readonly steps: readonly DryStep[]
  readonly blast: Blast
  readonly seen: readonly Seen[]
  readonly checks: readonly CheckSeen[]
  readonly facts: Facts
  readonly losses: readonly StoreLoss[]
  readonly forecast: Forecast
  readonly digest: string
}

/** A dry run, sealed by its digest. */
export function dryRunOf(
  given: Omit<DryRun, 'schemaVersion' | 'kind' | 'runbookDigest' | 'steps' | 'digest' | keyof Looks> & {
    readonly looks: Looks
  },
): DryRun {
  const { looks, ...rest } = given
  const { runbook } = rest
  const open = {
    ...rest,
    ...looks,
    schemaVersion: 1 as const,
    kind: 'dry-run' as const,
    runbookDigest: runbookDigest(runbook),
    steps: runbook.steps.filter((step) => stepIn(step, runbook.mode)).map(listed),
  }
  return { ...open, digest: sealOf(open) }
}

function listed({ id, title, phase, owner, work, effect, irreversible, undo, insteadOf }: Step): DryStep {
  return {
    id,
    title,
    phase,
    owner,
    ...(work.kind === 'action'
      ? { action: work.use, with: work.with }
      : { instruction: work.kind === 'manual' ? work.instruction : work.question }),
    effect,
    irreversible,
    ...(undo ? { undo: undo.title } : {}),
    ...(insteadOf === undefined ? {} : { insteadOf }),
  }
}

/**
 * Reads a dry run back.
 * @param name what the file is called, for messages
 * @throws Failure `usage` where the text is no dry run; `refused` where it is not as it was written
 */
export function readDryRun(text: string, name: string): DryRun {
  const not = (why: string): Failure =>
    new Failure('usage', `${name} is no dry run: ${why}. Make one with \`muster failover --dry-run -o FILE\`.`)
  let value: Partial<DryRun> | null
  try {
    value = JSON.parse(text) as Partial<DryRun> | null
  } catch {
    throw not('it is not JSON')
  }
  if (typeof value !== 'object' || value === null || value.kind !== 'dry-run') throw not('it says so nowhere')
  if (value.schemaVersion !== 1) throw not('this version of Muster does not know its schemaVersion')
  const dry = value as DryRun
  let sound: boolean
  try {
    sound =
      sealOf(dry) === dry.digest &&
      !Number.isNaN(Date.parse(dry.at)) &&
      runbookDigest(dry.runbook) === dry.runbookDigest &&
      dry.runbook.mode === dry.mode
  } catch {
    sound = false
  }
  if (!sound)
    throw new Failure(
      'refused',
      `${name} is not as it was written: its digest does not fit. What was looked at and approved is not what it says now.\n` +
        'Nothing was done. Make a new dry run.',
    )
  return dry
}

/** The digest over all but the time, and itself. */
function sealOf(dry: Omit<DryRun, 'digest'> & { readonly digest?: string }): string {
  const { at: _, digest: __, ...sealed } = dry
  return digest(JSON.parse(JSON.stringify(sealed)))
}
