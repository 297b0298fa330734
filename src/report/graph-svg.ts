import { escaped } from '#markup'
import { type GraphNode, type PlanGraph, nodeLines } from './graph.ts'

const box = { width: 200, height: 44, right: 60, below: 16, margin: 16 }

/** The dependencies as a picture: flows at the left, and each component to the right of what needs it. */
export function graphSvg(graph: PlanGraph): string {
  const columns = columnsOf(graph)
  const places = new Map<string, { x: number; y: number }>()
  columns.forEach((nodes, column) => {
    nodes.forEach(({ id }, row) => {
      places.set(id, {
        x: box.margin + column * (box.width + box.right),
        y: box.margin + row * (box.height + box.below),
      })
    })
  })
  const rows = Math.max(1, ...columns.map((nodes) => nodes.length))
  const width = 2 * box.margin + Math.max(1, columns.length) * (box.width + box.right) - box.right
  const height = 2 * box.margin + rows * (box.height + box.below) - box.below
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(`What needs what in ${graph.plan}`)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff" />`,
    ...graph.edges.flatMap(({ from, to, kind }) => {
      const [a, b] = [places.get(from), places.get(to)]
      if (!a || !b) return []
      const [x, y, right, end] = [a.x + box.width, a.y + box.height / 2, b.x, b.y + box.height / 2]
      const dashes = kind === 'degrades' ? ' stroke-dasharray="4 3"' : ''
      const path = `M${x} ${y} C${x + box.right / 2} ${y} ${right - box.right / 2} ${end} ${right} ${end}`
      return [`<path d="${path}" fill="none" stroke="#5b6770"${dashes} />`]
    }),
    ...graph.nodes.map((node) => {
      const { x, y } = places.get(node.id) ?? { x: 0, y: 0 }
      const [name, about] = nodeLines(node).map((text) => escaped(shortened(text)))
      const look = node.kind === 'flow' ? 'rx="20" fill="#e8f1fa"' : 'rx="4" fill="#f5f5f2"'
      return [
        `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" ${look} stroke="#5b6770" />`,
        `<text x="${x + 12}" y="${y + 18}" font-weight="bold" fill="#1b1f23">${name}</text>`,
        `<text x="${x + 12}" y="${y + 34}" font-size="10" fill="#454c52">${about}</text>`,
      ].join('')
    }),
    '</svg>\n',
  ].join('\n')
}

/** Nodes by column: one more than the furthest of those that need them; what needs itself in a circle stays near. */
function columnsOf({ nodes, edges }: PlanGraph): ReadonlyArray<readonly GraphNode[]> {
  const needs = new Map<string, string[]>(nodes.map(({ id }) => [id, []]))
  const waiting = new Map<string, number>(nodes.map(({ id }) => [id, 0]))
  for (const { from, to } of edges) {
    needs.get(from)?.push(to)
    waiting.set(to, (waiting.get(to) ?? 0) + 1)
  }
  const column = new Map<string, number>(nodes.map(({ id, kind }) => [id, kind === 'flow' ? 0 : 1]))
  const open = nodes.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id)
  for (let index = 0; index < open.length; index++) {
    const id = open[index] as string
    for (const need of needs.get(id) ?? []) {
      column.set(need, Math.max(column.get(need) ?? 1, (column.get(id) ?? 0) + 1))
      waiting.set(need, (waiting.get(need) ?? 1) - 1)
      if (waiting.get(need) === 0) open.push(need)
    }
  }
  const columns: GraphNode[][] = []
  for (const node of nodes) {
    const at = column.get(node.id) ?? 1
    while (columns.length <= at) columns.push([])
    columns[at]?.push(node)
  }
  return columns
}

/** A text that fits into a box, whose width is that of about 32 small letters. */
function shortened(text: string): string {
  return text.length > 34 ? `${text.slice(0, 33)}…` : text
}
