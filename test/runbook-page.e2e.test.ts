import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import type { Exported } from '#offline'
import { browserHere } from './browser.ts'
import { root } from './command.ts'
import { muster } from './program.ts'

const scratch = mkdtempSync(join(tmpdir(), 'muster-runbook-page-'))
const file = join(scratch, 'docs/east-lost.html')
const program = browserHere(process.env)
let browser: Browser | undefined

beforeAll(async () => {
  const plan = join(root, 'examples/contoso-orders')
  const { code, stderr } = await muster(
    scratch,
    'runbook',
    plan,
    '--scenario',
    'east-lost',
    '-o',
    'docs',
    '--as-of',
    '2026-11-30',
  )
  expect({ code, stderr }).toMatchObject({ code: 0 })
  if (program === undefined) return
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  browser = await chromium.launch({ executablePath: program, args })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** The page in a window of its own, with nothing kept from others; skips where no browser is there. */
async function opened(
  test: TestContext,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page; asked: string[] }> {
  if (!browser) return test.skip('optional: there is no Chromium, Chrome or Edge')
  const context = await browser.newContext({ ...options, acceptDownloads: true })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => asked.push(String(error)))
  await page.goto(pathToFileURL(file).href)
  return { context, page, asked }
}

async function began(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Begin a rehearsal' }).click()
}

/** The steps that the page names as next, by their numbers. */
async function nextOf(page: Page): Promise<readonly string[]> {
  return page
    .locator('#muster-next a')
    .evaluateAll((links) => links.map((link) => link.textContent?.split(' ')[0] ?? ''))
}

async function exportedBy(page: Page): Promise<Exported> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export the journal' }).click(),
  ])
  return JSON.parse(readFileSync(await download.path(), 'utf8')) as Exported
}

