/**
 * What is written down while a runbook is carried out on a page, and what it comes to. No document and no clock: these
 * functions run in the page and in Muster alike, so they are in the language of both.
 *
 * @typedef {'begun' | 'stepBegun' | 'stepDone' | 'stepFailed' | 'decided' | 'ticked' | 'wrote' | 'noted' | 'takenBack'} Kind
 *
 * One line of the journal; it is never changed.
 * @typedef {object} Entry
 * @property {string} copy which copy of the page wrote it
 * @property {number} n from 1 on, without gaps in one copy
 * @property {string} at RFC 3339 in UTC, by the clock of the machine
 * @property {string} by who, as they call themselves
 * @property {Kind} kind
 * @property {string} [step] key of the step: its id in the runbook, and of a way back `back/` before it
 * @property {string} [id] of what was ticked or filled in
 * @property {string} [text] what was seen, decided or written; for `begun` whether it is `real` or a `rehearsal`
 * @property {string} [since] for `begun`: when the disaster came, where that was earlier
 * @property {string} [of] for `takenBack`: copy and number of the line that no longer counts, with a colon between
 *
 * @typedef {import('#document').StepData} StepData
 * @typedef {import('#document').PageData} PageData
 *
 * @typedef {object} StepView
 * @property {'open' | 'begun' | 'done' | 'failed' | 'declined'} state
 * @property {string} [from]
 * @property {string} [to]
 * @property {string} [by]
 * @property {string} [text]
 *
 * What the lines come to: when the disaster came, in milliseconds; what was filled in and ticked, by id; the lines that
 * count, in order of time; contradictions in sentences.
 * @typedef {object} View
 * @property {Entry | undefined} begun
 * @property {number | undefined} t0
 * @property {ReadonlyMap<string, StepView>} steps
 * @property {ReadonlyMap<string, string>} values
 * @property {readonly Entry[]} entries
 * @property {readonly string[]} contradictions
 *
 * A journal that was exported by one copy; its lines may be of several.
 * @typedef {{ readonly format: 'muster-offline-journal', readonly schemaVersion: 1, readonly copy: string, readonly exportedAt: string, readonly entries: readonly Entry[] } & Omit<PageData, 'steps'>} Exported
 */

const kinds = ['begun', 'stepBegun', 'stepDone', 'stepFailed', 'decided', 'ticked', 'wrote', 'noted', 'takenBack']

/**
 * In order of time, and in one copy in order of writing, whatever its clock did.
 * @param {readonly Entry[]} entries
 * @returns {readonly Entry[]}
 */
export function inOrder(entries) {
  /** @type {Map<string, number>} */
  const latest = new Map()
  const placed = [...entries]
    .sort((a, b) => (a.copy === b.copy ? a.n - b.n : a.copy < b.copy ? -1 : 1))
    .map((entry) => {
      const time = Math.max(Date.parse(entry.at), latest.get(entry.copy) ?? Number.NEGATIVE_INFINITY)
      latest.set(entry.copy, time)
      return { entry, time }
    })
  return placed.sort((a, b) => a.time - b.time).map(({ entry }) => entry)
}

/**
 * All lines of several journals, each once. Two that have the same number in one copy and say different things are both
 * kept: that copy was written in two places.
 * @param {ReadonlyArray<readonly Entry[]>} journals
 * @returns {readonly Entry[]}
 */
export function together(journals) {
  /** @type {Map<string, Entry>} */
  const found = new Map()
  for (const entry of journals.flat()) found.set(contentOf(entry), entry)
  return inOrder([...found.keys()].sort().map((key) => /** @type {Entry} */ (found.get(key))))
}

/**
 * @param {Entry} entry
 * @returns {string}
 */
function contentOf({ copy, n, at, by, kind, step, id, text, since, of }) {
  return JSON.stringify([copy, n, at, by, kind, step, id, text, since, of])
}

/**
 * What lines come to.
 * @param {readonly Entry[]} entries
 * @returns {View}
 */
export function viewOf(entries) {
  const all = inOrder(entries)
  const gone = new Set(all.flatMap((entry) => (entry.kind === 'takenBack' && entry.of ? [entry.of] : [])))
  const counting = all.filter((entry) => entry.kind !== 'takenBack' && !gone.has(`${entry.copy}:${entry.n}`))
  /** @type {Map<string, StepView>} */
  const steps = new Map()
  /** @type {Map<string, string>} */
  const values = new Map()
  const begun = counting.find((entry) => entry.kind === 'begun')
  for (const entry of counting) {
    const { kind, step = '', id = '', text = '' } = entry
    if (kind === 'ticked' || kind === 'wrote') values.set(id, text)
    const next = stepAfter(steps.get(step) ?? { state: 'open' }, entry)
    if (next) steps.set(step, next)
  }
  const t0 = begun === undefined ? undefined : Date.parse(begun.since ?? begun.at)
  return { begun, t0, steps, values, entries: counting, contradictions: contradictionsIn(counting) }
}

