import { plain } from '#markup'
import { type PlanGraph, nodeLines } from './graph.ts'

/**
 * The dependencies as a Mermaid flow chart. Nodes are numbered; names of a plan stand only inside quoted labels, with
 * every sign that could end or open something written as its number.
 */
export function graphMermaid({ nodes, edges }: PlanGraph): string {
  const numbers = new Map(nodes.map(({ id }, index) => [id, `n${index}`]))
  return [
    'flowchart LR',
    ...nodes.map((node, index) => {
      const label = nodeLines(node).map(inner).join('<br>')
      return node.kind === 'flow' ? `  n${index}(["${label}"])` : `  n${index}["${label}"]`
    }),
    ...edges.map(
      ({ from, to, kind }) => `  ${numbers.get(from)} ${kind === 'degrades' ? '-.->' : '-->'} ${numbers.get(to)}`,
    ),
    '',
  ].join('\n')
}

const inner = (text: string): string =>
  plain(text).replace(/[^\p{L}\p{N} .,()-]/gu, (sign) => `#${sign.codePointAt(0) ?? 0};`)
