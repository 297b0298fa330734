import { startPostgres } from '../test/postgres.ts'
import type { DagStep } from './dag.ts'
import { rival } from './rivals.ts'

/** What is used of the rival. */
interface Dbos {
  setConfig(config: {
    readonly name: string
    readonly applicationVersion: string
    readonly systemDatabaseUrl: string
    readonly systemDatabasePoolSize: number
    readonly logLevel: string
  }): void
  registerWorkflow(
    work: (round: number) => Promise<number>,
    options: { readonly name: string },
  ): (round: number) => Promise<number>
  runStep<T>(work: () => Promise<T>, options: { readonly name: string }): Promise<T>
  launch(): Promise<void>
  shutdown(): Promise<void>
}

/**
 * The same steps in a workflow of DBOS, each a step of its own that begins when those it needs have ended, on a real
 * PostgreSQL that syncs every commit.
 * @returns a function that runs them once and gives the seconds, and one that ends it all
 */
export async function dbos(dag: readonly DagStep[]): Promise<{ run(): Promise<number>; close(): Promise<void> }> {
  const { DBOS } = rival('@dbos-inc/dbos-sdk') as { readonly DBOS: Dbos }
  const server = await startPostgres()
  DBOS.setConfig({
    name: 'muster-bench',
    applicationVersion: '1',
    systemDatabaseUrl: server.url('dbos'),
    systemDatabasePoolSize: 20,
    logLevel: 'error',
  })
  const workflow = DBOS.registerWorkflow(
    async () => {
      const start = performance.now()
      const ends: Promise<unknown>[] = []
      for (const [place, { milliseconds, needs }] of dag.entries())
        ends.push(
          Promise.all(needs.flatMap((need) => ends[need] ?? [])).then(() =>
            DBOS.runStep(() => new Promise((resolve) => setTimeout(resolve, milliseconds, null)), {
              name: `step-${place}`,
            }),
          ),
        )
      await Promise.all(ends)
      return (performance.now() - start) / 1000
    },
    { name: 'steps' },
  )
  await DBOS.launch()
  let round = 0
  return {
    async run() {
      round += 1
      return workflow(round)
    },
    async close() {
      await DBOS.shutdown()
      await server.remove()
    },
  }
}
