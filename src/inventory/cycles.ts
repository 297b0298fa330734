import { DirectedGraph } from 'graphology'
import { stronglyConnectedComponents } from 'graphology-components'

/** Every group of things that lead back to each other, and every one that leads to itself, by their keys. */
export function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): ReadonlyArray<readonly string[]> {
  const graph = new DirectedGraph({ allowSelfLoops: true })
  for (const key of edges.keys()) graph.mergeNode(key)
  for (const [key, next] of edges) for (const one of next) graph.mergeEdge(key, one)
  return stronglyConnectedComponents(graph)
    .filter((group) => group.length > 1 || group.some((key) => graph.hasEdge(key, key)))
    .map((group) => group.toSorted())
}