describe('a runbook page from a USB stick', () => {
  it('carries a whole failover out and the way back, is closed in the middle, and exports a journal', async (test) => {
    const { context, page, asked } = await opened(test)
    await page.getByRole('button', { name: 'Done, step 12' }).click()
    expect(await page.locator('#muster-status').textContent()).toContain('Write your name first')
    await began(page, 'Ada')
    expect(await page.locator('#muster-clock').textContent()).toMatch(
      /^REHEARSAL: 0:00:0\d since the disaster\. 0 of 23 steps/,
    )
    let done = 0
    for (let next = await nextOf(page); next.length > 0; next = await nextOf(page)) {
      const [number = ''] = next
      const card = page.locator(`#step-${number}`)
      await card.getByRole('textbox').fill(`seen at ${number}`)
      await card.getByRole('button', { name: /^(Done|Approve)/ }).click()
      expect(await card.getAttribute('data-state')).toBe('done')
      done++
      if (done === 8) {
        await page.reload()
        expect(await card.getAttribute('data-state')).toBe('done')
        expect(await page.getByLabel('Your name').inputValue()).toBe('Ada')
        expect(await page.locator('#muster-clock').textContent()).toContain('8 of 23 steps')
      }
    }
    expect(done).toBe(23 + 22)
    expect(await page.locator('#muster-clock').textContent()).toContain('23 of 23 steps')
    // What was seen stands on the printed card, too.
    expect(await page.locator('#step-12 [data-field="seen"] dd').textContent()).toBe('seen at 12')
    const journal = await exportedBy(page)
    expect(journal).toMatchObject({ format: 'muster-offline-journal', plan: 'contoso-orders', scenario: 'east-lost' })
    expect(journal.entries).toHaveLength(46)
    expect(journal.entries.map(({ n }) => n)).toEqual(Array.from({ length: 46 }, (_, at) => at + 1))
    expect(journal.entries.every(({ by }) => by === 'Ada')).toBe(true)
    expect(asked.filter((url) => !url.startsWith('file://') && !url.startsWith('blob:'))).toEqual([])
    expect(asked.filter((url) => url.startsWith('file://'))).toHaveLength(2)
    await context.close()
  }, 120_000)

  it('takes over the journal of another copy, once, and names where the two disagree', async (test) => {
    const one = await opened(test)
    const two = await opened(test)
    await began(one.page, 'Ada')
    await began(two.page, 'Bob')
    await one.page.locator('#step-12').getByRole('button', { name: /^Done/ }).click()
    await two.page
      .locator('#step-12')
      .getByRole('button', { name: /^Failed/ })
      .click()
    await two.page.locator('#step-13').getByRole('textbox').fill('<b>t</b>, then f and off')
    await two.page.locator('#step-13').getByRole('button', { name: /^Done/ }).click()
    const path = join(scratch, 'bob.json')
    const [download] = await Promise.all([
      two.page.waitForEvent('download'),
      two.page.getByRole('button', { name: 'Export the journal' }).click(),
    ])
    await download.saveAs(path)
    const take = async (from: string): Promise<string | null> => {
      await one.page.locator('#muster-status').evaluate((status) => status.replaceChildren())
      await one.page.getByLabel('Take over the journal').setInputFiles(from)
      await one.page.locator('#muster-status:not(:empty)').waitFor()
      return one.page.locator('#muster-status').textContent()
    }
    expect(await take(path)).toBe('Taken over: 3 new lines.')
    expect(await take(path)).toBe('Taken over: 0 new lines.')
    const trouble = one.page.locator('#muster-trouble li')
    expect(await trouble.count()).toBe(1)
    expect(await trouble.textContent()).toMatch(/^fence\.east@west: done by Ada at .*, and failed by Bob at /)
    expect(await one.page.locator('#step-13').getAttribute('data-state')).toBe('done')
    expect(await one.page.locator('#step-13 [data-field="seen"] dd').innerHTML()).toBe(
      '&lt;b&gt;t&lt;/b&gt;, then f and off',
    )
    expect(await take(join(root, 'package.json'))).toBe('This is no journal of a runbook page.')
    // A line that was taken back no longer counts, and stays in the journal.
    await one.page.getByRole('button', { name: 'Take my last line back' }).click()
    expect(await trouble.count()).toBe(0)
    expect(await one.page.locator('#step-12').getAttribute('data-state')).toBe('failed')
    expect((await exportedBy(one.page)).entries).toHaveLength(6)
    await one.context.close()
    await two.context.close()
  }, 120_000)

  it('asks for the name of the plan before it is real, and begins anew without losing the old journal', async (test) => {
    const { context, page } = await opened(test)
    await page.getByLabel('Your name').fill('Ada')
    await page.getByRole('button', { name: 'Begin: this is real' }).click()
    expect(await page.locator('#muster-status').textContent()).toContain('Type contoso-orders')
    await page.getByLabel('For the real thing').fill('contoso-orders')
    await page.getByRole('button', { name: 'Begin: this is real' }).click()
    expect(await page.locator('#muster-clock').textContent()).toMatch(/^REAL: /)
    await page.locator('[data-check="checkpoint-1"] input').check()
    await page.locator('[data-field="decision-by"] input').fill('Ada, incident manager')
    await page.locator('[data-field="decision-by"] input').blur()
    await page.getByLabel('Note', { exact: true }).fill('The provider says two hours')
    await page.getByRole('button', { name: 'Write the note down' }).click()
    await page.reload()
    expect(await page.locator('[data-check="checkpoint-1"] input').isChecked()).toBe(true)
    expect(await page.locator('[data-field="decision-by"] input').inputValue()).toBe('Ada, incident manager')
    expect(await page.locator('#muster-journal li').allTextContents()).toHaveLength(4)
    await page.getByLabel('To begin anew').fill('anew')
    await page.getByRole('button', { name: 'Begin anew' }).click()
    expect(await page.locator('#muster-clock').textContent()).toBe('Not begun.')
    expect(await page.evaluate('Object.keys(localStorage).length')).toBe(2)
    await context.close()
  }, 60_000)

  it('is a plain document without JavaScript', async (test) => {
    const { context, page } = await opened(test, { javaScriptEnabled: false })
    expect(await page.locator('article').count()).toBe(52)
    expect(await page.locator('#muster-bar').isVisible()).toBe(false)
    expect(await page.getByText('select pg_promote(wait =>').first().isVisible()).toBe(true)
    expect(await page.locator('a[href="tel:+15550108"]').first().isVisible()).toBe(true)
    await context.close()
  }, 60_000)

  it('can be used by the keyboard alone', async (test) => {
    const { context, page } = await opened(test)
    await page.getByLabel('Your name').focus()
    await page.keyboard.type('Ada')
    for (let at = 0; at < 20; at++) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate('document.activeElement.textContent')) === 'Begin a rehearsal') break
    }
    await page.keyboard.press('Enter')
    expect(await page.locator('#muster-clock').textContent()).toContain('REHEARSAL')
    await context.close()
  }, 60_000)

  it.for([
    ['before it has begun', false],
    ['while it runs', true],
  ] as const)('has nothing serious for axe to find %s', { timeout: 120_000 }, async ([, runs], test) => {
    const { context, page } = await opened(test, { bypassCSP: true })
    if (runs) {
      await began(page, 'Ada')
      await page
        .locator('#step-12')
        .getByRole('button', { name: /^Failed/ })
        .click()
    }
    await page.addScriptTag({ content: axe.source })
    const found = await page.evaluate(async () => {
      const { axe: inPage } = globalThis as unknown as {
        axe: {
          run(): Promise<{
            violations: Array<{ id: string; impact: string; nodes: Array<{ html: string }> }>
            passes: object[]
          }>
        }
      }
      const { violations, passes } = await inPage.run()
      return {
        violations: violations.map(({ id, impact, nodes }) => ({ id, impact, first: nodes[0]?.html })),
        passes: passes.length,
      }
    })
    expect(found.passes).toBeGreaterThan(20)
    expect(found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
    await context.close()
  })
})
