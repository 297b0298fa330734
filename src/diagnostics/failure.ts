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

/** An action failed in a way that may pass; the step's retry policy decides. */
export class RetryableFailure extends Failure {
  override readonly name = 'RetryableFailure'
  constructor(message: string, options?: ErrorOptions) {
    super('unreachable', message, options)
  }
}

/** An action failed in a way that no retry mends. */
export class TerminalFailure extends Failure {
  override readonly name = 'TerminalFailure'
  constructor(message: string, options?: ErrorOptions) {
    super('refused', message, options)
  }
}
