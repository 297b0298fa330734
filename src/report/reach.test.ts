import { describe, expect, test } from 'vitest'
import { isUndermined } from './alive.ts'
import { aliveJson } from './alive-json.ts'
import { aliveText } from './alive-text.ts'
import { isMissedAnyway } from './break.ts'
import { breakJson } from './break-json.ts'
import { breakText } from './break-text.ts'
import { jsonText } from './json.ts'
import { replayJson } from './replay-json.ts'
import { replayText } from './replay-text.ts'
import { alive, breaks, replays } from './testing/reach.ts'
import { hostile, poor, rich } from './testing/samples.ts'

const unseen = /[\p{Cc}\p{Bidi_Control}]/u

describe('what must be alive', () => {
  test('is told with what depends on what is lost first', async () => {
    await expect(aliveText(alive, rich)).toMatchFileSnapshot('golden/alive.txt')
  })

  test('is data of the contract', () => {
    const { plan, scenarios } = alive
    expect(aliveJson(alive)).toEqual({ schemaVersion: 1, plan, scenarios })
  })

  test('is undermined by what depends on what is lost, and by what the scenario takes itself', () => {
    const [undermined, sound] = alive.scenarios as [(typeof alive.scenarios)[0], (typeof alive.scenarios)[0]]
    expect(isUndermined(alive)).toBe(true)
    expect(isUndermined({ ...alive, scenarios: [sound] })).toBe(false)
    expect(isUndermined({ ...alive, scenarios: [{ ...undermined, dependsOnLost: [] }] })).toBe(true)
    expect(isUndermined({ ...alive, scenarios: [{ ...undermined, dependsOnLost: [], singles: [] }] })).toBe(false)
  })
})

describe('replays', () => {
  test('are a table, worst first, then reasons', async () => {
    await expect(replayText(replays, rich)).toMatchFileSnapshot('golden/replay.txt')
    expect(replayText(replays, poor)).toMatch(/^[\n -~]*$/)
  })

  test('are data of the contract, by date, with a tally', () => {
    const report = replayJson(replays)
    expect(report.incidents).toEqual(replays.incidents)
    expect(report.summary).toEqual({ met: 1, late: 1, blocked: 2 })
    expect(() => jsonText(report)).not.toThrow()
  })
})

describe('what breaks objectives', () => {
  test('is told by what goes wrong', async () => {
    await expect(breakText(breaks, rich)).toMatchFileSnapshot('golden/break.txt')
  })

  test('is data of the contract', () => {
    const { plan, target, objectives } = breaks
    expect(breakJson(breaks)).toEqual({ schemaVersion: 1, plan, target, objectives })
  })

  test('has something missed anyway, which what is unknown is not', () => {
    expect(isMissedAnyway(breaks)).toBe(true)
    expect(
      isMissedAnyway({ ...breaks, objectives: breaks.objectives.filter(({ objective }) => objective === 'rpo') }),
    ).toBe(false)
  })
})

test('nothing hostile in them reaches a terminal', () => {
  const poisoned = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value), (key, one: unknown) =>
      typeof one === 'string' && !['verdict', 'kind', 'objective'].includes(key) ? hostile : one,
    ) as T
  for (const text of [
    aliveText(poisoned(alive), rich),
    replayText(poisoned(replays), rich),
    breakText(poisoned(breaks), rich),
  ])
    expect(text.replaceAll('\n', '')).not.toMatch(unseen)
})
