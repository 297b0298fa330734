import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { binaries, listens, owner, user } from '../postgres.ts'

/** A PostgreSQL server of one side. */
export interface Server {
  readonly url: string
  start(): Promise<void>
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  isRunning(): boolean
  /** Makes it a copy of another one: a standby that follows it, or one that only waits. */
  copyOf(source: Server & { readonly data: string }, follows: boolean): Promise<void>
  readonly data: string
  remove(): Promise<void>
}

const password = 'sEcret4own'
export const database = 'postgres'

/** A server of that name; it is neither made nor started yet. */
export function serverIn(home: string, name: string, port: number): Server {
  const native = binaries(home)
  const data = join(home, name)
  const log = join(home, `${name}.log`)
  const url = `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
  let child: ChildProcess | undefined
  const ends = (): void => void child?.kill('SIGQUIT')
  process.on('exit', ends)

  const server: Server = {
    url,
    data,
    isRunning: () => child !== undefined && child.exitCode === null,
    async start() {
      if (server.isRunning()) return
      if (!existsSync(data)) initialise(native, home, data)
      const options = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'max_connections=60']
      options.push('shared_buffers=16MB', 'dynamic_shared_memory_type=mmap', 'fsync=off', 'wal_keep_size=256MB')
      options.push('wal_retrieve_retry_interval=200ms')
      const words = ['-D', data, ...options.flatMap((option) => ['-c', option])]
      const to = openSync(log, 'a')
      child = spawn(join(native, 'bin/postgres'), words, { ...owner, cwd: '/', stdio: ['ignore', to, to] })
      closeSync(to)
      for (let attempt = 0; !(await listens(port)); attempt++) {
        if (attempt > 800 || child.exitCode !== null)
          throw new Error(`PostgreSQL does not start:\n${readFileSync(log, 'utf8')}`)
        await delay(25)
      }
    },
    async kill() {
      const running = child
      child = undefined
      if (!running || running.exitCode !== null) return
      const ended = once(running, 'exit')
      running.kill('SIGQUIT')
      await ended
    },
    async copyOf(source, follows) {
      await server.kill()
      rmSync(data, { recursive: true, force: true })
      const client = new pg.Client({ connectionString: source.url })
      await client.connect()
      try {
        await client.query(`select pg_backup_start('copy', true)`)
        // A file that goes while it is copied is one that the log makes again.
        copied(source.data, data)
        const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
        rmSync(join(data, 'pg_wal'), { recursive: true, force: true })
        copied(join(source.data, 'pg_wal'), join(data, 'pg_wal'))
        rmSync(join(data, 'postmaster.pid'), { force: true })
        writeFileSync(join(data, 'backup_label'), rows[0]?.labelfile ?? '')
        writeFileSync(join(data, 'standby.signal'), '')
        const { port: from } = new URL(source.url)
        const line = follows ? `host=127.0.0.1 port=${from} user=${user} password=${password}` : ''
        appendFileSync(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${line}'\n`)
        if (owner) execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, data])
      } finally {
        await client.end()
      }
      await server.start()
    },
    async remove() {
      await server.kill()
      process.off('exit', ends)
      rmSync(data, { recursive: true, force: true })
    },
  }
  return server
}

function copied(from: string, to: string): void {
  try {
    execFileSync('cp', ['-a', from, to], { stdio: 'pipe' })
  } catch {
    if (!existsSync(to)) throw new Error(`${from} could not be copied.`)
  }
}

function initialise(native: string, home: string, data: string): void {
  mkdirSync(data, { mode: 0o700 })
  const file = join(home, 'password')
  writeFileSync(file, password)
  chmodSync(home, 0o755)
  if (owner) chownSync(data, owner.uid, owner.gid)
  const args = ['-D', data, '-U', user, '-A', 'scram-sha-256', `--pwfile=${file}`, '-E', 'UTF8', '--wal-segsize=1']
  args.push('--locale=C', '--no-sync', '--no-instructions')
  execFileSync(join(native, 'bin/initdb'), args, { ...owner, cwd: '/', stdio: 'pipe' })
}
