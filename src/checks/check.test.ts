import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { check } from './index.ts'
import { completed, sampleDay } from './testing/sample.ts'

const example = readFileSync(new URL('../../examples/contoso-orders/muster.yaml', import.meta.url), 'utf8')
// Notes ask for more than a plan must say, and each rule's own samples show them.
const checked = (text: string, asOf = sampleDay) =>
  check(parsePlan(text, 'plan.yaml'), { asOf }).problems.filter(({ severity }) => severity !== 'note')
const codes = (sample: string) => checked(completed(sample)).map(({ code }) => code)

const flow = (objectives: string, more = '') => `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: ${objectives}
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
${more}`

describe('checking a plan', () => {
  it('gives what the parser and the rules find, together and in order of place', () => {
    const problems = checked(completed(flow('{ default: { slo: 99%, rto: 30, rpo: 1h, mtd: 4h } }')))
    expect(problems.map(({ code, place }) => [place.column, code])).toEqual([
      [35, 'tier-objectives'],
      [45, 'not-a-duration'],
      [54, 'tier-objectives'],
    ])
  })

  it('says nothing about what the parser has refused', () => {
    expect(codes(flow('{ default: { slo: 99.95%, rto: soon, rpo: never } }'))).toEqual([
      'not-a-duration',
      'not-a-duration',
    ])
    expect(codes(flow('{ default: { rto: 30m, rpo: 1m } }').replace('2026-10-01', 'yesterday'))).toEqual(['not-a-date'])
    expect(codes('\ncomponents:\n  shop: { typ: web-service }\n')).toEqual(['missing-key', 'unknown-key'])
    expect(codes('\ncontacts: none\n')).toEqual(['wrong-type'])
    expect(codes('\ndrills:\n  - { scenario: East }\n')).toEqual(['not-a-name'])
  })

  it('waits until the text is YAML, because what a broken line swallows is not missing', () => {
    const problems = checked(example.replace('activation:\n', 'activation:\n\t\n  broken: line: here\n'))
    expect(new Set(problems.map(({ code }) => code))).toContain('yaml-syntax')
    expect(problems.filter(({ code }) => code.includes('missing'))).toEqual([])
  })

  it('finds the same plan overdue when time has passed', () => {
    expect(checked(example, '2026-12-30')).toEqual([])
    expect(checked(example, '2026-12-31').map(({ code, place }) => [code, place.line])).toEqual([['review-overdue', 8]])
  })

  it('never throws when a line of the plan is gone, and places every problem inside the text', () => {
    const lines = example.split('\n')
    // Every second line: the plan has become long, and asking every rule about each of them takes its time.
    for (let gone = 0; gone < lines.length; gone += 2) {
      const problems = checked(lines.filter((_, index) => index !== gone).join('\n'))
      for (const { place, detail, fix } of problems) {
        expect(place.line).toBeLessThanOrEqual(lines.length)
        expect(detail).toMatch(/\.$/)
        expect(fix).not.toBe('')
      }
    }
  })
})

describe('rules beyond their samples', () => {
  it.each([
    ['an objective that is missing', flow('{ default: { rto: 30m } }'), ['tier-objectives']],
    [
      'an RTO that is too good for its tier',
      flow('{ default: { rto: 10s, rpo: 1m } }'),
      ['tier-objectives', 'strategy-too-slow-for-tier', 'decision-eats-rto'],
    ],
    [
      'a strategy that cannot be as fast as the RTO',
      flow('{ default: { rto: 50s, rpo: 1m } }'),
      ['tier-objectives', 'strategy-too-slow-for-tier', 'decision-eats-rto'],
    ],
    [
      'a backup that is too old after corruption',
      flow(
        '{ default: { rto: 30m, rpo: 1m }, corruption: { rpo: 1h } }',
        'components:\n  shop: { type: vm, strategy: warm-standby, active: [east], standby: [west], data: { replication: { mode: sync }, backup: { every: 2h } } }\n',
      ),
      ['rpo-backup-interval'],
    ],
    [
      'a standby that the scenario takes along',
      'scenarios:\n  east-lost: { class: region, loses: [east, west] }\n',
      ['no-standby'],
    ],
    [
      'a component without a standby that the flow can do without',
      flow(
        '{ default: { rto: 30m, rpo: 1m } }',
        'components:\n  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [hints] }\n  hints: { type: cache, active: [east] }\n',
      ).replace('    signedOff', '    degradesWithout: { hints: Best-sellers are shown }\n    signedOff'),
      [],
    ],
    [
      'a feature that the plan does not describe, and a component that is misspelt',
      flow('{ default: { rto: 30m, rpo: 1m } }').replace(
        '    signedOff',
        '    degradesWithout: { reviews: None are shown, shpo: Nothing works }\n    signedOff',
      ),
      ['unknown-reference'],
    ],
    [
      'a drill at a table alone',
      'drills:\n  - { scenario: east-lost, kind: tabletop, target: tabletop }\n',
      ['drill-missing'],
    ],
    [
      'a target that nobody has described',
      'drills:\n  - { scenario: east-lost, target: prod }\n',
      ['unknown-reference'],
    ],
    [
      'a probe of nothing',
      'probes:\n  shop: { http: "https://shop.example", every: 10s }\n  door: { http: "https://shop.example", every: 10s }\n',
      ['unknown-reference'],
    ],
    [
      'a blip without criteria and drill',
      'scenarios:\n  east-lost: { class: region, loses: [east] }\n  pause: { class: blip }\n',
      [],
    ],
    [
      'two people who stand in for one another',
      'activation:\n  east-lost: { when: \'probes.shop.failingFor >= duration("2m")\', declaredBy: [anna, ben] }\ncontacts:\n  anna: { name: Anna, phone: "+1 555 0140" }\n  ben: { name: Ben, phone: "+1 555 0141" }\n',
      [],
    ],
    [
      'a circle through itself',
      'components:\n  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop] }\n',
      ['dependency-cycle'],
    ],
    [
      'a step that needs something alive that nobody knows',
      'recovery:\n  failover:\n    call: { title: Call, phase: contain, owner: on-call, requires: [telephone] }\n',
      ['unknown-reference'],
    ],
    [
      'a name that every object has',
      'scenarios:\n  east-lost: { class: region, loses: [east], of: [tostring, valueof] }\n',
      ['unknown-reference', 'unknown-reference'],
    ],
  ])('%s', (_name, sample, expected) => {
    expect(codes(`\n${sample}`).sort()).toEqual([...expected].sort())
  })
})
