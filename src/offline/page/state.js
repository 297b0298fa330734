/**
 * What this copy of the page keeps in its browser. Another window of the same copy may write too, so that every line is
 * added to what is there.
 *
 * @typedef {import('./journal.js').Entry} Entry
 * @typedef {import('./journal.js').PageData} PageData
 * @typedef {{ copy: string, by: string, entries: readonly Entry[] }} State
 */

/** @param {PageData} data */
export function openState(data) {
  const key = `muster:${data.planDigest}:${data.scenario}:${data.runbooks.map(({ digest }) => digest).join(':')}`
  /** @type {State} what is known where the browser keeps nothing */
  let memory = { copy: newCopy(), by: '', entries: [] }
  let keeps = true

  /** @returns {State} */
  function read() {
    if (!keeps) return memory
    try {
      const text = localStorage.getItem(key)
      if (text) memory = JSON.parse(text)
      else write(memory)
    } catch {
      lost()
    }
    return memory
  }

  /** @param {State} state */
  function write(state) {
    memory = state
    if (!keeps) return
    try {
      localStorage.setItem(key, JSON.stringify(state))
    } catch {
      lost()
    }
  }

  /** What the browser does not keep is of another copy, so that its lines are never taken for those that it has kept. */
  function lost() {
    keeps = false
    memory = { ...memory, copy: newCopy() }
  }

  return {
    key,
    read,
    /** Whether what is written down outlives this window. */
    keeps: () => keeps,
    /** @param {string} by */
    call(by) {
      write({ ...read(), by })
    },
    /** @param {Pick<Entry, 'kind' | 'by'> & Partial<Entry>} entry */
    add(entry) {
      const { by, entries, copy } = read()
      const n = 1 + Math.max(0, ...entries.filter((one) => one.copy === copy).map((one) => one.n))
      write({ copy, by, entries: [...entries, { ...entry, copy, n, at: new Date().toISOString() }] })
    },
    /** @param {readonly Entry[]} entries */
    take(entries) {
      write({ ...read(), entries })
    },
    /** A new run on the same page: what was written is kept under another name. @returns whether it could be */
    anew() {
      const old = read()
      try {
        if (old.entries.length > 0) localStorage.setItem(`${key}:${new Date().toISOString()}`, JSON.stringify(old))
      } catch {
        return false
      }
      write({ copy: newCopy(), by: old.by, entries: [] })
      return true
    },
    /** Journals of before, by when they were put away; the latest first. */
    before() {
      try {
        return Object.keys(localStorage)
          .filter((name) => name.startsWith(`${key}:`))
          .sort()
          .reverse()
          .map((name) => ({
            at: name.slice(key.length + 1),
            read: () => /** @type {State} */ (JSON.parse(localStorage.getItem(name) ?? '')),
          }))
      } catch {
        return []
      }
    },
  }
}

function newCopy() {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
