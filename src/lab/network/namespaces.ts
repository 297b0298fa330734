import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import { messageOf } from '../http.ts'
import type { Parts } from '../profile.ts'
import {
  type Batch,
  lineDown,
  lineUp,
  making,
  type Network,
  networkOf,
  regionDown,
  regionUp,
  type Traces,
  tracesOf,
} from './network.ts'

/** The programs that make network namespaces and start others inside. */
export type NetworkPrograms = NonNullable<Parts['namespaces']>

/** What a clean-up needs, by whomever. */
export interface Remains extends Traces {
  readonly ip: string
}

/** Where a program runs that is started inside a network. */
export interface Inside {
  readonly nsenter: string
  readonly namespace: string
}

/** Lines for a program that reads them as they come, so that it is there already when they are to be done. */
export interface Cut {
  readonly command: string
  readonly args: readonly string[]
  readonly lines: readonly string[]
}

/** The networks of a lab that is up. */
export interface Networks {
  /** Where the parts of a region listen. */
  readonly hosts: readonly [string, string]
  /** Where the near ends of the line listen. */
  readonly nearEnds: string
  /** Where the processes of a region, or the line's, run. */
  insideOf(region: string | undefined): Inside
  /** Whether the line loses everything. */
  isCut(): boolean
  /** What cuts the line, and regions off from everybody; it counts as done once it was asked for. */
  cuts(regions: readonly string[]): readonly Cut[]
  /** Brings the line's legs up. */
  join(): Promise<void>
  /** Brings a region's legs up. */
  giveBack(region: string): Promise<void>
}

/** Where `ip` keeps the namespaces that have a name, and the system the interfaces of its own network. */
const [named, interfaces] = ['/run/netns', '/sys/class/net']
/** Milliseconds. */
const patience = { batch: 10_000, gone: 5000, ending: 1000, look: 50 }

/**
 * Makes the networks of a lab. Ones of the same names that a lab left which nobody remembers are removed first.
 * @param registered told what is to be removed one day, before anything is made
 * @throws Failure `unreachable` where the machine does not allow it; what was made is removed by then
 */
export async function makeNetworks(
  { ip, nsenter }: NetworkPrograms,
  regions: readonly [string, string],
  basePort: number,
  registered: (remains: Remains) => void,
): Promise<Networks> {
  const network = networkOf(regions, basePort)
  const remains: Remains = { ip, ...tracesOf(network) }
  await refuseInUse(remains)
  refuseTaken(network)
  registered(remains)
  try {
    await removeNetworks(remains)
    for (const batch of making(network)) await done(ip, batch)
    await entered(nsenter, network.line.namespace)
  } catch (error) {
    await removeNetworks(remains)
    throw error
  }
  return networksOf({ ip, nsenter }, network, regions)
}

function networksOf({ ip, nsenter }: NetworkPrograms, network: Network, regions: readonly [string, string]): Networks {
  const hostOf = (name: string): string => network.regions[name]?.open.inner.address ?? ''
  let cut = false
  return {
    hosts: [hostOf(regions[0]), hostOf(regions[1])],
    nearEnds: network.line.open.inner.address,
    insideOf: (region) => ({
      nsenter,
      namespace: (region === undefined ? undefined : network.regions[region]?.namespace) ?? network.line.namespace,
    }),
    isCut: () => cut,
    cuts(lost) {
      cut = true
      return [lineDown(network), ...lost.map((name) => regionDown(network, name))].map((batch) => ({
        command: ip,
        args: argumentsFor(batch),
        lines: batch.lines,
      }))
    },
    async join() {
      await done(ip, lineUp(network))
      cut = false
    },
    giveBack: (region) => done(ip, regionUp(network, region)),
  }
}

/**
 * Removes namespaces and interfaces, as far as they are there. Nothing may run inside any more.
 * @throws Failure `unreachable` where something stays
 */
export async function removeNetworks(remains: Remains): Promise<void> {
  const { ip, namespaces, devices } = remains
  const there = () => [
    ...devices.filter((name) => existsSync(join(interfaces, name))),
    ...namespaces.filter((name) => existsSync(join(named, name))),
  ]
  let said = ''
  // The end of an interface in a namespace that is being taken down goes by itself, and may be gone when it is its turn.
  for (const until = performance.now() + patience.gone; there().length > 0; await pause(patience.look)) {
    if (performance.now() > until)
      throw new Failure('unreachable', `The networks of a lab cannot be removed (${there().join(', ')}): ${said}`)
    const lines = there().map((name) => (devices.includes(name) ? `link delete ${name}` : `netns delete ${name}`))
    for (const line of lines) await done(ip, { lines: [line] }).catch((error) => (said = messageOf(error)))
  }
}