/**
 * @param {StepView} before
 * @param {Entry} entry
 * @returns {StepView | undefined}
 */
function stepAfter(before, { kind, at, by, text = '' }) {
  switch (kind) {
    case 'stepBegun':
      return before.state === 'done' ? undefined : { state: 'begun', from: at, by }
    case 'stepDone':
      return { ...before, state: 'done', to: at, by, text }
    case 'stepFailed':
      return { ...before, state: 'failed', to: at, by, text }
    case 'decided':
      return { ...before, state: isNo(text) ? 'declined' : 'done', to: at, by, text }
    default:
      return undefined
  }
}

/**
 * @param {string} text
 * @returns {boolean}
 */
function isNo(text) {
  return /^no\b/.test(text)
}

/**
 * Where copies say different things: of a step, of the decision, of what is real; in sentences.
 * @param {readonly Entry[]} entries those that count, in order
 * @returns {readonly string[]}
 */
export function contradictionsIn(entries) {
  /** @type {Map<string, Map<string, Entry>>} the last word of each copy, by what it is about */
  const about = new Map()
  for (const entry of entries) {
    const what = subjectOf(entry)
    if (what === undefined) continue
    const words = about.get(what) ?? new Map()
    words.set(entry.copy, entry)
    about.set(what, words)
  }
  return [...about].flatMap(([what, words]) => {
    const [first, ...others] = [...words.values()]
    return first === undefined ? [] : others.flatMap((other) => contradiction(what, first, other) ?? [])
  })
}

/**
 * What a line has the last word on; undefined where copies may differ.
 * @param {Entry} entry
 * @returns {string | undefined}
 */
function subjectOf({ kind, step, id = '' }) {
  if (kind === 'begun') return 'The run'
  if (kind === 'wrote' && id.startsWith('decision-')) return id
  return ['stepDone', 'stepFailed', 'decided'].includes(kind) ? step : undefined
}

/**
 * @param {string} step
 * @param {Entry} first
 * @param {Entry} other
 * @returns {string | undefined}
 */
function contradiction(step, first, other) {
  const [one, two] = [wordOf(first), wordOf(other)]
  if (first.kind === 'wrote' || first.kind === 'begun')
    return one === two ? undefined : `${step}: ${one} ${said(first)}, and ${two} ${said(other)}.`
  if (one !== two) return `${step}: ${one} ${said(first)}, and ${two} ${said(other)}.`
  return first.by === other.by ? undefined : `${step}: ${one} twice, ${said(first)} and ${said(other)}.`
}

/**
 * @param {Entry} entry
 * @returns {string}
 */
function wordOf({ kind, text = '' }) {
  if (kind === 'decided') return isNo(text) ? 'declined' : 'approved'
  if (kind === 'wrote' || kind === 'begun') return `"${text}"`
  return kind === 'stepDone' ? 'done' : 'failed'
}

/**
 * @param {Entry} entry
 * @returns {string}
 */
function said({ by, at }) {
  return `by ${by} at ${at}`
}

/**
 * The steps that may begin now: not begun, with everything done that they wait for. What has failed and is not needed holds
 * nothing up; what has failed and is, is done by what stands in for it. The way back comes once the way there is over.
 * @param {readonly StepData[]} steps
 * @param {View} view
 * @returns {readonly StepData[]}
 */
export function readyIn(steps, view) {
  /** @param {StepData} one */
  const state = ({ key }) => view.steps.get(key)?.state ?? 'open'
  /** @param {StepData} one */
  const standIns = ({ number, direction }) =>
    steps.filter((one) => one.insteadOf === number && one.direction === direction)
  /** @param {StepData} step @returns {boolean} */
  const isSettled = (step) =>
    !step.usual ||
    state(step) === 'done' ||
    (state(step) === 'failed' && !step.essential) ||
    standIns(step).some(isDone)
  /** @param {StepData} step @returns {boolean} */
  const isDone = (step) => state(step) === 'done' || standIns(step).some(isDone)
  /** @param {StepData} step */
  const isWanted = (step) =>
    step.usual ||
    steps.some((one) => one.number === step.insteadOf && one.direction === step.direction && state(one) === 'failed')
  const there = steps.filter(({ direction }) => direction === steps[0]?.direction)
  const now = there.every(isSettled) ? steps.filter((step) => !there.includes(step)) : there
  return now.filter(
    (step) =>
      isWanted(step) &&
      state(step) === 'open' &&
      step.after.every((number) => now.filter((one) => one.number === number).every(isSettled)),
  )
}

