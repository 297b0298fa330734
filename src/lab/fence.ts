import type { ChildProcess } from 'node:child_process'

/**
 * Has the services of a region refuse what customers write, or take it again; those that start later do the same.
 * @returns whether every instance that runs has obeyed; one that stands still obeys before it answers anybody again
 */
export type Fencing = (region: string, isFenced: boolean) => Promise<boolean>

/** What an entry asks of whoever started it, by a number; `obeyed` comes back with the same one. */
interface Asked {
  readonly fencing: number
  readonly region: string
  readonly isFenced: boolean
}

interface Answered {
  readonly fencing: number
  readonly obeyed: boolean
}

/** Of an entry, which waits so many milliseconds for the answer and takes none as a no. */
export type PatientFencing = (region: string, isFenced: boolean, patience: number) => Promise<boolean>

/** The fencing of an entry: whoever started its process is asked, for that one alone reaches the regions' services. */
export function fencingByStarter(): PatientFencing {
  const waiting = new Map<number, (obeyed: boolean) => void>()
  let number = 0
  process.on('message', (word: Partial<Answered>) => {
    if (word.fencing !== undefined) waiting.get(word.fencing)?.(word.obeyed === true)
  })
  return (region, isFenced, patience) =>
    new Promise((resolve) => {
      const asked: Asked = { fencing: ++number, region, isFenced }
      const settle = (obeyed: boolean) => {
        clearTimeout(timer)
        waiting.delete(asked.fencing)
        resolve(obeyed)
      }
      const timer = setTimeout(settle, patience, false)
      waiting.set(asked.fencing, settle)
      process.send?.(asked, (error: Error | null) => {
        if (error) settle(false)
      })
    })
}

/** Answers an entry that this process has started. */
export function answerFencing(entry: ChildProcess, fencing: Fencing): void {
  entry.on('message', (word: Partial<Asked>) => {
    const { fencing: asked, region, isFenced } = word
    if (asked === undefined || region === undefined || isFenced === undefined) return
    void fencing(region, isFenced)
      .catch(() => false)
      .then((obeyed) => {
        const answer: Answered = { fencing: asked, obeyed }
        if (entry.connected) entry.send(answer, () => {})
      })
  })
}
