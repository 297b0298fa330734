import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { drilled } from './drilled.ts'
import { faulted, faults, succeeded } from './faults.ts'

// Whole drills, undisturbed ones and others into each of which one fault is seeded: what the fault is about says no.

describe('undisturbed', () => {
  test.each([
    ['backup-restore', ['restore-drill', 'backup-execution', 'backup-integrity', 'retention-enforced', 'copies-agree']],
    ['cold-standby', ['automated-provisioning', 'replication-monitoring', 'copies-agree', 'startup-times']],
  ])(
    '%s shows what the others have not',
    async (strategy, shown) => {
      const { no, says, yes } = await drilled(61_640, strategy, 'region-lost')
      expect({ no, says }).toEqual({ no: [], says: [] })
      expect(yes).toEqual(expect.arrayContaining(shown))
    },
    400_000,
  )

  test('customers who are led by names use old answers no longer than they may', async () => {
    const { no, says, yes } = await drilled(61_640, 'hot-standby-dns', 'region-lost')
    expect({ no, says }).toEqual({ no: [], says: [] })
    expect(yes).toContain('dns-propagation')
  }, 400_000)

  test('two regions that are cut off from each other are a partition that is measured', async () => {
    const { no, says, yes } = await drilled(61_640, 'active-active-overprovisioned', 'line-cut')
    expect({ no, says }).toEqual({ no: [], says: [] })
    expect(yes).toContain('network-partition')
  }, 400_000)

  test('a blip that does not pass in time is told to be none', async () => {
    const { verdict, slip } = await drilled(61_640, 'hot-standby', 'blip', {
      strict: true,
      moment: faulted,
      async act({ hit }) {
        await pause(900)
        hit('web', 'east', 'SIGSTOP')
        await pause(3000)
        hit('web', 'east', 'SIGCONT')
      },
    })
    expect(slip).toBeUndefined()
    expect(verdict).toBe('failed')
  }, 400_000)

  test('a fence that somebody takes back unseen is found by who comes past the entry, and the drill has failed', async () => {
    const { verdict, slip } = await drilled(61_640, 'active-active-overprovisioned', 'line-cut', {
      moment: succeeded('fence.west@east'),
      act: ({ entry }) => entry('unfence', { region: 'west' }),
    })
    expect(slip).toBeUndefined()
    expect(verdict).toBe('failed')
  }, 400_000)

  test('a run that is cancelled takes back what it did', async () => {
    const { yes, slip } = await drilled(61_640, 'warm-standby', 'region-lost', {
      moment: succeeded('fence.east@west'),
      act: ({ cancel }) => cancel(),
    })
    expect(slip).toBeUndefined()
    expect(yes).toContain('rollback')
  }, 400_000)
})

test.each(faults)(
  '$fault',
  async ({ strategy, scenario, no, yes, ...seeded }) => {
    const found = await drilled(61_640, strategy, scenario, seeded)
    expect(found.slip).toBeUndefined()
    expect(found.no, found.says.join('\n')).toEqual(yes === undefined ? no : expect.arrayContaining([...no]))
    expect(found.yes).toEqual(expect.arrayContaining([...(yes ?? [])]))
  },
  400_000,
)
