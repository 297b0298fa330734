/** What kind of trouble the world gave; the command line's exit codes follow from it. */
export type FailureKind = 'unreachable' | 'busy' | 'refused' | 'corrupt' | 'usage' | 'failed'

/**
 * The world failed: a target that cannot be reached or started (`unreachable`), a lab or run that somebody else
 * holds (`busy`), an act that policy refuses (`refused`), a record that does not verify (`corrupt`), an
 * argument that names nothing (`usage`), or a run that has begun and cannot go on (`failed`). Its message is for people and says what to do.
 */
export class Failure extends Error {
  override readonly name: string = 'Failure'
  readonly kind: FailureKind
  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** What is known of an action's failure besides its cause. */
export interface ActionFailureOptions extends ErrorOptions {
  /** It is certain that the action has changed nothing: refused or broken off before it acted. Left out: nobody knows. */
  readonly harmless?: boolean
}

/** An action failed in a way that may pass; the step's retry policy decides. */
export class RetryableFailure extends Failure {
  override readonly name = 'RetryableFailure'
  /** Whether it is certain that nothing was changed. */
  readonly harmless: boolean
  constructor(message: string, options?: ActionFailureOptions) {
    super('unreachable', message, options)
    this.harmless = options?.harmless === true
  }
}

/** An action failed in a way that no retry mends. */
export class TerminalFailure extends Failure {
  override readonly name = 'TerminalFailure'
  /** Whether it is certain that nothing was changed. */
  readonly harmless: boolean
  constructor(message: string, options?: ActionFailureOptions) {
    super('refused', message, options)
    this.harmless = options?.harmless === true
  }
}
