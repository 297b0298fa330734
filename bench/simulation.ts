/**
 * How fast a plan is forecast, from its file to the odds.
 *
 * `simpy`, `simjs`, `c-twin`: the processor's time of `muster simulate` as a whole process, against the same network with
 * the same laws and teams timed by SimPy, by simjs, and by a C program that does what the product's kernel does. All take
 * turns on one core, for on this kind of machine a thread beside another costs more of the processor's time. The C
 * program's times are the same to the bit; the others' mean lies where chance lets it. What a rival takes to start is not
 * counted against it, what Muster takes is.
 * `memory`: the most memory with a million runs, against a tenth of them. `threads`: the time on the wall with every core,
 * against one. `rare`: replications against plain Monte Carlo, for an interval of the same width. `years`: the processor's
 * time of a hundred thousand years of the portfolio, against the minute that it may take.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, print } from './figure.ts'
import { rival } from './rivals.ts'
import { networkText } from './simulation/network.ts'
import { ownTimes } from './simulation/own.ts'
import { planText, scenario } from './simulation/plan.ts'
import { rareEvents } from './simulation/rare.ts'
import { pythonWithSimpy, type Spent, spentBy, translated } from './simulation/spent.ts'
import { timedNetwork } from './simulation/timed.ts'

const seed = 1
const runs = 1_000_000
/** Against the peers, so that the start of the process is a small part of it. */
const raced = 3_000_000
/** One core is all that a process is let have; Muster starts no second thread then. */
const oneCore = ['taskset', '-c', '0'] as const
/** Of so many runs every time of every step must be the twin's. */
const summed = 10_000
/**
 * How far the product's quantiles may lie from the kernel's, in seconds: its clients take up to 0.1 to come back, and it
 * draws a detection of 10 from a number of its own. All other draws are the same.
 */
const apart = 1
const program = fileURLToPath(new URL('../bin/muster', import.meta.url))

interface Bench {
  readonly folder: string
  readonly meter: string
  readonly network: string
}

interface Peer {
  readonly measure: string
  readonly runs: number
  readonly called: string
  readonly command: (runs: number) => readonly string[]
  /** Processor's seconds a run, by round. */
  readonly each: number[]
}

const measures = { peers: againstPeers, memory, threads, rare: rareEvents, years } as const

