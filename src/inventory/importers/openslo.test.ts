import { describe, expect, it } from 'vitest'
import { links, readText, resource, troubles } from '../testing/platform.ts'
import { Unknown } from '../value.ts'
import { openslo } from './openslo.ts'

function slo(version: string, spec: string, name = 'quick'): string {
  return `
apiVersion: ${version}
kind: SLO
metadata: { name: ${name} }
spec:
  budgetingMethod: Occurrences
  ${spec}
`
}

const read = (...parts: readonly string[]) => readText(openslo, parts.join('\n---\n'))

describe('objectives', () => {
  it.each([
    [
      'openslo/v1',
      'service: kiosk desk',
      'timeWindow: [{ duration: 4w, isRolling: true }]',
      'objectives: [{ target: 0.999 }]',
      28,
      0.999,
    ],
    [
      'openslo/v1',
      'service: kiosk',
      'timeWindow: [{ duration: 1Q }]',
      'objectives: [{ targetPercent: 99.95 }]',
      90,
      0.9995,
    ],
    [
      'openslo/v1alpha',
      'service: kiosk',
      'timeWindows: [{ count: 2, unit: Month }]',
      'objectives: [{ displayName: a, target: 0.5 }]',
      60,
      0.5,
    ],
    [
      'openslo.com/v2alpha',
      'serviceRef: kiosk',
      'timeWindow: [{ duration: 36h }]',
      'objectives: [{ target: 1 }]',
      1.5,
      1,
    ],
  ])('of %s with %s have their target, window and service', (version, service, window, objectives, days, target) => {
    const inventory = read(slo(version, [service, window, objectives].join('\n  ')))
    expect(inventory.objectives).toEqual([
      {
        name: 'quick',
        service: service.replace(/^\w+: /, ''),
        target,
        windowDays: days,
        counted: 'Occurrences',
        place: expect.objectContaining({ line: 9 }),
      },
    ])
    expect(troubles(inventory)).toEqual([])
  })

  it('are told apart where an SLO has several', () => {
    const spec = 'service: kiosk\n  objectives: [{ displayName: good, target: 0.9 }, { target: 0.99 }]'
    expect(read(slo('openslo/v1', spec)).objectives.map(({ name, target }) => [name, target])).toEqual([
      ['quick: good', 0.9],
      ['quick: 2', 0.99],
    ])
  })

  it.each(['1m', '2 weeks', '5x'])('have no window where it is written %s', (duration) => {
    const [one] = read(
      slo('openslo/v1', `timeWindow: [{ duration: ${duration} }]\n  objectives: [{ target: 99 }]`),
    ).objectives
    expect(one?.windowDays).toBeInstanceOf(Unknown)
    expect(one?.target).toBeInstanceOf(Unknown)
  })
})

describe('a file of OpenSLO', () => {
  it('may be a list, and declares every object with what it refers to', () => {
    const inventory = read(
      `- { apiVersion: openslo/v1, kind: Service, metadata: { name: kiosk } }
- { apiVersion: openslo/v1, kind: SLI, metadata: { name: speed }, spec: { thresholdMetric: { metricSource: { metricSourceRef: meters } } } }
- { apiVersion: openslo/v1, kind: DataSource, metadata: { name: meters }, spec: { type: any, connectionDetails: { key: HUSH } } }
- { apiVersion: openslo/v1, kind: AlertPolicy, metadata: { name: page }, spec: { conditions: [{ conditionRef: burns }] } }`,
      slo(
        'openslo/v1',
        'service: kiosk\n  indicatorRef: speed\n  alertPolicies: [{ alertPolicyRef: page }]\n  objectives: []',
      ),
    )
    expect(links(inventory)).toEqual([
      'speed data source meters',
      'page condition AlertCondition/burns!',
      'quick service kiosk',
      'quick indicator speed',
      'quick alert policy page',
    ])
    expect(troubles(inventory)).toEqual(['4 reference-outside'])
    expect(JSON.stringify(inventory)).not.toContain('HUSH')
    expect(resource(inventory, 'openslo/Service', 'kiosk').region).toBeInstanceOf(Unknown)
  })

  it.each([
    [
      'a field of the spec',
      'kind: Service\napiVersion: openslo/v1\nmetadata: { name: a }\nspec:\n  descripton: b',
      '5 field-unknown',
    ],
    [
      'a field at the top',
      'kind: Service\napiVersion: openslo/v1\nmetadata: { name: a }\nstatus: fine',
      '4 field-unknown',
    ],
    ['a field of a later version', slo('openslo/v1alpha', 'timeWindow: []'), '7 field-unknown'],
    ['a version', 'kind: Service\napiVersion: openslo/v9', '2 input-of-another-format'],
    ['no version', 'kind: Service', '1 input-of-another-format'],
    ['no name', 'kind: Service\napiVersion: openslo/v1', '1 name-missing'],
    ['nothing', '', '1 input-empty'],
    ['no YAML', '"', '1 input-unreadable'],
  ])('is refused for %s that is not known, at its line', (_what, text, told) => {
    const inventory = read(text)
    expect(troubles(inventory)).toContain(told)
    const error = inventory.problems.find(({ code }) => told.endsWith(code))
    expect(error?.severity).toBe(told === '1 input-empty' ? 'warning' : 'error')
  })

  it('is told what may have been meant', () => {
    const [problem] = read(slo('openslo/v1', 'objectivs: []')).problems
    expect(problem?.detail).toContain('Did you mean objectives?')
  })
})
