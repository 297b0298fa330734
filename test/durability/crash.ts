import { expect } from 'vitest'
import { type BookName, books } from './book.ts'
import { brokenIn } from './invariants.ts'
import type { Line } from './outside.ts'
import { type Children, openHome } from './process.ts'
import { type Boundary, driven, outsideOf, storeOf } from './run.ts'
import { tear } from './torn.ts'

/** A place where a run can die. */
export interface Point {
  readonly at: Boundary
  readonly of: string
}

type Passed = Extract<Line, { what: 'passed' | 'met' }>

/** Every boundary of every event and call of one run that nothing disturbs, in order, each once. */
export async function pointsOf(children: Children, book: BookName): Promise<readonly Point[]> {
  const home = openHome()
  try {
    const child = await children.next()
    child.begin({ home: home.path, run: 'run-1', book, trace: true })
    const { how, text } = await child.ended
    expect(how, text).toBe(0)
    await sound(home.path, book)
    const points = outsideOf(home.path)
      .lines()
      .filter((line): line is Passed => line.what === 'passed')
      // A commit of several events is one point, named after its first.
      .map(({ at, of }): Point => ({ at: at as Boundary, of: of[0] ?? '' }))
    return [...new Map(points.map((point) => [`${point.at} ${point.of}`, point])).values()]
  } finally {
    home.remove()
  }
}

/**
 * Lets a run die at a point by SIGKILL, tears what it wrote where that is asked, takes it up again in another process, and
 * expects of the end that nothing was lost and nothing done twice.
 * @param torn where to cut what was written last, from 0 to 1
 * @returns whether the run came to the point, and whether something was torn
 */
export async function crashed(
  children: Children,
  book: BookName,
  point: Point,
  torn?: number,
): Promise<{ readonly met: boolean; readonly torn: boolean }> {
  const home = openHome()
  try {
    const child = await children.next()
    child.begin({ home: home.path, run: 'run-1', book, meet: { ...point, deed: 'SIGKILL' } })
    const { how, text } = await child.ended
    const met = outsideOf(home.path)
      .lines()
      .find((line): line is Passed => line.what === 'met')
    expect(how, text).toBe(met ? 'SIGKILL' : 0)
    const gone = met && torn !== undefined ? tear(home.path, met, torn) : undefined
    if (met) expect(await driven({ home: home.path, run: 'run-1', book: books[book] })).toBe('succeeded')
    await sound(home.path, book, `${point.at} ${point.of}${gone === undefined ? '' : `, ${gone} bytes torn`}`)
    return { met: met !== undefined, torn: gone !== undefined }
  } finally {
    home.remove()
  }
}

/** Expects of a run that has ended that every invariant holds. */
export async function sound(home: string, book: BookName, about = ''): Promise<void> {
  const store = storeOf(home)
  try {
    const records = await store.read('run-1')
    const open = (await store.signals('run-1')).map(({ id }) => id)
    const lines = outsideOf(home).lines()
    const broken = brokenIn({ book: books[book], records, lines, open })
    if (broken.length > 0) process.stdout.write(`${about}\n${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
    expect(broken, about).toEqual([])
  } finally {
    await store.close()
  }
}
