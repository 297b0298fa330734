import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import type { Places } from './places.ts'
import { endOfLog } from './postgres/template.ts'
import { hasEnded, identityOf, type ProcessIdentity, signal } from './processes.ts'
import { calledOff, type Entry, type Roster } from './roster.ts'

/** A program of this machine that stands in for one of the lab's own parts. */
export interface Program {
  /** What people call it. */
  readonly title: string
  readonly command: string
  readonly args: readonly string[]
}

/** Where such a program keeps its files, and whom it runs as. */
export type ProgramPlaces = Pick<Places, 'data' | 'owner'>

/** Milliseconds. */
const patience = { start: 20_000, look: 20, end: 5000 }
/** Octets of a socket's path: what the system takes, less what HAProxy appends while it opens one. */
const longestSocket = 97

/**
 * Starts it with its output in its log, and waits until it answers.
 * @throws Failure `unreachable` with the last lines of its log where it ends, or does not answer within 20 s
 */
export async function startProgram(
  roster: Roster,
  entry: Entry,
  { title, command, args }: Program,
  { owner }: ProgramPlaces,
  answers: () => Promise<boolean>,
): Promise<ProcessIdentity> {
  if (roster.isOver()) throw calledOff()
  const log = roster.logOf(entry)
  const output = openSync(log, 'a', 0o600)
  let child: ChildProcess
  try {
    child = spawn(command, args, { ...owner, cwd: '/', env: {}, stdio: ['ignore', output, output] })
  } finally {
    closeSync(output)
  }
  let ended = false
  for (const event of ['exit', 'error']) child.on(event, () => (ended = true))
  const identity = child.pid === undefined ? undefined : identityOf(child.pid)
  if (identity) roster.add(entry, identity)
  const until = performance.now() + patience.start
  while (!ended && performance.now() < until) {
    if (identity && (await answers())) return identity
    await new Promise((resolve) => setTimeout(resolve, patience.look))
  }
  if (identity) {
    signal(identity, 'SIGKILL')
    await hasEnded(identity, patience.end)
    roster.forget(identity)
  }
  const end = await endOfLog(log)
  const how = ended ? 'ended before it answered' : `does not answer within ${patience.start / 1000} s`
  const failure = new Failure('unreachable', `${title} (${command}) ${how}; its log ends:\n${end}`)
  throw /Address already in use/i.test(end) ? Object.assign(failure, { code: 'EADDRINUSE' }) : failure
}

/** An empty folder for a program, which the user that it runs as reaches and no other does. It goes with the data. */
export async function programFolder({ data, owner }: ProgramPlaces, name: string): Promise<string> {
  // No region is called so: names begin with a letter.
  const folder = join(data, `.${name}`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  await chmod(folder, 0o700)
  if (owner) await chown(folder, owner.uid, owner.gid)
  return folder
}

/** Where a program is told what to do. @throws Failure `usage` where the system takes no path of that length */
export function socketIn(folder: string): string {
  const socket = join(folder, 'socket')
  const octets = Buffer.byteLength(socket)
  if (octets <= longestSocket) return socket
  throw new Failure(
    'usage',
    `The socket ${socket} has a path of ${octets} octets, and ${longestSocket} is the most. ` +
      'Choose a shorter folder for the state:\n  MUSTER_HOME=/a/short/path muster …',
  )
}

/** Writes a file that the program reads, and nobody else. */
export async function programFile(path: string, content: string, { owner }: ProgramPlaces): Promise<void> {
  await writeFile(path, content, { mode: 0o600 })
  if (owner) await chown(path, owner.uid, owner.gid)
}
