import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import type { CompareRecord } from './model.ts'

/** Where runs are kept, below the state folder: one JSON line each. */
function fileIn(home: string): string {
  return join(home, 'compare', 'runs.jsonl')
}

/**
 * Every run that was kept, oldest first.
 * @throws Failure `corrupt` with the line that is no record
 */
export function readRecords(home: string): readonly CompareRecord[] {
  const file = fileIn(home)
  const lines = textOf(file).split('\n')
  return lines.flatMap((line, index) => {
    if (line === '') return []
    try {
      const record = JSON.parse(line) as CompareRecord
      if (typeof record.system === 'string' && typeof record.took === 'number') return [record]
    } catch {
      // Said below.
    }
    throw new Failure('corrupt', `${file}:${index + 1} is no kept run. Remove the line, or the file to begin anew.`)
  })
}

export function keepRecord(home: string, record: CompareRecord): void {
  const file = fileIn(home)
  mkdirSync(join(home, 'compare'), { recursive: true })
  appendFileSync(file, `${JSON.stringify(record)}\n`)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw new Failure('unreachable', `${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}
