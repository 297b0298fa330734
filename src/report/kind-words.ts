import { columns, plain } from '#markup'
import type { Mode } from '#runbook'
import { paint, type Style } from './style.ts'

/** Rehearsal or the real thing, in a word and a colour of its own. */
export function kindWord(kind: 'drill' | 'realEvent', style: Style): string {
  return kind === 'drill' ? paint(style, 'cyan', 'REHEARSAL') : paint(style, 'red', 'REAL EVENT')
}

/** The mark of a run that goes on without the usual approvals. */
export function glassWord(style: Style): string {
  return paint(style, 'red', 'BREAK-GLASS')
}

/** What a run is, or would be. */
export interface RunKind {
  readonly kind: 'drill' | 'realEvent'
  readonly plan: string
  readonly scenario: string
  readonly direction: 'failover' | 'failback'
  readonly mode?: Mode
  readonly target: string
  readonly subject: string
  /** The name of the environment, where it has one. */
  readonly environment?: string
  readonly breakGlass?: boolean
}

/** What a run is, in a clause without colour: `contoso-orders, east-lost, failover (forced) on lab (lab)`. */
export function kindClause({ plan, scenario, direction, mode, target, subject, environment }: RunKind): string {
  const how = mode === undefined ? direction : `${direction} (${mode})`
  const where = environment === undefined ? subject : `${subject}, ${plain(environment)}`
  return `${plain(plan)}, ${plain(scenario)}, ${how} on ${plain(target)} (${where})`
}

/**
 * What is about to happen, so that nobody takes the one for the other: a rehearsal as a line, the real thing in a box.
 * @returns lines
 */
export function banner(run: RunKind, style: Style): readonly string[] {
  const glass = run.breakGlass === true ? `  ${glassWord(style)}` : ''
  if (run.kind === 'drill') return [`${kindWord('drill', style)}${glass}  ${paint(style, 'bold', kindClause(run))}`]
  const [corners, across, down] = style.unicode ? ['┏┓┗┛', '━', '┃'] : ['++++', '=', '|']
  const text = `REAL EVENT${run.breakGlass === true ? '  BREAK-GLASS' : ''}  ${kindClause(run)}`
  const line = (left: number): string =>
    `${corners.charAt(left)}${across.repeat(columns(text) + 2)}${corners.charAt(left + 1)}`
  return [line(0), `${down} ${text} ${down}`, line(2)].map((one) => paint(style, 'red', one))
}

/** The banner as a text that ends with a line feed. */
export function bannerText(run: RunKind, style: Style): string {
  return `${banner(run, style).join('\n')}\n`
}
