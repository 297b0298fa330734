import { Failure } from '#diagnostics'

/** What an exit code of the command line means; each has one meaning. */
export const exit = {
  ok: 0,
  /** Findings, or an objective missed. */
  missed: 1,
  /** Usage, or a plan whose text is no sound plan. */
  usage: 2,
  /** A run failed after its first event, or its record is damaged. */
  failed: 3,
  /** An approval is pending, or something was refused. */
  refused: 4,
  /** A target or provider cannot be reached or started, or is in use. */
  unreachable: 5,
  /** Muster itself is wrong. */
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const

export type Exit = (typeof exit)[keyof typeof exit]

const order: readonly number[] = [
  exit.terminated,
  exit.interrupted,
  exit.bug,
  exit.usage,
  exit.failed,
  exit.unreachable,
  exit.refused,
  exit.missed,
  exit.ok,
]

/** The code that tells most of several, by the contract's precedence. */
export function worst(...codes: readonly Exit[]): Exit {
  return order.find((code) => codes.includes(code as Exit)) as Exit
}

/** The exit code for what was thrown. */
export function exitOf(error: unknown): Exit {
  if (!(error instanceof Failure)) return exit.bug
  switch (error.kind) {
    case 'usage':
      return exit.usage
    case 'corrupt':
    case 'failed':
      return exit.failed
    case 'refused':
      return exit.refused
    case 'unreachable':
    case 'busy':
      return exit.unreachable
  }
}