/**
 * A journal as a file.
 * @param {PageData} data
 * @param {string} copy
 * @param {readonly Entry[]} entries
 * @param {string} at
 * @returns {string}
 */
export function exported(data, copy, entries, at) {
  const { plan, planDigest, scenario, runbooks } = data
  /** @type {Exported} */
  const value = {
    format: 'muster-offline-journal',
    schemaVersion: 1,
    plan,
    planDigest,
    scenario,
    runbooks,
    copy,
    exportedAt: at,
    entries,
  }
  return `${JSON.stringify(value, null, 1)}\n`
}

/**
 * A file as a journal, or in a sentence why it is none.
 * @param {string} text
 * @returns {{ readonly journal: Exported } | { readonly trouble: string }}
 */
export function journalIn(text) {
  /** @type {Partial<Exported> | null} */
  let value
  try {
    value = JSON.parse(text)
  } catch {
    return { trouble: 'This is no journal: it is not JSON.' }
  }
  if (value?.format !== 'muster-offline-journal' || value.schemaVersion !== 1 || !Array.isArray(value.entries))
    return { trouble: 'This is no journal of a runbook page.' }
  const heads = [value.plan, value.planDigest, value.scenario, value.copy, value.exportedAt]
  if (heads.some((head) => typeof head !== 'string') || !Array.isArray(value.runbooks))
    return { trouble: 'This journal does not say what it is of.' }
  const bad = value.entries.findIndex((entry) => !isEntry(entry))
  if (bad >= 0) return { trouble: `Line ${bad + 1} of this journal is no entry. Nothing was taken over.` }
  return { journal: /** @type {Exported} */ (value) }
}

/**
 * The lines of another copy of the same page, or in a sentence why they cannot be taken over.
 * @param {string} text
 * @param {PageData} data
 * @param {View} [view] of the page that takes them over; a rehearsal and the real thing are never mixed
 * @returns {{ readonly entries: readonly Entry[] } | { readonly trouble: string }}
 */
export function imported(text, data, view) {
  const read = journalIn(text)
  if ('trouble' in read) return read
  const { plan, planDigest, scenario, entries } = read.journal
  const kind = kindOf(entries)
  if (view?.begun !== undefined && kind !== undefined && kind !== view.begun.text)
    return {
      trouble: `This journal is of ${wordFor(kind)}, and this one of ${wordFor(view.begun.text)}. Nothing was taken over.`,
    }
  if (planDigest === data.planDigest && scenario === data.scenario) return { entries }
  return {
    trouble: `This journal is of ${plan}, ${scenario}, by another version of the plan. Keep the file: muster run merge takes it.`,
  }
}

/**
 * Whether lines are of a rehearsal or of the real thing; undefined where none of them says.
 * @param {readonly Entry[]} entries
 * @returns {string | undefined}
 */
export function kindOf(entries) {
  return viewOf(entries).begun?.text
}

/** @param {string | undefined} kind */
function wordFor(kind) {
  return kind === 'real' ? 'the real thing' : 'a rehearsal'
}

/**
 * @param {unknown} entry
 * @returns {boolean}
 */
function isEntry(entry) {
  if (typeof entry !== 'object' || entry === null) return false
  const { copy, n, at, by, kind, step, id, text, since, of } = /** @type {Record<string, unknown>} */ (entry)
  return (
    typeof copy === 'string' &&
    Number.isSafeInteger(n) &&
    Number(n) > 0 &&
    [at, ...(since === undefined ? [] : [since])].every(
      (time) => typeof time === 'string' && !Number.isNaN(Date.parse(time)),
    ) &&
    typeof by === 'string' &&
    kinds.some((one) => one === kind) &&
    [step, id, text, of].every((value) => value === undefined || typeof value === 'string')
  )
}

/**
 * A length of time as a clock shows it: `0:04:30`; days before where there are some.
 * @param {number} seconds
 * @returns {string}
 */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds))
  /** @param {number} value */
  const two = (value) => String(value).padStart(2, '0')
  const [days, rest] = [Math.floor(whole / 86_400), whole % 86_400]
  return `${days > 0 ? `${days}d ` : ''}${Math.floor(rest / 3600)}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`
}
