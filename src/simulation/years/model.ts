import type { EventClass } from '#catalog'
import type { Plan } from '#plan'
import type { Runbook } from '#runbook'
import type { Forecast, Interval } from '../model.ts'

/** A workload: its plan, and what each scenario that compiles would take and lose. */
export interface Workload {
  /** In its portfolio; left out where the plan stands alone. */
  readonly id?: string
  readonly plan: Plan
  readonly recoveries: readonly Recovery[]
}

/** A scenario that the plan has a runbook for. */
export interface Recovery {
  readonly runbook: Runbook
  readonly forecast: Forecast
}

export interface YearsOptions {
  /** Whole, ≥ 1. */
  readonly years: number
  /** Finite. */
  readonly seed: number
  /** Rates that replace the catalog's and are taken as known; finite, ≥ 0, and for `pair` ≤ 1. */
  readonly rates?: Readonly<Partial<Record<EventClass, number>>>
  /** From what an incident's length is drawn; fitted where left out. */
  readonly durations?: 'fitted' | 'observed'
  /** Whether region events are taken for as often as they are seen rather than admitted. */
  readonly underReported?: boolean
}

/** A figure with the interval that holds it in 95 of 100 cases, over what the rates may be and over the simulation. */
export interface Ranged {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** What one class of events does to a flow. */
export interface ClassShare {
  readonly class: EventClass
  /** Of the lost hours, 0 to 1; shares of a flow that loses any sum to 1. */
  readonly share: number
  readonly lostHoursPerYear: number
}

/** A flow over many years. */
export interface FlowYears {
  readonly flow: string
  readonly workload?: string
  /** Share of the time, 0 to 1, in which no event of the classes has it down. */
  readonly availability: Ranged
  /** The SLO, where the plan sets one. */
  readonly target?: number
  /** Share of the simulated years whose own availability reaches the SLO. */
  readonly probabilityMet?: number
  readonly lostHoursPerYear: number
  /** Seconds of the newest writes; left out where it is unknown. */
  readonly lostDataSecondsPerYear?: number
  /** Why the lost data is unknown, in a sentence. */
  readonly lostDataUnknown?: string
  /** Of 100 years, how many have at least one outage. */
  readonly outagesPer100Years: number
  /** In the order of the catalog; classes that do not touch it are left out. */
  readonly byClass: readonly ClassShare[]
  /** Where it could run in several regions. */
  readonly allRegionsLost?: {
    /** The chance a year that one event takes them all. */
    readonly together: Ranged
    /** The chance a year that events that have nothing to do with each other take them at the same time. */
    readonly byCoincidence: Ranged
  }
  /** The chance a year that the region it recovers into is lost as well before it is served again, by coincidence. */
  readonly secondDuringRecovery?: Ranged
}

/** A rate that was used. */
export interface RateUsed {
  readonly class: EventClass
  readonly rate: number
  readonly unit: string
  readonly from: 'catalog' | 'given'
  /** What it may be, in 95 of 100 cases; left out where it was given. */
  readonly band?: Interval
  readonly meaning: string
  readonly source?: string
  readonly asOf?: string
}

/** Which scenario answers an event; the same answer of several workloads is one entry. */
export interface Answer {
  readonly class: EventClass
  /** What is lost, in a few words. */
  readonly event: string
  readonly workloads: readonly string[]
  /** Left out where nothing in the plan answers it, so that its flows wait for the incident's end. */
  readonly scenario?: string
  /** Why this one, where it is not the scenario of the event itself. */
  readonly because?: string
}

/** Flows over many years of events. */
export interface Years {
  readonly schemaVersion: 1
  readonly years: number
  readonly seed: number
  readonly durations: 'fitted' | 'observed'
  /** To be shown with every figure. */
  readonly label: string
  readonly flows: readonly FlowYears[]
  readonly rates: readonly RateUsed[]
  readonly answers: readonly Answer[]
  readonly caveats: readonly string[]
}
