import { describe, expect, it } from 'vitest'
import { apart, type Runbook, stepsIn } from './index.ts'
import { compiled, planOf, shop } from './testing/shop.ts'

function tried(runbook: Runbook): Runbook {
  const part = apart(runbook)
  if ('reason' in part) throw new Error(part.reason)
  return part
}

describe('what of a failover is tried apart', () => {
  const whole = compiled(planOf(shop))
  const part = tried(whole)

  it('recovers and verifies in the region that takes over, and does nothing else', () => {
    expect(part.mode).toBe('test')
    expect(new Set(part.steps.map(({ phase }) => phase))).toEqual(new Set(['recover', 'verify']))
    expect(part.steps.map(({ id }) => id)).toContain('promote.db@west')
    expect(part.steps.filter(({ region }) => region === whole.from)).toEqual([])
    expect(stepsIn(part)).toEqual(part.steps)
  })

  it('keeps the order, through the steps that are left out', () => {
    const known = new Set<string>()
    for (const { id, needs } of part.steps) {
      for (const need of needs) expect(known).toContain(need)
      known.add(id)
    }
    expect(part.steps.find(({ id }) => id === 'verify.db@west')?.needs).toContain('promote.db@west')
    expect(part.steps.find(({ id }) => id === 'promote.db@west')?.needs).toEqual([])
  })

  it('says what it leaves out, measures no loss, and restores flows by all that is left', () => {
    expect(part.stores).toEqual([])
    expect(part.gaps.join('\n')).toMatch(/Tried apart, so these steps were not exercised: .*fence\.east@west/)
    const all = part.steps.map(({ id }) => id)
    for (const { restoredBy } of part.flows) expect([[], all]).toContainEqual(restoredBy)
  })

  it('reaches nothing of the region that is left, though a step there names it as its source', () => {
    const [promote] = part.steps.filter(({ id }) => id === 'promote.db@west')
    if (promote?.work.kind !== 'action') throw new Error('It is not promoted by an action.')
    const copying = {
      ...promote,
      id: 'copy.db@west',
      work: { ...promote.work, with: { component: 'db', region: 'west', source: 'east' } },
    }
    expect(tried({ ...whole, steps: [...whole.steps, copying] }).steps.map(({ id }) => id)).not.toContain(
      'copy.db@west',
    )
  })

  it('has a reason where nothing is left to try', () => {
    const steps = whole.steps.filter(({ phase }) => phase !== 'recover' && phase !== 'verify')
    expect(apart({ ...whole, steps })).toHaveProperty('reason')
  })
})
