import { serve } from '#server'
import { type AddCommand, type Context, whole } from '../context.ts'
import { musterOf } from '../plan.ts'

const usualPort = 7373

/** `muster serve`: the last drill as a page on this machine. */
export const addServe: AddCommand = (program, context) => {
  program
    .command('serve')
    .description('show drills as pages on 127.0.0.1')
    .option('--port <n>', 'port to listen on; 0 takes a free one', whole(0, 65_535), usualPort)
    .action((options: { port: number }) => serveUntilStopped(context, options.port))
}

/** Serves until the process is told to stop. */
export async function serveUntilStopped(context: Context, port = usualPort): Promise<void> {
  const muster = musterOf(context)
  const server = await serve(
    { drills: async () => muster.drills().map((result) => ({ run: result.run, result })) },
    { port, host: '127.0.0.1' },
  )
  context.talk(`Muster shows its drills at ${server.url} (Ctrl-C stops it)\n`)
  await new Promise<void>((resolve) => {
    if (context.signal.aborted) resolve()
    context.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await server.close()
}
