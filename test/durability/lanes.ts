/**
 * Does one piece of work after the other until there is no more, two at a time: the smallest machine we promise has two
 * cores. Where one fails, the other is let end, so that it leaves nothing behind.
 * @param work resolves with whether there is more
 */
export async function inTwoLanes(work: () => Promise<boolean>): Promise<void> {
  let isOver = false
  const lane = async (): Promise<void> => {
    try {
      while (!isOver && (await work()));
    } finally {
      isOver = true
    }
  }
  const lanes = await Promise.allSettled([lane(), lane()])
  for (const one of lanes) if (one.status === 'rejected') throw one.reason
}

/** Does the work for each of a list, two at a time. */
export async function inLanes<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = list[Symbol.iterator]()
  await inTwoLanes(async () => {
    const one = rest.next()
    if (one.done) return false
    await work(one.value)
    return true
  })
}

/** A line of figures, for the README. */
export function figures(line: string): void {
  process.stdout.write(`durability: ${line}\n`)
}

/** So many of something in that many seconds, as a rate a minute. */
export function aMinute(count: number, since: number): string {
  return ((count / (performance.now() - since)) * 60_000).toFixed(0)
}
