import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '#diagnostics'

/**
 * Writes a file whole, and the folders that lead to it.
 * @param over whether one that is there is replaced
 * @throws Failure `refused` where one is there and is not to be replaced, `unreachable` where it cannot be written
 */
export function writeFile(path: string, content: string | Uint8Array, over: boolean): void {
  const fresh = `${path}.new`
  try {
    mkdirSync(dirname(path), { recursive: true })
    if (over) {
      writeFileSync(fresh, content)
      renameSync(fresh, path)
    } else writeFileSync(path, content, { flag: 'wx' })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (!over && code === 'EEXIST')
      throw new Failure('refused', `${path} is there already. --force writes it anew.`, { cause: error })
    if (over) rmSync(fresh, { force: true })
    throw new Failure('unreachable', `${path} cannot be written: ${message}.`, { cause: error })
  }
}
