/** A network as its file has it: a line of how many steps there are and the last one's place, a line of how many people each team has, then a line for each step. */
export interface Network {
  readonly nodes: readonly NetworkNode[]
  readonly capacities: readonly number[]
  /** The place whose end is the run's. */
  readonly last: number
}

export interface NetworkNode {
  readonly kind: 'fixed' | 'lognormal' | 'uniform'
  /** Seconds: how long, the median, or the least. */
  readonly one: number
  /** Seconds: nothing, the 95th percentile, or the most. */
  readonly other: number
  /** Place of its team; -1: nobody. */
  readonly pool: number
  readonly needs: readonly number[]
}

/** Numbers are written so that they are read as they were, to the bit. */
export function networkText({ nodes, capacities, last }: Network): string {
  const rows = nodes.map(({ kind, one, other, pool, needs }) => [kind, one, other, pool, ...needs])
  return `${[[nodes.length, last], capacities, ...rows].map((row) => row.join(' ')).join('\n')}\n`
}

/** Reads what `networkText` has written. */
export function readNetwork(text: string): Network {
  const [[, last = 0] = [], capacities = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' '))
  return {
    nodes: rows.map(([kind, one, other, pool, ...needs]) => ({
      kind: kind as NetworkNode['kind'],
      one: Number(one),
      other: Number(other),
      pool: Number(pool),
      needs: needs.map(Number),
    })),
    capacities: capacities.map(Number),
    last: Number(last),
  }
}
