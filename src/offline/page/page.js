/** Lets a runbook page carry its runbook out: timers, what is done, decisions, notes; kept in the browser, and exported. */
import { clock, exported, imported, readyIn, together, viewOf } from './journal.js'
import { openState } from './state.js'

/**
 * @typedef {import('./journal.js').Entry} Entry
 * @typedef {import('./journal.js').PageData} PageData
 * @typedef {import('./journal.js').View} View
 */

start()

function start() {
  const island = document.getElementById('muster-data')
  const bar = document.getElementById('muster-bar')
  if (!island || !bar) return
  /** @type {PageData} */
  const data = JSON.parse(island.textContent ?? '')
  const state = openState(data)
  /** @type {View} */
  let view = viewOf(state.read().entries)

  /** @param {string} words what is told to those who cannot see it, too */
  const tell = (words) => {
    status.textContent = words
  }
  /** @param {Pick<Entry, 'kind'> & Partial<Entry>} entry */
  const write = (entry) => {
    if (me.value.trim() === '') {
      tell('Write your name first: every line says who wrote it.')
      me.focus()
      return false
    }
    if (entry.kind !== 'begun' && !view.begun) {
      tell('Begin the run first: a rehearsal, or the real thing.')
      return false
    }
    state.add({ ...entry, by: me.value.trim() })
    show()
    return true
  }

  // The bar.
  const time = element('p', { id: 'muster-clock', role: 'timer' })
  const status = element('p', { id: 'muster-status', role: 'status' })
  const next = element('p', { id: 'muster-next' })
  const trouble = element('ul', { id: 'muster-trouble', role: 'alert' })
  const unkept = element('p', { id: 'muster-unkept', role: 'alert' })
  unkept.textContent = 'This browser keeps nothing: export the journal before you close the page.'
  const before = element('ul', { id: 'muster-before' })
  const me = input('Your name', 'muster-me')
  me.value = state.read().by
  me.addEventListener('change', () => state.call(me.value.trim()))
  const since = input('The disaster came at (empty: now)', 'muster-since', 'datetime-local')
  const real = input(`For the real thing, type ${data.plan}`, 'muster-real')
  const note = input('Note', 'muster-note')
  const file = input('Take over the journal of another copy', 'muster-file', 'file')
  file.accept = '.json,application/json'
  const opening = group('muster-opening', [
    labelled(since),
    button('Begin a rehearsal', () => begin('rehearsal')),
    labelled(real),
    button('Begin: this is real', () => {
      if (real.value.trim() === data.plan) begin('real')
      else tell(`Type ${data.plan} beside the button to begin the real thing.`)
    }),
  ])
  const running = group('muster-running', [
    labelled(note),
    button('Write the note down', () => {
      if (note.value.trim() !== '' && write({ kind: 'noted', text: note.value.trim() })) note.value = ''
    }),
    button('Take my last line back', takeBack),
    button('Export the journal', save),
    labelled(file),
    button('Begin anew', () => {
      if (anew.value !== 'anew') return tell('Export the journal first, then type "anew" beside the button.')
      anew.value = ''
      if (!state.anew())
        return tell('The old journal cannot be kept here: export it, and open the page in another browser.')
      show()
      tell('A new journal. The old one is kept in this browser, and can be exported below.')
    }),
  ])
  const anew = input('To begin anew, type anew', 'muster-anew')
  running.append(labelled(anew))
  bar.append(time, next, status, unkept, trouble)
  bar.hidden = false
  // What is not needed all the time scrolls away.
  const controls = element('details', { id: 'muster-controls' })
  const summary = element('summary')
  summary.textContent = 'Your name, notes, and the journal'
  controls.append(summary, labelled(me), opening, running, before)
  controls.open = true
  bar.after(controls)

  /** @param {string} text */
  function begin(text) {
    const at = since.value === '' ? undefined : new Date(since.value).toISOString()
    if (write({ kind: 'begun', text, ...(at === undefined ? {} : { since: at }) }))
      tell(text === 'real' ? 'It is real. Every line counts.' : 'A rehearsal has begun.')
  }

  function takeBack() {
    const { copy } = state.read()
    const last = view.entries.findLast((entry) => entry.copy === copy)
    if (!last) return tell('There is no line of yours.')
    if (write({ kind: 'takenBack', of: `${last.copy}:${last.n}` })) tell(`Taken back: ${wordsOf(last)}`)
  }

  function save() {
    const { copy, entries } = state.read()
    saved(copy, entries)
  }

  /** @param {string} copy @param {readonly Entry[]} entries */
  function saved(copy, entries) {
    const text = exported(data, copy, entries, new Date().toISOString())
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    link.download = `${data.plan}-${data.scenario}-${copy}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
    tell(`Exported as ${link.download}: ${entries.length} lines.`)
  }

  file.addEventListener('change', () => {
    const [chosen] = file.files ?? []
    if (!chosen) return
    void chosen.text().then((text) => {
      file.value = ''
      takeOver(text)
    })
  })

  /** @param {string} text */
  function takeOver(text) {
    const answer = imported(text, data, view)
    if ('trouble' in answer) return tell(answer.trouble)
    const own = state.read().entries
    const all = together([own, answer.entries])
    state.take(all)
    show()
    tell(`Taken over: ${all.length - own.length} new lines.`)
  }

  // The cards, the boxes and the lines to be filled in.
  /** @type {Array<(view: View) => void>} */
  const shown = []
  for (const card of document.querySelectorAll('article[data-step]'))
    shown.push(carded(/** @type {HTMLElement} */ (card)))
  for (const item of document.querySelectorAll('[data-check]')) {
    const id = item.getAttribute('data-check') ?? ''
    const box = element('input', { type: 'checkbox' })
    box.setAttribute('aria-label', item.textContent?.trim() ?? id)
    box.addEventListener('change', () => {
      if (!write({ kind: 'ticked', id, text: box.checked ? 'yes' : '' })) box.checked = !box.checked
    })
    item.querySelector('.box')?.replaceWith(box)
    shown.push((now) => {
      box.checked = now.values.get(id) === 'yes'
    })
  }
  for (const line of document.querySelectorAll('section > .fields [data-field]')) {
    const id = line.getAttribute('data-field') ?? ''
    const field = element('input', { type: 'text' })
    field.setAttribute('aria-label', line.querySelector('dt')?.textContent ?? id)
    field.addEventListener('change', () => {
      write({ kind: 'wrote', id, text: field.value.trim() })
    })
    line.querySelector('dd')?.append(field)
    shown.push((now) => {
      const known = now.values.get(id)
      if (document.activeElement !== field && known !== undefined) field.value = known
    })
  }

  /** @param {HTMLElement} card */
  function carded(card) {
    const step = card.getAttribute('data-step') ?? ''
    const known = data.steps.find(({ key }) => key === step)
    const name = `step ${known?.number ?? step}`
    const seen = input(
      known?.kind === 'decision' ? 'Why, and what was accepted' : 'What was seen',
      `seen-${known?.number ?? step}`,
    )
    const line = element('p', { className: 'muster-state' })
    /** @param {import('./journal.js').Kind} kind @param {string} [word] */
    const act = (kind, word) => () => {
      const text = [word, seen.value.trim()].filter((part) => part).join(': ')
      if (write({ kind, step, ...(text === '' ? {} : { text }) })) {
        seen.value = ''
        tell(`${name}: ${line.textContent}`)
      }
    }
    const buttons =
      known?.kind === 'decision'
        ? [button('Approve', act('decided', 'yes'), name), button('Decline', act('decided', 'no'), name)]
        : [
            button('Begin', act('stepBegun'), name),
            button('Done', act('stepDone'), name),
            button('Failed', act('stepFailed'), name),
          ]
    const panel = group('', [labelled(seen), ...buttons, line])
    panel.classList.add('muster-panel')
    card.append(panel)
    return (/** @type {View} */ now) => {
      const at = now.steps.get(step)
      card.dataset['state'] = at?.state ?? 'open'
      const over = at?.from && !at.to && known?.takes ? (Date.now() - Date.parse(at.from)) / 1000 - known.takes : 0
      card.classList.toggle('late', over > 0)
      line.textContent = at
        ? `${at.state}${at.by ? ` by ${at.by}` : ''}${at.from && !at.to ? `, for ${clock((Date.now() - Date.parse(at.from)) / 1000)}` : ''}${over > 0 ? `: ${clock(over)} longer than usual` : ''}`
        : ''
      for (const [field, value] of Object.entries({
        began: hour(at?.from),
        done: hour(at?.to),
        by: at?.by,
        seen: at?.text,
      })) {
        const place = card.querySelector(`[data-field="${field}"] dd`)
        if (place) place.textContent = value ?? ''
      }
    }
  }

  const journal = element('ol', { id: 'muster-journal' })
  const heading = element('h2')
  heading.textContent = 'Journal'
  const section = element('section', { className: 'sheet' })
  section.append(heading, journal)
  document.querySelector('main')?.append(section)

  function show() {
    view = viewOf(state.read().entries)
    opening.hidden = view.begun !== undefined
    running.hidden = view.begun === undefined
    document.body.dataset['kind'] = view.begun?.text ?? ''
    trouble.replaceChildren(...view.contradictions.map((words) => item(words)))
    journal.replaceChildren(
      ...view.entries.map((entry) => item(`${entry.at.slice(0, 10)} ${hour(entry.at)} ${entry.by}: ${wordsOf(entry)}`)),
    )
    section.hidden = view.entries.length === 0
    unkept.hidden = state.keeps()
    before.replaceChildren(
      ...state.before().map(({ at, read }) => {
        const line = element('li')
        line.append(
          button(`Export the journal that was put away ${at.slice(0, 16).replace('T', ' ')} UTC`, () => {
            const { copy, entries } = read()
            saved(copy, entries)
          }),
        )
        return line
      }),
    )
    tick()
  }

  function tick() {
    for (const one of shown) one(view)
    if (view.t0 === undefined) {
      time.textContent = 'Not begun.'
      next.textContent = ''
      delete next.dataset['words']
      return
    }
    const elapsed = (Date.now() - view.t0) / 1000
    const usual = data.steps.filter((step) => step.usual && step.direction === data.steps[0]?.direction)
    const isDone = (/** @type {{ key: string }} */ { key }) => view.steps.get(key)?.state === 'done'
    const behind = usual.filter(
      (step) => !isDone(step) && step.takes !== undefined && (step.ends ?? Infinity) < elapsed,
    )
    const served = data.served === undefined ? '' : ` Customers are usually served after ${clock(data.served)}.`
    time.textContent = `${view.begun?.text === 'real' ? 'REAL' : 'REHEARSAL'}: ${clock(elapsed)} since the disaster. ${usual.filter(isDone).length} of ${usual.length} steps are done.${served}${behind.length > 0 ? ` Behind: ${behind.map(({ number }) => number).join(', ')}.` : ''}`
    const ready = readyIn(data.steps, view).slice(0, 8)
    // A link that is drawn anew while somebody points at it leads nowhere.
    const words = ready.map(({ key }) => key).join('\n')
    if (next.dataset['words'] === words) return
    next.dataset['words'] = words
    next.replaceChildren(
      'Next: ',
      ...ready.flatMap((step, at) => [...(at === 0 ? [] : [', ']), linkTo(step)]),
      ...(ready.length === 0 ? ['nothing; look at what is under way or has failed.'] : []),
    )
  }

  /** @param {Entry} entry */
  function wordsOf({ kind, step = '', id = '', text = '', of = '' }) {
    const known = data.steps.find(({ key }) => key === step)
    const what = known ? `${known.number} ${known.title}` : step || id || of
    const verbs = {
      begun: 'began',
      stepBegun: 'begun',
      stepDone: 'done',
      stepFailed: 'failed',
      decided: 'decided',
      ticked: 'ticked',
      wrote: 'wrote',
      noted: 'note',
      takenBack: 'took back',
    }
    return [verbs[kind], what, text].filter((word) => word !== '').join(' · ')
  }

  addEventListener('storage', (event) => {
    if (event.key === state.key) show()
  })
  setInterval(tick, 1000)
  show()
}

/**
 * The time of day, by the clock that everybody has.
 * @param {string | undefined} at
 */
function hour(at) {
  return at === undefined ? undefined : `${at.slice(11, 19)} UTC`
}

/** @param {{ number: string, title: string }} step */
function linkTo({ number, title }) {
  const link = element('a', { href: `#step-${number}` })
  link.textContent = `${number} ${title}`
  return link
}

/** @param {string} words */
function item(words) {
  const line = element('li')
  line.textContent = words
  return line
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [properties]
 */
function element(tag, properties = {}) {
  const made = document.createElement(tag)
  Object.assign(made, properties)
  return made
}

/** @param {string} label @param {string} id @param {string} [type] */
function input(label, id, type = 'text') {
  const field = element('input', { id, type })
  field.setAttribute('aria-label', label)
  return field
}

/** @param {HTMLInputElement} field */
function labelled(field) {
  const label = element('label')
  label.append(`${field.getAttribute('aria-label')} `, field)
  return label
}

/** @param {string} id @param {ReadonlyArray<Node>} parts */
function group(id, parts) {
  const made = element('div', id === '' ? {} : { id })
  made.append(...parts)
  return made
}

/** @param {string} words @param {() => void} act @param {string} [of] what it is about, for who cannot see where it stands */
function button(words, act, of) {
  const made = element('button', { type: 'button' })
  made.textContent = words
  if (of !== undefined) made.setAttribute('aria-label', `${words}, ${of}`)
  made.addEventListener('click', act)
  return made
}
