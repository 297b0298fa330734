import { describe, expect, it } from 'vitest'
import { leafText, leavesOf, parseCondition } from '#conditions'

const declared = ['probes.web.failing', 'probes.web.failingFor', 'deployment.inProgress']

function textsOf(text: string): readonly string[] {
  const { condition, problem } = parseCondition(text, declared)
  if (!condition) throw new Error(JSON.stringify(problem))
  return leavesOf(condition).map(leafText)
}

describe('the leaves of a condition', () => {
  it('are what it asks for, in order, each once, whatever they stand in', () => {
    expect(
      textsOf(
        '(probes.web.failing || probes.web.failingFor >= duration("2m")) && !deployment.inProgress && probes.web.failing',
      ),
    ).toEqual(['probes.web.failing', 'probes.web.failingFor >= 2m', 'deployment.inProgress'])
    expect(textsOf('probes.web.failing == true')).toEqual(['probes.web.failing == true'])
    expect(textsOf('true')).toEqual([])
  })
})