/**
 * Removes what a dead lab left, whose processes have been ended. Where something runs inside all the same, a lab of another
 * home with the same ports has made networks of these names since; they are left alone.
 */
export async function removeLeft(remains: Remains): Promise<void> {
  // What was just killed may need a moment to be gone.
  const until = performance.now() + patience.ending
  while ((await inUse(remains)) !== undefined) {
    if (performance.now() > until) return
    await pause(patience.look)
  }
  await removeNetworks(remains)
}

/** @throws Failure `unreachable` where something runs in a network of that name, which is then somebody else's */
async function refuseInUse(remains: Remains): Promise<void> {
  const used = await inUse(remains)
  if (used)
    throw new Failure('unreachable', `In the network ${used.name} other processes run: ${used.processes.join(', ')}.`)
}

/** The first of the namespaces in which something runs, with the ids of what runs there. */
async function inUse({
  ip,
  namespaces,
}: Remains): Promise<{ readonly name: string; readonly processes: readonly string[] } | undefined> {
  for (const name of namespaces.filter((one) => existsSync(join(named, one)))) {
    const inside = (await ran(spawn(ip, ['netns', 'pids', name], quiet), ip)).trim()
    if (inside !== '') return { name, processes: inside.split('\n') }
  }
  return undefined
}

/** @throws Failure `unreachable` where the machine has one of the addresses already, as of a lab whose ports lie beside these */
function refuseTaken({ regions, line }: Network): void {
  const ends = [...Object.values(regions), line].map(({ open }) => open.outer)
  for (const [device, has = []] of Object.entries(networkInterfaces()))
    for (const { address } of ends.filter((end) => end.device !== device))
      if (has.some((one) => one.address === address))
        throw new Failure('unreachable', `${device} has the address ${address} already.`)
}

/** A command line inside a network, or as it is where there is none. @param owner whom it runs as, where not as we do */
export function commandIn(
  inside: Inside | undefined,
  [program, ...args]: readonly [string, ...string[]],
  owner?: { readonly uid: number; readonly gid: number },
): { readonly program: string; readonly args: readonly string[]; readonly owner: typeof owner } {
  if (!inside) return { program, args, owner }
  // Who is somebody else already may enter no network.
  const become = owner ? ['--setuid', String(owner.uid), '--setgid', String(owner.gid)] : []
  return {
    program: inside.nsenter,
    args: [`--net=${join(named, inside.namespace)}`, ...become, '--', program, ...args],
    owner: undefined,
  }
}

/** Starts a program that is to cut something, which waits for its lines; it is ended where nobody tells them. */
export function prepared({ command, args, lines }: Cut): () => Promise<unknown> {
  const child = spawn(command, args, quiet)
  const ended = ran(child, command)
  ended.catch(() => {})
  return () => {
    child.stdin?.end(`${lines.join('\n')}\n`)
    return ended
  }
}

const quiet = { cwd: '/', stdio: 'pipe', timeout: patience.batch, killSignal: 'SIGKILL' } as const

function argumentsFor({ namespace }: Batch): readonly string[] {
  return [...(namespace === undefined ? [] : ['-netns', namespace]), '-batch', '-']
}

async function done(ip: string, batch: Batch): Promise<void> {
  await prepared({ command: ip, args: argumentsFor(batch), lines: batch.lines })()
}

async function entered(nsenter: string, namespace: string): Promise<void> {
  const { program, args } = commandIn({ nsenter, namespace }, [nsenter, '--version'])
  await ran(spawn(program, args, quiet), program)
}

/** @returns what it wrote @throws Failure `unreachable` with what it said last */
function ran(child: ChildProcess, program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let [written, said] = ['', '']
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (written += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
    // One that ends early is told of by how it ended.
    child.stdin?.on('error', () => {})
    child.on('error', (cause) =>
      reject(new Failure('unreachable', `${program} cannot be run: ${cause.message}.`, { cause })),
    )
    child.on('close', (code, by) => {
      if (code === 0) return resolve(written)
      const why = said.trim().split('\n')[0] || `it ended ${by ? `by ${by}` : `with exit code ${code}`}`
      reject(new Failure('unreachable', `${program}: ${why}`))
    })
  })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
