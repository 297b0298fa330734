import { type DagStep, dependentsOf } from './dag.ts'

/** Runs the steps with nothing but counters in memory: what no engine can beat. @returns seconds */
export async function bareQueue(dag: readonly DagStep[]): Promise<number> {
  const dependents = dependentsOf(dag)
  const open = dag.map(({ needs }) => needs.length)
  let left = dag.length
  const start = performance.now()
  await new Promise<void>((resolve) => {
    const begin = (place: number): void => {
      setTimeout(() => {
        left -= 1
        if (left === 0) resolve()
        for (const later of dependents[place] ?? []) {
          open[later] = (open[later] ?? 0) - 1
          if (open[later] === 0) begin(later)
        }
      }, dag[place]?.milliseconds)
    }
    for (const [place, count] of open.entries()) if (count === 0) begin(place)
  })
  return (performance.now() - start) / 1000
}
