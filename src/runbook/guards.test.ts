import { describe, expect, it } from 'vitest'
import { runbookDigest } from './index.ts'
import { compiled, planOf, shop, stepOf } from './testing/shop.ts'

const key = 'ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'
const withLimits = (limits: string, text = shop): string =>
  text.replace('recovery:\n', `recovery:\n  limits: { ${limits} }\n`)
const everywhere = `
apiVersion: muster/v1
kind: Plan
metadata: { name: pages, owner: us }
regions: { east: { location: eastus2 }, west: { location: centralus } }
flows: { read: { does: A visitor reads, data: reads, tier: 1, objectives: { default: { rto: 5m } }, needs: [web] } }
components:
  edge: { type: traffic-manager }
  web: { type: web-service, active: [east, west] }
scenarios: { east-lost: { class: region, loses: [east] } }
recovery:
  failover: {}
`

describe('limits', () => {
  it('are in the runbook as far as the plan sets them', () => {
    expect(compiled(planOf(shop))).not.toHaveProperty('limits')
    expect(compiled(planOf(withLimits('atOnce: 4, components: 6'))).limits).toEqual({ atOnce: 4, components: 6 })
    expect(compiled(planOf(withLimits('atOnce: 4'))).limits).toEqual({ atOnce: 4 })
    expect(compiled(planOf(withLimits('components: 6'))).limits).toEqual({ components: 6 })
    expect(compiled(planOf(withLimits('regionsOn: 1')))).not.toHaveProperty('limits')
  })

  it('change the digest', () => {
    const digests = ['atOnce: 4', 'atOnce: 5', 'components: 4', 'regionsOn: 2'].map((limits) =>
      runbookDigest(compiled(planOf(withLimits(limits)))),
    )
    expect(new Set(digests).size).toBe(4)
  })
})

describe('before a region is cut off', () => {
  const enough = (text: string, direction: 'failover' | 'failback' = 'failover') =>
    stepOf(compiled(planOf(text), { direction }), direction === 'failover' ? 'fence.east@west' : 'fence.west@east')
      .before

  it('as many other regions must answer as the plan says', () => {
    expect(enough(withLimits('regionsOn: 2'))).toEqual([
      {
        title: 'Without east, 2 other regions answer',
        use: 'traffic.enough',
        with: { without: 'east', atLeast: 2 },
      },
    ])
    expect(enough(withLimits('regionsOn: 1'), 'failback')).toMatchObject([{ with: { without: 'west', atLeast: 1 } }])
  })

  it('one must where all that leaves serves elsewhere already, and none where a standby is yet to be recovered', () => {
    expect(enough(everywhere)).toEqual([
      { title: 'Without east, another region answers', use: 'traffic.enough', with: { without: 'east', atLeast: 1 } },
    ])
    expect(enough(shop)).toBeUndefined()
  })

  it('none must where nothing directs traffic, or where the plan says so', () => {
    expect(enough(everywhere.replace('  edge: { type: traffic-manager }\n', ''))).toBeUndefined()
    expect(enough(withLimits('regionsOn: 0', everywhere))).toBeUndefined()
  })
})

describe('break-glass', () => {
  const glass = `${shop}breakGlass: { holders: [lead, second, lead], atLeast: 2 }\n`
  const keyed = glass
    .replace('lead: { name: Lead,', `lead: { name: Lead, key: "${key}",`)
    .replace('second: { name: Second }', `second: { name: Second, key: "${key.replace('11q', '22q')}" }`)

  it('is in the runbook with the keys of its holders, so that it needs no plan', () => {
    const book = compiled(planOf(keyed))
    expect(book.breakGlass).toEqual({ holders: ['lead', 'second'], atLeast: 2 })
    expect(book.people.map((person) => person.key)).toEqual([key, key.replace('11q', '22q'), undefined])
    expect(book.gaps.join()).not.toContain('Break-glass')
    expect(compiled(planOf(shop))).not.toHaveProperty('breakGlass')
    expect(runbookDigest(book)).not.toBe(runbookDigest(compiled(planOf(shop))))
  })

  it.each([
    ['nobody has a key', glass, 'takes 2 keys, and its holders have 0'],
    ['one key is held twice', keyed.replace('22q', '11q'), 'takes 2 keys, and its holders have 1'],
    [
      'a holder is nobody',
      `${shop}breakGlass: { holders: [nobody], atLeast: 1 }\n`,
      'takes 1 key, and its holders have 0',
    ],
  ])('is a gap where %s', (_title, text, said) => {
    expect(compiled(planOf(text)).gaps.join('\n')).toContain(said)
  })
})
