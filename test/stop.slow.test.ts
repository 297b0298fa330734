import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { homeAt, json, newest, stateOf } from './command.ts'

const home = homeAt(61_080)

afterEach(() => home.quiet())
afterAll(() => home.remove())

describe('a drill that is told to stop', () => {
  it('by SIGTERM on the way back keeps the evidence of the way there', async () => {
    const drilling = home.start('drill', 'examples/minimal', '--format', 'json')
    await drilling.says(/-failback +rehearsal on lab/)
    const run = await newest(home, 'failover')
    drilling.signal('SIGTERM')
    const ended = await drilling.ended
    expect(ended.code, ended.stderr).toBe(143)
    expect(json<{ run: string; verdict: string }>(ended)).toMatchObject({ run, verdict: 'met-technically' })
    expect(await stateOf(home, run)).toBe('succeeded')
    expect(await stateOf(home, `${run}-failback`)).toBe('cancelled')
    expect((await home.muster('evidence', 'verify', run)).code).toBe(0)
    expect(await home.leftovers()).toEqual([])
  }, 300_000)

  it('by SIGTERM while the lab starts leaves neither a lab nor a run', async () => {
    const before = await home.muster('run', 'list', '--format', 'json')
    const drilling = home.start('drill', 'examples/minimal')
    await drilling.says(/accepts connections/)
    drilling.signal('SIGTERM')
    const ended = await drilling.ended
    expect(ended, ended.stderr).toMatchObject({ code: 143, stdout: '' })
    expect(ended.stderr).not.toContain('▸')
    expect(await home.muster('run', 'list', '--format', 'json')).toEqual(before)
    expect(await home.leftovers()).toEqual([])
  }, 300_000)
})
