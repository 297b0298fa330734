import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { identityOf } from '../processes.ts'

/**
 * An empty directory in which this process makes something that is renamed into place once it is whole. What others left
 * there that are dead, as after kill -9, is removed first.
 * @param prefix its path, without the id of the process that stands at its end
 */
export async function unfinishedAt(prefix: string): Promise<string> {
  const [directory, start] = [dirname(prefix), basename(prefix)]
  for (const name of await readdir(directory).catch(() => [])) {
    const id = name.startsWith(start) ? name.slice(start.length) : ''
    if (/^\d+$/.test(id) && (Number(id) === process.pid || identityOf(Number(id)) === undefined))
      await rm(join(directory, name), { recursive: true, force: true })
  }
  const mine = `${prefix}${process.pid}`
  await mkdir(mine, { recursive: true })
  return mine
}
