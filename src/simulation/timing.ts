import type { Estimates } from '#evidence'
import type { Runbook, Step } from '#runbook'
import { type Contact, openCalls } from './calls.ts'
import type { Circumstances } from './circumstances.ts'
import { directoryOf } from './contacts.ts'
import { type Course, courseOf, fresh, type Standing } from './course.ts'
import type { Detection } from './detection.ts'
import { day, week } from './hours.ts'
import { type Kernel, openKernel } from './kernel/index.ts'
import { openChances } from './kernel/random.ts'
import { type Network, networkOf } from './network.ts'
import { streams } from './streams.ts'

/** What a runbook is timed with. */
export interface TimingOptions {
  readonly circumstances?: Circumstances
  /** Where the runs go on from; the beginning where it is left out. */
  readonly standing?: Standing
  /** Gives the end of the steps that watch the activation criteria; their estimates do where it is left out. */
  readonly detect?: Detection | undefined
  /** What people's answers are longer by; 1 where it is left out. */
  readonly pace?: number
}

/** A runbook, ready to be timed again and again. Its parts hold the run that was timed last. */
export interface Timing {
  readonly course: Course
  /** Of the course, by place. */
  readonly steps: readonly Step[]
  readonly kernel: Kernel
  readonly contacts: readonly Contact[]
  readonly network: Network
  /** Times a run, which depends on the seed and its number only. */
  time(seed: number, run: number): void
  /** A number in (0, 1) of the run, by its stream. */
  extra(stream: number): number
  /** The second of the week, by UTC, at which the fault of the run came. */
  fault(): number
}

/**
 * Makes a runbook ready to be timed.
 * @param estimates one per step
 * @throws RangeError where an estimate is missing or is no time: a caller's bug
 */
export function openTiming(runbook: Runbook, estimates: Estimates, options: TimingOptions = {}): Timing {
  const { circumstances = {}, standing = fresh(runbook), detect, pace = 1 } = options
  const course = courseOf(runbook, standing, ({ id }) => (estimates[id]?.failing?.chance ?? 0) > 0)
  const directory = directoryOf(runbook, circumstances, pace)
  const chances = openChances()
  const calls = openCalls(directory.contacts)
  const given = circumstances.at === undefined ? undefined : (circumstances.at / 1000) % week
  let fault = 0
  let noticed = 0
  let { extra } = chances
  const ofContact = (place: number): number => extra(streams.contact(place))
  const ofProbe = (probe: number): number => extra(streams.probe(probe))
  const begin = (of: Kernel['extra']): void => {
    extra = of
    fault = given ?? extra(streams.fault) * week
    calls.begin(fault % day, ofContact)
    noticed = detect?.(ofProbe) ?? 0
  }
  const network = networkOf(runbook, course, {
    estimates,
    standing,
    directory,
    calls,
    ...(detect ? { noticed: () => noticed } : {}),
    fault: () => fault,
    sample(number) {
      chances.begin(0, number)
      begin(chances.extra)
      return chances.extra(streams.clients)
    },
  })
  const kernel = openKernel(network.nodes, network.pools, { begin })
  return {
    course,
    steps: course.steps,
    kernel,
    contacts: directory.contacts,
    network,
    time: kernel.time,
    extra: kernel.extra,
    fault: () => fault,
  }
}
