/**
 * The network timed by simjs: a facility for each team, a fresh simulation for each run.
 *
 * Arguments: the network's file, how many runs, a seed. Prints the mean and the variance of the end, and of how many runs.
 */
import { readFileSync } from 'node:fs'
import { rival } from '../rivals.ts'
import { readNetwork } from './network.ts'

interface Request {
  done(callback: () => void): Request
}

interface Simjs {
  readonly Sim: new () => {
    addEntity(kind: new (...given: never[]) => unknown): unknown
    simulate(until: number): unknown
  }
  readonly Entity: new (
    ...given: readonly unknown[]
  ) => {
    time(): number
    setTimer(seconds: number): Request
    useFacility(facility: object, seconds: number): Request
  }
  readonly Facility: new (name: string, discipline: unknown, servers: number) => object
  readonly Random: new (seed: number) => { normal(mean: number, deviation: number): number; random(): number }
}

const z95 = 1.6448536269514722
const [path = '', runs = '1', seed = '1'] = process.argv.slice(2)
// Its package was bundled for browsers: it exports nothing, and puts all that it has into the window.
const window: { Sim?: Simjs } = {}
Object.assign(globalThis, { window })
rival('simjs')
if (!window.Sim) throw new Error('simjs has not loaded.')
const { Sim, Entity, Facility, Random } = window.Sim
const chance = new Random(Number(seed))
const { nodes, capacities, last } = readNetwork(readFileSync(path, 'utf8'))
const lasts = nodes.map(({ kind, one, other }): (() => number) => {
  if (kind === 'fixed') return () => one
  if (kind === 'uniform') return () => one + (other - one) * chance.random()
  const [mu, sigma] = [Math.log(one), Math.log(other / one) / z95]
  return () => Math.exp(chance.normal(mu, sigma))
})
const dependents = nodes.map((): number[] => [])
for (const [place, { needs }] of nodes.entries()) for (const need of needs) dependents[need]?.push(place)

let end = 0

class Recovery extends Entity {
  readonly teams = capacities.map((capacity, at) => new Facility(`team ${at}`, undefined, capacity))
  readonly open = nodes.map(({ needs }) => needs.length)

  start(): void {
    for (const [place, { needs }] of nodes.entries()) if (needs.length === 0) this.begin(place)
  }

  begin(place: number): void {
    const team = this.teams[nodes[place]?.pool ?? -1]
    const seconds = lasts[place]?.() ?? 0
    const request = team ? this.useFacility(team, seconds) : this.setTimer(seconds)
    request.done(() => this.ended(place))
  }

  ended(place: number): void {
    if (place === last) end = this.time()
    for (const later of dependents[place] ?? []) {
      const left = (this.open[later] ?? 0) - 1
      this.open[later] = left
      if (left === 0) this.begin(later)
    }
  }
}

const ends = Array.from({ length: Number(runs) }, () => {
  const simulation = new Sim()
  simulation.addEntity(Recovery)
  simulation.simulate(1e12)
  return end
})
const mean = ends.reduce((sum, one) => sum + one, 0) / ends.length
const variance = ends.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (ends.length - 1)
process.stdout.write(`${mean} ${variance} ${ends.length}\n`)