/** @param args how many rounds, 5 where left out; then which measures, all where left out */
export async function simulation(args: readonly string[]): Promise<void> {
  const rounds = Number(args[0] ?? 5)
  const wanted = args.length > 1 ? args.slice(1) : Object.keys(measures)
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'))
  try {
    const bench = { folder, meter: translated('spent', folder), network: join(folder, 'network.txt') }
    writeFileSync(join(folder, 'muster.yaml'), planText())
    writeFileSync(bench.network, networkText(timedNetwork()))
    for (const [name, measure] of Object.entries(measures)) if (wanted.includes(name)) measure(bench, rounds)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function againstPeers(bench: Bench, rounds: number): void {
  const twin = translated('twin', bench.folder)
  const peers = peersOf(bench, twin)
  const own = ownTimes(timedNetwork(), raced, seed, summed)
  const starts = peers.map(({ command }) => spentBy(bench.meter, [...oneCore, ...command(2)]).seconds)
  const ours: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const product = simulated(bench, raced, oneCore)
    sameTimes(product, own)
    ours.push(product.seconds / raced)
    for (const [at, peer] of peers.entries()) {
      const spent = spentBy(bench.meter, [...oneCore, ...peer.command(peer.runs)])
      if (peer.measure === 'c-twin') sameBits(spent.out, own)
      else sameMean(peer, spent.out, own)
      peer.each.push((spent.seconds - (starts[at] ?? 0)) / (peer.runs - 2))
    }
    const told = peers.map(({ measure, each }) => `${measure} ${perSecond(each.at(-1))}`).join(', ')
    process.stderr.write(`round ${round}: Muster ${perSecond(ours.at(-1))} runs a second of processor time, ${told}\n`)
  }
  for (const { measure, called, each } of peers)
    figure(measure, median(ours) * 1e6, 'microseconds of processor time a run', called, median(ours) / median(each))
}

function peersOf({ network }: Bench, twin: string): readonly Peer[] {
  // It is installed before it is timed.
  rival('simjs')
  const python = pythonWithSimpy()
  const file = (name: string) => fileURLToPath(new URL(`./simulation/${name}`, import.meta.url))
  const peer = (measure: string, count: number, called: string, command: Peer['command']): Peer => ({
    measure,
    runs: count,
    called: `${called}, the same network, ${raced} runs as a whole process of Muster, in turn on one core`,
    command,
    each: [],
  })
  const given = (count: number) => [network, String(count), String(seed)]
  return [
    ...(python === undefined
      ? []
      : [peer('simpy', 3000, 'SimPy 2.3.1', (count) => [python, file('simpy_peer.py'), ...given(count)])]),
    peer('simjs', 20_000, 'simjs 2.0.3', (count) => [process.execPath, file('simjs-peer.ts'), ...given(count)]),
    peer('c-twin', raced, 'a C program with the same times to the bit, gcc -O3 -march=native', (count) => [
      twin,
      ...given(count),
      String(Math.min(count, summed)),
    ]),
  ]
}

/** The product on the timed plan. */
function simulated({ meter, folder }: Bench, count: number, before: readonly string[] = []): Spent {
  const options = ['--scenario', scenario, '--target', 'lab', '--runs', String(count), '--seed', String(seed)]
  const command = [...before, process.execPath, program, 'simulate', 'muster.yaml', ...options, '--format', 'json']
  return spentBy(meter, command, folder)
}

type Own = ReturnType<typeof ownTimes>

function sameTimes({ out }: Spent, own: Own): void {
  const { flows } = JSON.parse(out) as { flows: ReadonlyArray<{ rto: Own }> }
  const rto = flows[0]?.rto
  for (const quantile of ['p50', 'p95'] as const) {
    const found = rto?.[quantile] ?? Number.NaN
    if (!(Math.abs(found - own[quantile]) <= apart))
      throw new Error(`Muster's ${quantile} is ${found}, its kernel's ${own[quantile]}. This is a bug in Muster.`)
  }
}

function sameBits(out: string, own: Own): void {
  const [checksum, mean, variance] = out.trim().split(' ').map(Number)
  if (checksum === own.checksum && mean === own.mean && variance === own.variance) return
  throw new Error(
    `The twin gives ${out}, the kernel ${own.checksum} ${own.mean} ${own.variance}. This is a bug in Muster.`,
  )
}

function sameMean({ measure }: Peer, out: string, own: Own): void {
  const [mean = Number.NaN, variance = Number.NaN, count = 1] = out.trim().split(' ').map(Number)
  const error = Math.sqrt(variance / count + own.variance / raced)
  if (Math.abs(mean - own.mean) <= 4 * error) return
  throw new Error(
    `The mean of ${measure} is ${mean}, the kernel's ${own.mean}, and their error ${error}. This is a bug in Muster.`,
  )
}

function memory(bench: Bench, rounds: number): void {
  // Fewer runs would start no threads, each of which has a heap of its own.
  const few = runs / 10
  const most = (count: number) => simulated(bench, count).kilobytes / 1024
  const both = Array.from({ length: rounds }, () => [most(few), most(runs)] as const)
  const [less, more] = [median(both.map(([one]) => one)), median(both.map(([, one]) => one))]
  figure('memory', more, 'MiB at most', `${few} runs instead of ${runs}`, more / less)
}

function threads(bench: Bench, rounds: number): void {
  const both = Array.from({ length: rounds }, () => {
    const one = simulated(bench, runs, oneCore)
    const all = simulated(bench, runs)
    if (one.out !== all.out) throw new Error('One thread and several do not give the same. This is a bug in Muster.')
    return { one, all }
  })
  const pick = (which: 'one' | 'all', what: 'wall' | 'seconds') => median(both.map((round) => round[which][what]))
  const called = `one core, ${runs} runs, the same bytes`
  figure('threads', pick('all', 'wall'), 's on the wall', called, pick('all', 'wall') / pick('one', 'wall'))
  const cpu = pick('all', 'seconds')
  figure('threads-cpu', cpu, 's of processor time', called, cpu / pick('one', 'seconds'))
}

function years({ meter }: Bench, rounds: number): void {
  const portfolio = fileURLToPath(new URL('../examples/portfolio', import.meta.url))
  const command = [process.execPath, program, 'years', portfolio, '--years', '100000', '--format', 'json']
  const seconds = median(Array.from({ length: rounds }, () => spentBy(meter, command).seconds))
  figure('years', seconds, 's of processor time', '60 s for 100,000 years of examples/portfolio', seconds / 60)
}

function figure(measure: string, value: number, unit: string, against: string, ratio: number): void {
  print({ bench: 'simulation', measure, value: rounded(value), unit, against, ratio: rounded(ratio) })
}

function perSecond(seconds = Number.NaN): string {
  return Math.round(1 / seconds).toLocaleString('en')
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
