import { sweep } from './sweep.ts'

export interface SweeperSettings {
  /** Of the run. */
  readonly directory: string
  readonly ipcrm?: string
}

/**
 * Waits until the command that runs the comparison is gone, however it went, and leaves nothing of it behind. Its own
 * working directory lies elsewhere, so that it does not find itself.
 */
export async function sweeper({ directory, ipcrm }: SweeperSettings): Promise<true> {
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => {})
  process.on('disconnect', () => {
    void sweep(directory, ipcrm).then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
  return true
}
