import fs, { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openWorkspace } from './index.ts'

let home = ''
const mended: (() => void)[] = []
const mend = (): void => {
  for (const one of mended.splice(0)) one()
  syncBuiltinESMExports()
}
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'muster-lasting-'))
})
afterEach(() => {
  mend()
  rmSync(home, { recursive: true, force: true })
})

const acts = ['mkdirSync', 'openSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'rmSync'] as const

/** Has every act on the disk told before it is done; what the listener throws ends the process, as it were. */
function listening(told: (act: string, on: string) => void): void {
  for (const name of acts) {
    const real = fs[name]
    const heard = (...args: readonly unknown[]): unknown => {
      const [on] = args
      const path = typeof on === 'number' ? readlinkSync(`/proc/self/fd/${on}`) : String(on)
      told(name.replace('Sync', ''), relative(home, path))
      return Reflect.apply(real, fs, args)
    }
    Object.assign(fs, { [name]: heard })
    mended.push(() => Object.assign(fs, { [name]: real }))
  }
  syncBuiltinESMExports()
}

const workspace = () => openWorkspace(home, { MUSTER_HOME: home })
const evidence = (text: string) => new Map(['evidence.json', 'journal.jsonl'].map((name) => [name, `${name} ${text}`]))

// The path of an open file is known on Linux only.
describe.skipIf(!existsSync('/proc/self/fd'))('what outlives the process outlives the machine too', () => {
  function heard(work: () => void): readonly string[] {
    const all: string[] = []
    listening((act, on) => {
      if (act === 'fsync' || act === 'rename') all.push(`${act} ${on}`)
    })
    work()
    mend()
    return all
  }

  it('a text that is kept is synced before it takes the place of another, and its folder after', () => {
    const kept = workspace().kept('drill-1')
    expect(heard(() => kept.set('own.json', '{}'))).toEqual([
      'fsync runs',
      'fsync ',
      'fsync runs/drill-1/own.json.new',
      'rename runs/drill-1/own.json.new',
      'fsync runs/drill-1',
    ])
  })

  it('what is added is synced where it is to last, and nobody waits for the rest', () => {
    const kept = workspace().kept('drill-1')
    kept.set('own.json', '{}')
    expect(heard(() => kept.add('diary.jsonl', 'a', false))).toEqual([])
    expect(heard(() => kept.add('diary.jsonl', 'b', true))).toEqual([
      'fsync runs/drill-1/diary.jsonl',
      'fsync runs/drill-1',
    ])
    expect(kept.get('diary.jsonl')).toBe('ab')
  })

  it('evidence is synced whole before it takes its place', () => {
    workspace().writeEvidence('drill-1', evidence('first'))
    expect(heard(() => void workspace().writeEvidence('drill-1', evidence('second')))).toEqual([
      'fsync evidence',
      'fsync evidence/drill-1.new/evidence.json',
      'fsync evidence/drill-1.new/journal.jsonl',
      'fsync evidence/drill-1.new',
      'rename evidence/drill-1',
      'rename evidence/drill-1.new',
      'fsync evidence',
    ])
  })
})

it('evidence is there whole, the earlier or the new one, wherever the process died, and is written again then', () => {
  let died = true
  let moments = 0
  for (let nth = 1; died; nth++) {
    rmSync(join(home, 'evidence'), { recursive: true, force: true })
    workspace().writeEvidence('drill-1', evidence('first'))
    let act = 0
    listening(() => {
      if (++act === nth) throw new Error('killed')
    })
    died = false
    try {
      workspace().writeEvidence('drill-1', evidence('second'))
    } catch {
      died = true
    }
    mend()
    moments = nth
    expect(workspace().evidenceRuns()).toEqual(['drill-1'])
    for (const named of ['drill-1', workspace().evidencePath('drill-1')]) {
      const found = [...workspace().readEvidence(home, named)].map(([name, bytes]) => [
        name,
        Buffer.from(bytes).toString(),
      ])
      expect([[...evidence('first')], [...evidence('second')]]).toContainEqual(found)
    }
    workspace().writeEvidence('drill-1', evidence('third'))
    expect(workspace().evidenceRuns()).toEqual(['drill-1'])
    expect(readFileSync(join(home, 'evidence/drill-1/evidence.json'), 'utf8')).toBe('evidence.json third')
    expect(fs.readdirSync(join(home, 'evidence'))).toEqual(['drill-1'])
  }
  expect(moments).toBeGreaterThan(15)
})
