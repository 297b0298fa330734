import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { homeAt, newest, stateOf } from './command.ts'

const home = homeAt(61_080)

afterEach(() => home.quiet())
afterAll(() => home.remove())

describe('a drill that is told to stop', () => {
  it('by SIGINT while it runs stops the lab and is recorded as cancelled', async () => {
    const drilling = home.start('drill', 'examples/minimal', '--format', 'json')
    await drilling.says(/▸ detect\.north-lost/)
    const run = await newest(home, 'failover')
    drilling.signal('SIGINT')
    const ended = await drilling.ended
    expect(ended, ended.stderr).toMatchObject({ code: 130, stdout: '' })
    expect(await stateOf(home, run)).toBe('cancelled')
    expect(await home.leftovers()).toEqual([])
    const resumed = await home.muster('run', 'resume', run)
    expect(resumed).toMatchObject({ code: 2, stderr: expect.stringContaining('has ended') as string })
    expect(await stateOf(home, run)).toBe('cancelled')
  }, 300_000)
})
