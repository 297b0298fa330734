import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** One thing that was seen from outside of Muster, in the order in which it happened. */
export type Line = { readonly pid: number } & (
  | {
      readonly what: 'call' | 'effect' | 'dropped' | 'refused'
      readonly step: string
      readonly key: string
      readonly epoch: number
    }
  | {
      readonly what: 'looked'
      readonly step: string
      readonly key: string
      readonly epoch: number
      readonly answer: string
    }
  /** The store has said that it keeps a record; with the record that the journal then ended with. */
  | { readonly what: 'stored' | 'acknowledged'; readonly seq: number; readonly hash: string; readonly epoch: number }
  | { readonly what: 'sent'; readonly signal: string }
  | { readonly what: 'taken'; readonly epoch: number }
  | { readonly what: 'failed'; readonly message: string; readonly epoch: number }
  | { readonly what: 'passed' | 'met'; readonly at: string; readonly of: readonly string[]; readonly log?: number }
)

type Said<T> = T extends Line ? Omit<T, 'pid'> : never

/** The world that a run acts on and what it tells: one file, which Muster knows nothing of. */
export interface Outside {
  say(line: Said<Line>): void
  lines(): readonly Line[]
  /**
   * Acts on the world, as a target does that knows the newest lease it has been shown, and drops repeats where it has keys.
   * @returns what became of it
   */
  act(step: string, key: string, epoch: number, dropsRepeats: boolean): 'effect' | 'dropped' | 'refused'
  /** Whether the effect is there. */
  has(step: string, key: string): boolean
}

/**
 * What was done although the driver knew by then that its store had failed. What was begun before, its intent on the disk,
 * may still have its effect.
 */
export function doneAfterFailure(lines: readonly Line[]): readonly Line[] {
  const failed = lines.findIndex(({ what }) => what === 'failed')
  if (failed < 0) return []
  const begun = new Set(lines.slice(0, failed).flatMap((line) => (line.what === 'call' ? [line.key] : [])))
  return lines.slice(failed).filter((line) => line.what === 'call' || (line.what === 'effect' && !begun.has(line.key)))
}

export function openOutside(path: string): Outside {
  const lines = (): readonly Line[] =>
    existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .slice(0, -1)
          .map((text) => JSON.parse(text) as Line)
      : []
  const text = (line: Said<Line>): string => `${JSON.stringify({ ...line, pid: process.pid })}\n`
  const has = (step: string, key: string): boolean =>
    lines().some((line) => line.what === 'effect' && line.step === step && line.key === key)
  return {
    say: (line) => appendFileSync(path, text(line)),
    lines,
    has,
    act(step, key, epoch, dropsRepeats) {
      // What happened is one write of one line at the file's end, so that a process that dies leaves all of it or nothing.
      const isStale = lines().some((line) => 'step' in line && line.what !== 'call' && line.epoch > epoch)
      const what = isStale ? 'refused' : dropsRepeats && has(step, key) ? 'dropped' : 'effect'
      const file = openSync(path, 'a')
      writeSync(file, text({ what, step, key, epoch }))
      fsyncSync(file)
      closeSync(file)
      return what
    },
  }
}
