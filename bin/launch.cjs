// The way into a checkout, for any Node from 18 on with nothing installed: `node bin/launch.cjs COMMAND ARGUMENT…`.
//
// Brings Node 24 where the present Node is too old, installs the locked packages where they are missing or changed,
// and runs the command. A second start finds all of it in place. Speaks on stderr; stdout belongs to the command.
'use strict'

const childProcess = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { run } = require('./program.cjs')
const { bringNode, bringPackages, serves, SetUpFailure } = require('./setup.cjs')

const root = path.dirname(__dirname)

/** @type {Record<string, { entry: string, first?: string[] }>} */
const commands = {
  muster: { entry: 'src/cli/main.ts' },
  start: { entry: 'src/cli/main.ts', first: ['start'] },
  test: { entry: 'scripts/test.mjs' },
  'test:slow': { entry: 'scripts/test.mjs', first: ['--slow'] },
  check: { entry: 'scripts/check.mjs' },
  bench: { entry: 'bench/run.ts' },
  build: { entry: 'scripts/build.mjs' },
}

/**
 * Sets up what is missing and runs a command; never returns to a caller that waits for it.
 * @param {string} name a command of the table
 * @param {string[]} args what the command gets
 */
exports.launch = function launch(name, args) {
  start(name, args).catch(function (error) {
    if (!(error instanceof SetUpFailure)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(error.code)
  })
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function start(name, args) {
  const command = commands[name]
  if (!command) throw new SetUpFailure(`No command "${name}". There are: ${Object.keys(commands).join(', ')}.`, 2)
  if (!serves(root, process.version)) {
    const node = await bringNode(root)
    relay(node, [path.join(__dirname, 'launch.cjs'), name].concat(args))
    return
  }
  await bringPackages(root)
  const entry = path.join(root, command.entry)
  process.argv = [process.execPath, entry].concat(command.first || [], args)
  run(entry)
}

/**
 * Runs the same under the right Node, with this process's streams, and ends as it ends.
 * @param {string} node path of the executable
 * @param {string[]} args
 */
function relay(node, args) {
  // Whatever is started by name from there, npm too, runs on the same Node.
  const env = Object.assign({}, process.env, { PATH: path.dirname(node) + path.delimiter + (process.env.PATH || '') })
  // npm looks for the machine's settings, a registry perhaps, beside the Node that it runs on.
  const settings = path.join(path.dirname(path.dirname(process.execPath)), 'etc', 'npmrc')
  if (!env.npm_config_globalconfig && fs.existsSync(settings)) env.npm_config_globalconfig = settings
  const child = childProcess.spawn(node, args, { stdio: 'inherit', env: env })
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  signals.forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal)
    })
  })
  child.on('error', function (error) {
    process.stderr.write(`${node} cannot be started: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', function (code, signal) {
    process.exit(signal ? 128 + os.constants.signals[signal] : code === null ? 1 : code)
  })
}

if (require.main === module) exports.launch(process.argv[2] || '', process.argv.slice(3))
