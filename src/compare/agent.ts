import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type Control, listen, monotonic } from '#lab'
import { keepLease, type Role } from './lease.ts'
import type { Pace, Side } from './model.ts'
import { asked, type ServerAddress } from './servers.ts'
import { fencingMargin } from './settings.ts'

export interface AgentSettings {
  readonly side: Side
  readonly postgres: string
  readonly setpriv: string
  readonly data: string
  readonly owner?: { readonly uid: number; readonly gid: number }
  readonly server: ServerAddress
  /** Where `GET` answers 200 while the server does. */
  readonly health: { readonly host: string; readonly port: number }
  readonly pace: Pace
  /** The witness, as it is reached from here; without one nobody is fenced. */
  readonly witness?: Control
}

/**
 * Stands beside a server of Muster's side and runs it. With a witness it keeps the lease for as long as its server leads
 * and answers; when it is refused, or cannot renew in time, it stops the server before the lease is over elsewhere. When
 * it dies itself, the system stops the server.
 */
export async function agent(settings: AgentSettings): Promise<true> {
  const { side, server, pace, health, witness } = settings
  const running = startServer(settings)
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
  let answers = false
  const role: Role = async () => {
    const rows = await asked(server, 'select pg_is_in_recovery() as standby', [], pace.timeout).catch(() => undefined)
    answers = rows !== undefined
    return rows && (rows[0]?.['standby'] === true ? 'standby' : 'primary')
  }
  const probed = createServer((_, response) => {
    response.writeHead(answers ? 200 : 503).end()
  })
  await listen(probed, health.port, health.host)
  const until = monotonic() + 60
  while ((await role()) === undefined) {
    if (monotonic() > until || running.exitCode !== null) throw new Error('PostgreSQL does not start; see its log.')
    await pause(50)
  }
  const stop = () => stopServer(running, ended, fencingMargin(pace) / 2)
  const runs = () => running.exitCode === null && running.signalCode === null
  void (witness ? keepLease({ holder: side, pace, witness, role, stop, runs }) : looking(role, pace))
  return true
}

async function looking(role: Role, { loop }: Pace): Promise<never> {
  for (;;) {
    await pause(loop * 1000)
    await role()
  }
}

/** The server dies with this very process, whatever that dies of. */
function startServer({ setpriv, postgres, data, owner }: AgentSettings): ChildProcess {
  return spawn(setpriv, ['--pdeathsig', 'QUIT', postgres, '-D', data], { ...owner, cwd: data, stdio: 'inherit' })
}

/** At once; what does not end by itself is killed. */
function stopServer(running: ChildProcess, ended: Promise<void>, patience: number): void {
  running.kill('SIGQUIT')
  const late = setTimeout(() => running.kill('SIGKILL'), patience * 1000)
  void ended.then(() => clearTimeout(late))
}
