import { describe, expect, it } from 'vitest'
import { rules } from './index.ts'
import { casesOf, trials } from './testing/trials.ts'

describe.each(rules.map(({ code }) => code))('%s', (code) => {
  it.each(trials.filter((trial) => trial.code === code).map((trial) => [trial.title, trial] as const))(
    'finds in its sample exactly what that marks: %s',
    (title, trial) => {
      const { found, looked } = trial.run()
      expect(found).toEqual(trial.expected)
      if (title === 'bad') expect(found.length).toBeGreaterThan(0)
      // Silence counts only where there was something to look at.
      if (trial.looks) expect([found, looked]).toEqual([[], true])
    },
  )
})

describe('places', () => {
  it('are those of the golden file, to the column', async () => {
    const lines = trials.flatMap((trial) => {
      const { places } = trial.run()
      return places === '' ? [] : [`${trial.code}: ${trial.title}: ${places}`]
    })
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('testing/places.txt')
  })
})

describe('files of cases', () => {
  it('are named after rules', () => {
    const codes = new Set(rules.map(({ code }) => code))
    expect(casesOf.filter((code) => !codes.has(code))).toEqual([])
  })
})
