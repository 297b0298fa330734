/** Where the diary of a run is kept, so that it outlives the process: text that is only ever added to. */
export interface Paper {
  read(): string
  /** @param lasting whether it has to be on stable storage once this returns */
  add(text: string, lasting: boolean): void
}

/** One request, as a customer would make it; seconds on the clock. */
export interface Request {
  /** When its answer came, or it was given up. */
  readonly at: number
  readonly ok: boolean
  readonly latency: number
}

/** One marker whose writing was acknowledged; seconds on the clock. */
export interface Marker {
  readonly sequence: number
  readonly sent: number
  /** When it was acknowledged. */
  readonly at: number
}

/** Components of copies, by how they stand. */
export interface Stood {
  /** Those that answer as they should. */
  readonly serving: readonly string[]
  /** Those that answer anything, be it an error or as somebody else. */
  readonly answering: readonly string[]
}

/** What was measured in a run so far, by all the processes that drove it. */
export interface Diary {
  /** In the order in which answers came. */
  requests(flow: string): readonly Request[]
  asked(flow: string, request: Request): void
  /** Acknowledged ones, in the order of their numbers. */
  markers(store: string): readonly Marker[]
  acknowledged(store: string, marker: Marker): void
  /** A number that no marker of the store has had. */
  next(store: string): number
  /** What was known before a test set anything up; undefined before that was looked at. */
  stood(): Stood | undefined
  noteStood(what: Stood): void
  /** How often the removal of what was set up was ordered, and whether it was done since the last set-up. */
  takenDown(): { readonly orders: number; readonly done: boolean }
  noteTakeDown(what: 'ordered' | 'done'): void
  /** When a fault was ordered; `undefined` as the time where it was on another clock. Absent: never. */
  ordered(): { readonly at: number | undefined } | undefined
  noteOrdered(at: number): void
  /** Whether the fault that was ordered was taken away. */
  mended(): boolean
  noteMended(): void
  /** How many markers were acknowledged, by whatever clock, since the run's markers were last removed. */
  kept(store: string): number
  /** The markers of the store were removed, as far as they ever can be. */
  noteForgotten(store: string): void
  /** How long between two instants nothing was written down for longer than the limit, in seconds. */
  silence(from: number, to: number, limit: number): number
}

/** Numbers that are left out after a process died: one that it had used may not have been written down. */
const skipped = 1000

/**
 * What orders rest on, and what is to be undone by whoever comes after. How customers were served is known by the clock of
 * one start of the machine only, so that where power fails it is of no more use; nobody waits for a disk for its sake.
 */
const lastingLines: ReadonlySet<Line[0]> = new Set(['stood', 'take-down', 'fault', 'mended', 'forgotten'])

type Line =
  | readonly ['clock', string]
  | readonly ['asked', string, number, 0 | 1, number]
  | readonly ['marker', string, number, number, number]
  | readonly ['stood', readonly string[], (readonly string[])?]
  | readonly ['take-down', 'ordered' | 'done']
  | readonly ['fault', number]
  | readonly ['mended']
  | readonly ['forgotten', string]

/**
 * Opens a run's diary and goes on with it. Times of another clock, from before the machine was started anew, cannot be
 * compared with today's, and are left out; numbers of markers are not used again all the same.
 */
export function openDiary(paper: Paper, clock: string): Diary {
  const requests = new Map<string, Request[]>()
  const markers = new Map<string, Marker[]>()
  const last = new Map<string, number>()
  const times: number[] = []
  let stood: Stood | undefined
  let takenDown = { orders: 0, done: false }
  let ordered: { readonly at: number | undefined } | undefined
  let mended = false
  const kept = new Map<string, number>()
  let comparable = true

  const take = (line: Line): void => {
    switch (line[0]) {
      case 'clock':
        comparable = line[1] === clock
        return
      case 'stood':
        stood = { serving: line[1], answering: line[2] ?? line[1] }
        return
      case 'take-down':
        takenDown =
          line[1] === 'done' ? { ...takenDown, done: true } : { orders: takenDown.orders + 1, done: takenDown.done }
        return
      case 'fault':
        ordered ??= { at: comparable ? line[1] : undefined }
        return
      case 'mended':
        mended = true
        return
      case 'forgotten':
        kept.delete(line[1])
        return
      case 'asked': {
        const [, flow, at, ok, latency] = line
        if (!comparable) return
        into(requests, flow).push({ at, ok: ok === 1, latency })
        times.push(at)
        return
      }
      case 'marker': {
        const [, store, sequence, sent, at] = line
        last.set(store, Math.max(last.get(store) ?? 0, sequence))
        kept.set(store, (kept.get(store) ?? 0) + 1)
        if (!comparable) return
        into(markers, store).push({ sequence, sent, at })
        times.push(at)
      }
    }
  }
  const before = paper.read()
  for (const text of before.split('\n')) {
    const line = parsed(text)
    if (line) take(line)
  }
  for (const [store, sequence] of last) last.set(store, sequence + skipped)
  let headed = false
  /** Whether the paper ends within a line: a process was killed, or there was no space for the rest. */
  let torn = before !== '' && !before.endsWith('\n')
  const put = (line: Line): void => {
    const text = `${torn ? '\n' : ''}${JSON.stringify(line)}\n`
    torn = true
    paper.add(text, lastingLines.has(line[0]))
    torn = false
  }
  const add = (line: Line): void => {
    comparable = true
    // What cannot be written down is known to this process all the same.
    take(line)
    if (!headed) put(['clock', clock])
    headed = true
    put(line)
  }

  return {
    requests: (flow) => [...(requests.get(flow) ?? [])].sort((a, b) => a.at - b.at),
    asked: (flow, { at, ok, latency }) => add(['asked', flow, micro(at), ok ? 1 : 0, micro(latency)]),
    markers: (store) => [...(markers.get(store) ?? [])].sort((a, b) => a.sequence - b.sequence),
    acknowledged: (store, { sequence, sent, at }) => add(['marker', store, sequence, micro(sent), micro(at)]),
    next(store) {
      const sequence = (last.get(store) ?? 0) + 1
      last.set(store, sequence)
      return sequence
    },
    stood: () => stood,
    noteStood: ({ serving, answering }) => add(['stood', serving, answering]),
    takenDown: () => takenDown,
    noteTakeDown: (what) => add(['take-down', what]),
    ordered: () => ordered,
    noteOrdered: (at) => add(['fault', micro(at)]),
    mended: () => mended,
    noteMended: () => add(['mended']),
    kept: (store) => kept.get(store) ?? 0,
    noteForgotten: (store) => add(['forgotten', store]),
    silence(from, to, limit) {
      const within = [from, ...times.filter((at) => at > from && at < to).sort((a, b) => a - b), to]
      return within.reduce((sum, at, index) => {
        const gap = at - (within[index - 1] ?? at)
        return gap > limit ? sum + gap : sum
      }, 0)
    },
  }
}

function into<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

function parsed(text: string): Line | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as Line)
  } catch {
    return undefined
  }
}

function micro(value: number): number {
  return Number(value.toFixed(6))
}
