import { expect, test } from 'vitest'
import { type PlanGraph, graphJson } from './graph.ts'
import { graphDot } from './graph-dot.ts'
import { graphMermaid } from './graph-mermaid.ts'
import { graphSvg } from './graph-svg.ts'
import { hostile } from './testing/samples.ts'

const graph: PlanGraph = {
  plan: 'shop',
  nodes: [
    { id: 'flow:checkout', kind: 'flow', name: 'checkout', tier: 1 },
    {
      id: 'component:api',
      kind: 'component',
      name: 'api',
      type: 'web-service',
      strategy: 'warm-standby',
      active: ['east'],
      standby: ['west'],
    },
    { id: 'component:store', kind: 'component', name: 'store', type: 'postgres' },
    { id: 'component:gateway', kind: 'component', name: 'gateway', type: 'third-party' },
  ],
  edges: [
    { from: 'flow:checkout', to: 'component:api', kind: 'needs' },
    { from: 'flow:checkout', to: 'component:gateway', kind: 'degrades' },
    { from: 'component:api', to: 'component:store', kind: 'needs' },
    // A circle, which a check reports and a picture still shows.
    { from: 'component:store', to: 'component:api', kind: 'needs' },
  ],
}

const foul: PlanGraph = {
  plan: hostile,
  nodes: [{ id: 'component:x', kind: 'component', name: `${hostile}"]; click n0 "javascript:alert(1)`, type: hostile }],
  edges: [],
}

test('a graph is written for Mermaid and Graphviz', async () => {
  await expect(graphMermaid(graph) + graphDot(graph)).toMatchFileSnapshot('golden/graph.txt')
})

test('a graph is drawn', async () => {
  await expect(graphSvg(graph)).toMatchFileSnapshot('golden/graph.svg')
  expect(graphJson(graph)).toEqual({ schemaVersion: 1, ...graph })
})

test('no name of a plan is a statement, a link or markup', () => {
  const [, node = ''] = graphMermaid(foul).split('\n')
  expect(node).toMatch(/^ {2}n0\["(?:[\p{L}\p{N} .,()-]|#\d+;|<br>)*"\]$/u)
  expect(graphDot(foul).replace(/"(?:[^"\\]|\\.)*"/g, 'text')).toMatch(/^[\w\s{}=,[\]-]*$/)
  const svg = graphSvg(foul)
  expect(svg).not.toContain('<img')
  expect(svg.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
})
