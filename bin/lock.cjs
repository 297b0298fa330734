// A lock between processes: a directory, for making one is atomic on every file system.
'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const BEAT_MS = 2000
// Fifteen beats: longer than a loaded machine stalls a process, shorter than people wait.
const SILENT_MS = 30000

/**
 * Does a piece of work while no other process does it.
 * @template T
 * @param {string} lock path of the lock directory; its parent must exist
 * @param {(pid: number) => void} onWait called once when another process holds the lock, with its id (0 if unknown)
 * @param {(holdFor: (pid: number) => void) => Promise<T>} work given a way to name a child that must have ended before
 *   the lock may be taken from us, should we be killed
 * @returns {Promise<T>}
 */
exports.locked = async function locked(lock, onWait, work) {
  let told = false
  while (!taken(lock)) {
    if (stale(lock)) breakUp(lock)
    else {
      if (!told) onWait(read(path.join(lock, 'owner')).pid)
      told = true
      await new Promise(function (resolve) {
        setTimeout(resolve, 150)
      })
    }
  }
  const beat = setInterval(function () {
    const now = new Date()
    try {
      fs.utimesSync(lock, now, now)
    } catch {
      // Somebody removed the lock by hand; the work still ends.
    }
  }, BEAT_MS)
  const release = function () {
    clearInterval(beat)
    fs.rmSync(lock, { recursive: true, force: true })
  }
  process.on('exit', release)
  try {
    return await work(function (pid) {
      sign(path.join(lock, 'child'), pid)
    })
  } finally {
    release()
    process.removeListener('exit', release)
  }
}

/** @param {string} lock */
function taken(lock) {
  try {
    fs.mkdirSync(lock)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
  sign(path.join(lock, 'owner'), process.pid)
  return true
}

// Two that find the same lock stale must not both remove it: the second would remove the first one's new lock.
/** @param {string} lock */
function breakUp(lock) {
  const breaking = `${lock}.breaking`
  try {
    fs.mkdirSync(breaking)
  } catch {
    if (silentFor(breaking) > SILENT_MS) fs.rmSync(breaking, { recursive: true, force: true })
    return
  }
  try {
    if (stale(lock)) fs.rmSync(lock, { recursive: true, force: true })
  } finally {
    fs.rmSync(breaking, { recursive: true, force: true })
  }
}

// The owner's death is seen at once on its own host; elsewhere its silence tells.
/** @param {string} lock */
function stale(lock) {
  if (silentFor(lock) > SILENT_MS) return !lives(read(path.join(lock, 'child')))
  const owner = read(path.join(lock, 'owner'))
  return owner.host === os.hostname() && !lives(owner) && !lives(read(path.join(lock, 'child')))
}

/** @param {string} file */
function silentFor(file) {
  try {
    return Date.now() - fs.statSync(file).mtimeMs
  } catch {
    return 0
  }
}

/**
 * @param {string} file
 * @param {number} pid
 */
function sign(file, pid) {
  fs.writeFileSync(file, JSON.stringify({ pid: pid, host: os.hostname(), since: startOf(pid) }))
}

/**
 * @param {string} file
 * @returns {{ pid: number, host?: string, since?: string }}
 */
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return { pid: 0 }
  }
}

/** @param {{ pid: number, host?: string, since?: string }} process_ */
function lives(process_) {
  if (process_.pid === 0 || process_.host !== os.hostname()) return false
  try {
    process.kill(process_.pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false
  }
  return startOf(process_.pid) === process_.since
}

// Where the system tells when a process began, a number that was given to another process is not taken for the old one.
/** @param {number} pid */
function startOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
