import { appendFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import type { CompareRecord } from './model.ts'

/** Where runs are kept, below the state folder: one JSON line each. */
function fileIn(home: string): string {
  return join(home, 'compare', 'runs.jsonl')
}

/**
 * Every run that was kept, oldest first. A last line that was broken off while it was written is none.
 * @throws Failure `corrupt` with the line that is no record
 */
export function readRecords(home: string): readonly CompareRecord[] {
  const file = fileIn(home)
  const lines = bytesOf(file).toString('utf8').split('\n')
  return lines.flatMap((line, index) => {
    if (line === '') return []
    const record = recordOf(line)
    if (record) return [record]
    if (index === lines.length - 1) return []
    throw new Failure(
      'corrupt',
      `${file}:${index + 1} is no kept run. Remove that line, which loses this one run, or the file to begin anew.`,
    )
  })
}

/**
 * Adds a run. What of a line was broken off is taken away first, or the next line would be damaged by it.
 * @throws Failure `unreachable` where it cannot be written
 */
export function keepRecord(home: string, record: CompareRecord): void {
  const file = fileIn(home)
  const kept = bytesOf(file)
  const whole = kept.lastIndexOf('\n') + 1
  const rest = kept.subarray(whole).toString('utf8')
  // Only the line feed may be missing: an editor leaves it out.
  const isRecord = recordOf(rest) !== undefined
  try {
    mkdirSync(join(home, 'compare'), { recursive: true })
    if (rest !== '' && !isRecord) truncateSync(file, whole)
    appendFileSync(file, `${isRecord ? '\n' : ''}${JSON.stringify(record)}\n`)
  } catch (error) {
    throw new Failure('unreachable', `${file} cannot be written: ${(error as Error).message}`, { cause: error })
  }
}

function recordOf(line: string): CompareRecord | undefined {
  try {
    const record = JSON.parse(line) as CompareRecord
    return typeof record.system === 'string' && typeof record.took === 'number' ? record : undefined
  } catch {
    return undefined
  }
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw new Failure('unreachable', `${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}
