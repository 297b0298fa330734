import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { lettersWithoutFont } from '#print'
import { root } from './command.ts'
import { muster, musterWith } from './program.ts'

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'muster-runbook-commands-')))
let folder: string
let count = 0

beforeEach(() => {
  folder = join(scratch, String(count++))
  mkdirSync(folder)
  cpSync(join(root, 'examples/contoso-orders/muster.yaml'), join(folder, 'muster.yaml'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const day = ['--as-of', '2026-11-30']
const planned = (change: (text: string) => string): void => {
  const path = join(folder, 'muster.yaml')
  const text = readFileSync(path, 'utf8')
  expect(change(text)).not.toBe(text)
  writeFileSync(path, change(text))
}

describe('muster runbook', () => {
  test('writes each scenario in three formats, and `--check` says that they are those of the plan, on any later day', async () => {
    const { code, stdout } = await muster(folder, 'runbook', '-o', 'docs', ...day)
    expect(code).toBe(0)
    const names = ['east-lost', 'orders-spoilt', 'east-blinks'].flatMap((id) =>
      ['md', 'html', 'json'].map((of) => `${id}.${of}`),
    )
    expect(stdout.trim().split('\n')).toEqual(names.map((name) => join('docs', name)))
    expect(readdirSync(join(folder, 'docs')).toSorted()).toEqual(names.toSorted())
    const { document } = JSON.parse(readFileSync(join(folder, 'docs/east-lost.json'), 'utf8')) as {
      document: { sections: object[]; stamp: { date: string } }
    }
    expect(document.sections.length).toBeGreaterThan(12)
    expect(document.stamp.date).toBe('2026-11-30')
    const later = await muster(folder, 'runbook', '--check', 'docs', '--as-of', '2027-03-01')
    expect(later).toMatchObject({ code: 0, stdout: 'The documents in docs are those of the plan.\n' })
  })

  test('`--check` ends with 1 where the plan was changed, a document was edited, or one is missing', async () => {
    await muster(folder, 'runbook', '-o', 'docs', ...day)
    const edited = join(folder, 'docs/east-lost.md')
    const before = readFileSync(edited, 'utf8')
    writeFileSync(edited, before.replace('+1 555 0108', '+1 555 9999'))
    const byHand = await muster(folder, 'runbook', '--check', 'docs', ...day)
    expect(byHand.code).toBe(1)
    expect(byHand.stdout).toContain('east-lost.md is not what this plan gives: it was changed by hand')
    expect(byHand.stdout).toContain('Write them anew with -o docs')
    writeFileSync(edited, before)
    expect((await muster(folder, 'runbook', '--check', 'docs', ...day)).code).toBe(0)

    rmSync(join(folder, 'docs/orders-spoilt.json'))
    const missing = await muster(folder, 'runbook', '--check', 'docs', ...day)
    expect(missing).toMatchObject({ code: 1 })
    expect(missing.stdout).toContain('There is no orders-spoilt.json')
    expect((await muster(folder, 'runbook', '--check', 'docs', '--scenario', 'east-lost', ...day)).code).toBe(0)

    planned((text) => text.replace('"+1 555 0108"', '"+1 555 0118"'))
    const changed = await muster(folder, 'runbook', '--check', 'docs', '--scenario', 'east-lost', ...day)
    expect(changed.code).toBe(1)
    expect(changed.stdout).toMatch(/east-lost\.html is of another plan: its digest is [0-9a-f]{12}/)
    expect(changed.stdout).toContain('  east-lost: Step promote.orders-db@west: changed is who does it.')
  })

  test('the way back by itself has files of its own, and both are held against the plan', async () => {
    await muster(folder, 'runbook', '--scenario', 'east-lost', '-o', 'docs', ...day)
    const back = ['--scenario', 'east-lost', '--direction', 'failback', '--format', 'md', 'json', '-o', 'docs', ...day]
    expect((await muster(folder, 'runbook', ...back)).stdout).toBe(
      'docs/east-lost.failback.md\ndocs/east-lost.failback.json\n',
    )
    const check = ['runbook', '--check', 'docs', '--scenario', 'east-lost', ...day]
    expect((await muster(folder, ...check)).code).toBe(0)
    rmSync(join(folder, 'docs/east-lost.failback.md'))
    const missing = await muster(folder, ...check)
    expect(missing).toMatchObject({ code: 1 })
    expect(missing.stdout).toContain('There is no east-lost.failback.md, which was written with the others.')
  })

  test('a scenario that the plan no longer has a runbook for is told, and a file that is no document is refused', async () => {
    await muster(folder, 'runbook', '-o', 'docs', ...day)
    renameSync(join(folder, 'docs/east-blinks.json'), join(folder, 'docs/gone.json'))
    writeFileSync(
      join(folder, 'docs/gone.json'),
      readFileSync(join(folder, 'docs/gone.json'), 'utf8')
        .replace('"scenario":"east-blinks"', '"scenario":"gone"')
        .replace('"scenario": "east-blinks"', '"scenario": "gone"'),
    )
    const stray = await muster(folder, 'runbook', '--check', 'docs', ...day)
    expect(stray.code).toBe(1)
    expect(stray.stdout).toContain('gone.json is there, and the plan has no runbook for it.')
    writeFileSync(join(folder, 'docs/east-lost.json'), '{"schemaVersion": 1}')
    const refused = await muster(folder, 'runbook', '--check', 'docs', ...day)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('is no document of this version of Muster')
  })

  test('gives one document on standard output, in the format that is asked for', async () => {
    const markdown = await muster(folder, 'runbook', '--scenario', 'east-lost', ...day)
    expect(markdown.stdout).toMatch(/^# contoso-orders: east-lost\n/)
    const html = await muster(
      folder,
      'runbook',
      '--scenario',
      'east-lost',
      '--format',
      'html',
      '--live',
      'https://runs.shop.example/1',
      ...day,
    )
    expect(html.stdout).toMatch(/^<!doctype html>/)
    expect(html.stdout).toContain('Code of the address of the live run')
    const back = await muster(
      folder,
      'runbook',
      '--scenario',
      'east-lost',
      '--direction',
      'failback',
      '--order',
      'nist',
      ...day,
    )
    expect(back.stdout).toContain('5 Reconstitution: return to normal operations')
    expect(back.stdout).not.toContain('Declare east-lost')
    expect(existsSync(join(folder, 'docs'))).toBe(false)
  })

  test('of a portfolio, each workload has a folder', async () => {
    writeFileSync(
      join(folder, 'portfolio.yaml'),
      'apiVersion: muster/v1\nkind: Portfolio\nmetadata: { name: all, owner: us }\nworkloads: { orders: { plan: muster.yaml } }\n',
    )
    const { code, stdout } = await muster(
      folder,
      'runbook',
      'portfolio.yaml',
      '-o',
      'docs',
      '--scenario',
      'east-lost',
      ...day,
    )
    expect(code).toBe(0)
    expect(stdout.split('\n')).toContain(join('docs', 'orders', 'east-lost.html'))
    const check = ['runbook', 'portfolio.yaml', '--check', 'docs', '--scenario', 'east-lost', ...day]
    expect((await muster(folder, ...check)).code).toBe(0)
    planned((text) => text.replace('"+1 555 0108"', '"+1 555 0118"'))
    expect((await muster(folder, ...check)).code).toBe(1)
    const portfolio = join(folder, 'portfolio.yaml')
    writeFileSync(portfolio, readFileSync(portfolio, 'utf8').replace('{ plan: muster.yaml }', '{ plan: nowhere.yaml }'))
    const missing = await muster(folder, 'runbook', 'portfolio.yaml', '-o', 'docs', ...day)
    expect(missing).toMatchObject({ code: 2, stdout: '' })
    expect(missing.stderr).toContain('nowhere.yaml')
  })

  test('a PDF is tagged, has an outline and every sheet, is the same for the same plan, and needs nothing that is installed', async () => {
    const words = [
      'runbook',
      '--scenario',
      'east-lost',
      '--format',
      'pdf',
      '-o',
      'docs',
      '--live',
      'https://runs.shop.example/1',
      ...day,
    ]
    const printed = async () => {
      const { code, stderr } = await musterWith({ PATH: '/nowhere' }, folder, ...words)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      return readFileSync(join(folder, 'docs/east-lost.pdf')).toString('latin1')
    }
    const pdf = await printed()
    expect(pdf.startsWith('%PDF-')).toBe(true)
    for (const mark of ['/MarkInfo', '/Outlines', '/StructTreeRoot', '/Lang']) expect(pdf).toContain(mark)
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)?.length).toBeGreaterThan(20)
    expect(await printed()).toBe(pdf)
    // Set anew, it is the file; and a file that somebody has changed is told.
    const written = await muster(folder, ...words, '--format', 'json', 'pdf')
    expect(written.code).toBe(0)
    const held = () => muster(folder, 'runbook', '--scenario', 'east-lost', '--check', 'docs', ...day)
    expect((await held()).code).toBe(0)
    writeFileSync(join(folder, 'docs/east-lost.pdf'), `${pdf} `, 'latin1')
    expect(await held()).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('east-lost.pdf is not what this plan gives'),
    })
    rmSync(join(folder, 'docs/east-lost.json'))
  })

  test('a print that would show boxes for letters says so, and the page has the letters', async (context) => {
    // Of an alphabet that died out, which machines have no font for as a rule.
    const name = '\u{10a60}\u{10a61} \u{1e2c0}'
    if ((await lettersWithoutFont(name)).length !== 3) context.skip('optional: fonts here have every letter')
    planned((text) => text.replace('name: Database engineer on call', `name: "${name}"`))
    const words = ['runbook', '--scenario', 'east-lost', '--format', 'pdf', 'html', '-o', 'docs', ...day]
    const { code, stderr } = await muster(folder, ...words)
    expect(code).toBe(0)
    expect(stderr).toContain('east-lost.pdf shows boxes for 3 letters')
    expect(readFileSync(join(folder, 'docs/east-lost.html'), 'utf8')).toContain(name)
  })

  test.each([
    [['--scenario', 'nobody'], /no scenario/],
    [['--format', 'html'], /These are 3 documents: name a folder/],
    [['--scenario', 'east-lost', '--format', 'md', 'html'], /These are 2 documents/],
    [['--scenario', 'orders-spoilt', '--direction', 'failback'], /no way back/],
    [['--scenario', 'east-lost', '--live', 'javascript:alert(1)'], /is no web address/],
    [['--scenario', 'east-lost', '--target', 'prdo'], /There is no target "prdo"; there are/],
    [['--check', 'nowhere'], /There is no folder nowhere/],
    [['--scenario', 'east-lost', '--format', 'docx'], /Allowed choices are md, html, json, pdf/],
  ])('%j is refused with words', async (words, says) => {
    const { code, stdout, stderr } = await muster(folder, 'runbook', ...words, ...day)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(says)
  })
})

test('muster run review drafts the review of a run, in three formats', async () => {
  const minimal = join(root, 'examples/minimal')
  const home = { MUSTER_HOME: join(folder, 'state') }
  const held = await musterWith(home, folder, 'drill', minimal, '--target', 'tabletop', '--json')
  const { run } = JSON.parse(held.stdout) as { run: string }
  const markdown = await musterWith(home, folder, 'run', 'review', run, ...day)
  expect(markdown).toMatchObject({ code: 0, stderr: '' })
  expect(markdown.stdout).toContain(`# Review of ${run}`)
  expect(markdown.stdout).toContain('**A drill on tabletop (tabletop):** north-lost, failover, succeeded')
  const json = await musterWith(home, folder, 'run', 'review', run, '--json', ...day)
  expect(JSON.parse(json.stdout)).toMatchObject({ run, document: { stamp: { proven: 'DRAFT', date: '2026-11-30' } } })
  const html = await musterWith(home, folder, 'run', 'review', run, '--format', 'html', ...day)
  expect(html.stdout).toMatch(/^<!doctype html>/)
  expect(await musterWith(home, folder, 'run', 'review', 'nobody')).toMatchObject({ code: 2, stdout: '' })
}, 120_000)
