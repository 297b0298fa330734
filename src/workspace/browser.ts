import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Failure } from '#diagnostics'

/** Browsers that print a page from the command line, as they are called where they are installed. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Longer than a browser needs for a page of a hundred sheets on a slow machine. */
const longest = 120_000

/** A browser of this machine that prints: the one that `MUSTER_BROWSER` names, else the first that is found. */
export function printingBrowser(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const asked = environment['MUSTER_BROWSER']
  if (asked) return asked
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere].find(isProgram)
}

/**
 * Prints a page to a PDF, tagged and with an outline, by a browser without a window and without a network.
 * @throws Failure `unreachable` where the browser does not do it
 */
export async function printedPage(browser: string, html: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-print-'))
  try {
    const [page, pdf] = [join(folder, 'page.html'), join(folder, 'page.pdf')]
    writeFileSync(page, html)
    await promisify(execFile)(
      browser,
      [
        '--headless',
        '--disable-gpu',
        '--disable-extensions',
        '--no-first-run',
        '--no-pdf-header-footer',
        '--generate-pdf-document-outline',
        // Names of hosts lead nowhere, so that nothing is asked of a network.
        '--host-resolver-rules=MAP * ~NOTFOUND',
        // A sandbox of a browser needs a user who is not root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--user-data-dir=${join(folder, 'profile')}`,
        `--print-to-pdf=${pdf}`,
        pathToFileURL(page).href,
      ],
      { timeout: longest },
    )
    return readFileSync(pdf)
  } catch (error) {
    const { killed, stderr = '', message } = error as Error & { readonly killed?: boolean; readonly stderr?: string }
    const said = stderr.trim().split('\n').slice(-3).join('\n') || message
    const why = killed === true ? `it took longer than ${longest / 1000} s.` : said
    throw new Failure(
      'unreachable',
      `${browser} did not print the page: ${why}\nAny browser prints the same pages from the HTML.`,
      { cause: error },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * Letters of a text for which no font of this machine has a picture, so that a print would show boxes for them.
 * @returns each once, in order; undefined where the machine does not tell (there is no fontconfig)
 */
export async function lettersWithoutFont(text: string): Promise<readonly string[] | undefined> {
  const letters = [...new Set(text)].filter(
    (letter) => (letter.codePointAt(0) ?? 0) > 0x7f && !/[\p{Z}\p{C}\p{M}]/u.test(letter),
  )
  if (letters.length === 0) return []
  try {
    const { stdout } = await promisify(execFile)('fc-list', ['--format', '%{charset}\n'], {
      timeout: 30_000,
      maxBuffer: 50_000_000,
    })
    const ranges = stdout.split(/\s+/).flatMap((range): ReadonlyArray<readonly [number, number]> => {
      const [from = '', to = from] = range.split('-')
      return /^[0-9a-f]+$/.test(from) ? [[Number.parseInt(from, 16), Number.parseInt(to, 16)]] : []
    })
    return letters.filter((letter) => {
      const code = letter.codePointAt(0) ?? 0
      return !ranges.some(([from, to]) => code >= from && code <= to)
    })
  } catch {
    return undefined
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
