import { plain } from '#markup'
import { type PlanGraph, nodeLines } from './graph.ts'

/** The dependencies as a Graphviz graph. Names of a plan are texts in quotes, so that none is a statement. */
export function graphDot({ plan, nodes, edges }: PlanGraph): string {
  return [
    `digraph ${quoted(plan)} {`,
    '  rankdir=LR',
    '  node [shape=box, fontname="sans-serif"]',
    ...nodes.map((node) => {
      const [name, about] = nodeLines(node)
      const style = node.kind === 'flow' ? ', style=rounded' : ''
      return `  ${quoted(node.id)} [label="${inner(name)}\\n${inner(about)}"${style}]`
    }),
    ...edges.map(
      ({ from, to, kind }) => `  ${quoted(from)} -> ${quoted(to)}${kind === 'degrades' ? ' [style=dashed]' : ''}`,
    ),
    '}\n',
  ].join('\n')
}

const inner = (text: string): string => plain(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')
const quoted = (text: string): string => `"${inner(text)}"`
