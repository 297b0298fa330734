import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Failure } from '#diagnostics'
import { createServer, type DrillSource } from './app.ts'

export interface ServeOptions {
  /** 1 to 65535, or 0 for any that is free. */
  readonly port: number
  readonly host: '127.0.0.1'
}

/** A server that listens. */
export interface Served {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Ends connections and resolves once the port is free; may be called again. */
  close(): Promise<void>
}

/**
 * Serves drills to this machine.
 * @throws Failure `unreachable` where the port cannot be listened on, with what to do
 */
export async function serve(source: DrillSource, { port, host }: ServeOptions): Promise<Served> {
  let listening = port
  const app = createServer(source, () => listening)
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusal(error, host, port)))
    server.listen(port, host, resolve)
  })
  listening = (server.address() as AddressInfo).port
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()))
  return {
    url: `http://${host}:${listening}`,
    close() {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      return closed
    },
  }
}

function refusal(error: NodeJS.ErrnoException, host: string, port: number): Failure {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program listens there. Stop it, or take another port with --port (0 takes any that is free)',
    EACCES: 'this user may not listen there. Take a port from 1024 on with --port',
  }
  const reason = reasons[error.code ?? ''] ?? error.message
  return new Failure('unreachable', `The dashboard cannot listen on ${host}:${port}: ${reason}.`, { cause: error })
}
