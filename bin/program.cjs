// Runs an entry of Muster in this very process: a second process would cost its start and stand between the signals.
'use strict'

const fs = require('node:fs')
const nodeModule = require('node:module')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

// npm forwards a signal that the terminal has already sent to the whole group, and so does the launcher under an old
// Node. People do not press Ctrl-C twice within this time, so that what comes within it is one signal.
const SAME_SIGNAL_MS = 200

/**
 * Runs a file to its end; its exit code is this process's.
 * @param {string} entry absolute path; a `.ts` file has its `#room` imports led to the source
 */
exports.run = function run(entry) {
  if (entry.endsWith('.ts') || entry.endsWith('.mjs')) {
    preferSource()
    keepCompiled()
  }
  countOnce(['SIGINT', 'SIGTERM', 'SIGHUP'])
  keepExperimentsQuiet()
  import(pathToFileURL(entry).href).catch(function (error) {
    console.error(error)
    process.exit(1)
  })
}

// What `--conditions=source` does for us, in a process that has already started. Older Nodes that serve take no
// conditions from a hook, so that it reads package.json's `imports` itself.
function preferSource() {
  const root = path.dirname(__dirname)
  const home = pathToFileURL(root + path.sep).href
  const imports = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).imports
  nodeModule.registerHooks({
    resolve: function (specifier, context, next) {
      const from = context.parentURL || ''
      const ours = specifier.charAt(0) === '#' && from.startsWith(home) && !from.includes('/node_modules/')
      if (!ours) return next(specifier, context)
      const target = (imports[specifier] || imports['#*']).source
      return next(new URL(target.replace('*', specifier.slice(1)), home).href, context)
    },
  })
  // Children that are forked, or started with this process's options, do likewise.
  process.execArgv.push('--conditions=source')
}

// Stripping the types of every file costs a third of a short command; what was stripped once is kept, for the processes
// started from here too.
function keepCompiled() {
  const cache = path.join(path.dirname(__dirname), 'node_modules', '.cache', 'compiled')
  nodeModule.enableCompileCache(cache)
  process.env.NODE_COMPILE_CACHE = cache
}

// Some Nodes that serve still call SQLite an experiment, at every start. Tests pin what we use of it; people who are
// warned each time learn to overlook warnings.
function keepExperimentsQuiet() {
  const emitWarning = process.emitWarning
  process.emitWarning = function (_warning, type) {
    // @ts-expect-error the many overloads of emitWarning say nothing that a wrapper needs
    if (type !== 'ExperimentalWarning') emitWarning.apply(process, arguments)
  }
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
