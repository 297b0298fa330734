// Runs an entry of Muster in this very process: a second process would cost its start and stand between the signals.
'use strict'

const nodeModule = require('node:module')
const { pathToFileURL } = require('node:url')

// npm forwards a signal that the terminal has already sent to the whole group, and so does the launcher under an old
// Node. People do not press Ctrl-C twice within this time, so that what comes within it is one signal.
const SAME_SIGNAL_MS = 200

/**
 * Runs a file to its end; its exit code is this process's.
 * @param {string} entry absolute path; a `.ts` file has its `#room` imports led to the source
 */
exports.run = function run(entry) {
  if (entry.endsWith('.ts') || entry.endsWith('.mjs')) preferSource()
  countOnce(['SIGINT', 'SIGTERM', 'SIGHUP'])
  import(pathToFileURL(entry).href).catch(function (error) {
    console.error(error)
    process.exit(1)
  })
}

// What `--conditions=source` does, for a process that has already started.
function preferSource() {
  nodeModule.registerHooks({
    resolve: function (specifier, context, next) {
      return next(specifier, Object.assign({}, context, { conditions: context.conditions.concat('source') }))
    },
  })
  // Children that are forked, or started with this process's options, do likewise.
  process.execArgv.push('--conditions=source')
}

/** @param {string[]} signals */
function countOnce(signals) {
  const emit = process.emit
  /** @type {Map<string, number>} */
  const last = new Map()
  // @ts-expect-error the many overloads of emit say nothing that a wrapper needs
  process.emit = function (name) {
    if (typeof name === 'string' && signals.indexOf(name) !== -1) {
      const now = performance.now()
      const before = last.get(name)
      if (before !== undefined && now - before < SAME_SIGNAL_MS) return true
      last.set(name, now)
    }
    // @ts-expect-error as above
    return emit.apply(process, arguments)
  }
}
