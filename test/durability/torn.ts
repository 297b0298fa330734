import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { Line } from './outside.ts'

/**
 * Cuts what the last commit wrote at a byte, as a loss of power does to what was not synced yet: the log where the
 * commit had not been acknowledged, else the last line of the head file, which is synced later.
 * @param at where to cut, from 0, which takes all of it, up to 1
 * @returns how many bytes are gone; undefined where there was nothing that could tear
 */
export function tear(home: string, met: Extract<Line, { what: 'passed' | 'met' }>, at: number): number | undefined {
  if (met.at === 'after commit') {
    const log = join(home, 'store', 'muster.db-wal')
    return cut(log, met.log ?? 0, at)
  }
  const heads = join(home, 'store', 'heads')
  const [name] = readdirSync(heads)
  if (name === undefined) return undefined
  const text = readFileSync(join(heads, name), 'latin1')
  return cut(join(heads, name), text.trimEnd().lastIndexOf('\n') + 1, at)
}

function cut(file: string, from: number, at: number): number | undefined {
  const { size } = statSync(file)
  if (size <= from) return undefined
  const to = from + Math.floor((size - from) * at)
  truncateSync(file, to)
  return size - to
}
