import { sweep, type Traces } from './sweep.ts'

export interface SweeperSettings {
  readonly run: Traces
  readonly ipcrm?: string
}

/**
 * Waits until the command that runs the comparison is gone, however it went, and leaves nothing of it behind. Its own
 * working directory lies elsewhere, so that it does not find itself.
 */
export async function sweeper({ run, ipcrm }: SweeperSettings): Promise<true> {
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => {})
  process.on('disconnect', () => {
    void sweep(run, ipcrm).then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
  return true
}
