import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Browsers as they are called where they are installed. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome']

/** A browser of this machine that tests may drive: the one that `MUSTER_BROWSER` names, else the first that is found. */
export function browserHere(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const asked = environment['MUSTER_BROWSER']
  if (asked) return asked
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
