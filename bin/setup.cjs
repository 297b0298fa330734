// Sets up what a checkout needs to run: a Node that serves, and the locked packages.
'use strict'

const childProcess = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

/** The set-up cannot go on; the message says what to do. */
class SetUpFailure extends Error {
  /**
   * @param {string} message
   * @param {number} [code] exit code of the launcher
   */
  constructor(message, code) {
    super(message)
    this.code = code === undefined ? 5 : code
  }
}
exports.SetUpFailure = SetUpFailure

/**
 * Whether a Node serves, by `engines.node` of package.json: `^a.b.c` and `>=a.b.c`, joined by `||`.
 * @param {string} root
 * @param {string} version e.g. `v24.21.0`
 */
exports.serves = function serves(root, version) {
  const have = numbers(version)
  return engines(root)
    .split('||')
    .some(function (range) {
      const least = numbers(range)
      if (range.trim().charAt(0) === '^' && have[0] !== least[0]) return false
      return order(have, least) >= 0
    })
}

/**
 * Brings Node into tools/node, unless it is there.
 * @param {string} root
 * @returns {Promise<string>} path of the executable
 */
exports.bringNode = async function bringNode(root) {
  const dir = path.join(root, 'tools', 'node')
  const name = `node-${process.platform}-${process.arch}`
  const offered = readJson(path.join(dir, 'package.json')).optionalDependencies
  const advice = `Install Node 24 (https://nodejs.org/en/download), and start again.`
  if (!(name in offered))
    throw new SetUpFailure(
      `Muster needs Node ${engines(root)}; this is ${process.version}, and there is no package that brings Node to ` +
        `${process.platform} ${process.arch}.\n${advice}`,
    )
  const node = path.join(dir, 'node_modules', name, 'bin', 'node')
  await install(root, dir, `Node ${offered[name]}`, '', function () {
    const tried = childProcess.spawnSync(node, ['--version'], { encoding: 'utf8' })
    if (tried.status !== 0)
      throw new SetUpFailure(`The Node that npm brought does not run here: ${tried.error || tried.stderr}\n${advice}`)
    if (!exports.serves(root, tried.stdout))
      throw new SetUpFailure(
        `tools/node brings Node ${tried.stdout.trim()}, which does not serve. This is a bug in Muster.`,
      )
  })
  return node
}

/**
 * Installs the locked packages, unless exactly these were installed for this Node and platform.
 * @param {string} root
 */
exports.bringPackages = async function bringPackages(root) {
  const node = process.version.split('.')[0]
  await install(root, root, 'packages', `node ${node}`, function () {})
}

/**
 * @param {string} root
 * @param {string} dir where package-lock.json is
 * @param {string} what in words
 * @param {string} for_ what else the installation depends on
 * @param {() => void} proof throws where the result is of no use
 */
async function install(root, dir, what, for_, proof) {
  const lockFile = fs.readFileSync(path.join(dir, 'package-lock.json'))
  const stamp = path.join(dir, 'node_modules', '.muster-set-up')
  const hash = require('node:crypto').createHash('sha256').update(lockFile).digest('hex')
  const wanted = `${process.platform} ${process.arch} ${for_} ${hash}\n`
  const done = function () {
    try {
      return fs.readFileSync(stamp, 'utf8') === wanted
    } catch {
      return false
    }
  }
  if (done()) return

  try {
    fs.accessSync(root, fs.constants.W_OK)
    fs.accessSync(dir, fs.constants.W_OK)
  } catch {
    throw new SetUpFailure(
      `${dir} has to be set up (${what}), but this user may not write there.\n` +
        `Start once as the user who owns it, or copy the checkout to a place of your own.`,
    )
  }
  const { locked } = require('./lock.cjs')
  const wait = function (/** @type {number} */ pid) {
    say(`another process${pid ? ` (${pid})` : ''} is at it, waiting …`)
  }
  await locked(path.join(root, '.setup.lock'), wait, async function (holdFor) {
    if (done()) return
    say(`${what} …`)
    await npmCi(dir, holdFor)
    const left = missing(dir, JSON.parse(lockFile.toString('utf8')).packages)
    if (left.length > 0)
      throw new SetUpFailure(
        `npm left out ${left.join(', ')}, most likely for lack of a connection; npm's log tells why.\nStart again.`,
      )
    proof()
    fs.mkdirSync(path.dirname(stamp), { recursive: true })
    fs.writeFileSync(stamp, wanted)
  })
}

/**
 * @param {string} dir
 * @param {(pid: number) => void} holdFor
 * @returns {Promise<void>}
 */
function npmCi(dir, holdFor) {
  const cache = usableCache()
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  // The folder is told by cwd: --prefix would move the place of the machine's own npm settings, a registry perhaps.
  args.push(`--cache=${cache.dir}`)
  const cli = process.env.npm_execpath || ''
  const direct = path.basename(cli) === 'npm-cli.js' && fs.existsSync(cli)
  const windows = process.platform === 'win32'
  return new Promise(function (resolve, reject) {
    const child = childProcess.spawn(
      direct ? process.execPath : windows ? 'npm.cmd' : 'npm',
      (direct ? [cli] : []).concat(args),
      {
        cwd: dir,
        // npm's tally is of no interest, its complaints and its progress are.
        stdio: ['ignore', 'ignore', 'inherit'],
        shell: !direct && windows,
        env: npmEnvironment(),
      },
    )
    if (child.pid) holdFor(child.pid)
    /** @type {NodeJS.Signals | undefined} */
    let stopped
    const stop = function (/** @type {NodeJS.Signals} */ signal) {
      stopped = signal
      child.kill(signal)
    }
    process.on('SIGINT', stop).on('SIGTERM', stop)
    const settle = function (/** @type {SetUpFailure | undefined} */ failure) {
      process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop)
      cache.remove()
      if (failure) reject(failure)
      else resolve()
    }
    child.on('error', function (error) {
      settle(
        new SetUpFailure(
          `npm cannot be started (${error.message}). It comes with Node; put it on the PATH, and start again.`,
        ),
      )
    })
    child.on('exit', function (code) {
      if (stopped)
        settle(new SetUpFailure('Set-up stopped; the next start begins it anew.', 128 + os.constants.signals[stopped]))
      else if (code !== 0)
        settle(
          new SetUpFailure(
            `npm could not install what ${path.join(dir, 'package-lock.json')} names; its reason is above.`,
          ),
        )
      else settle(undefined)
    })
  })
}

// `npm start` hands its own settings down; those that say where and what to install are not meant for this npm.
function npmEnvironment() {
  /** @type {NodeJS.ProcessEnv} */
  const env = {}
  Object.keys(process.env).forEach(function (name) {
    const described = /^npm_(package|lifecycle|command)/i.test(name)
    const steering =
      /^npm_config_(prefix|local_prefix|global|omit|only|also|production|dev|dry_run|engine_strict|workspaces?|package_lock.*|install_.*)$/i
    if (!described && !steering.test(name) && !/^(NODE_ENV|path)$/i.test(name)) env[name] = process.env[name]
  })
  env.PATH = path.dirname(process.execPath) + path.delimiter + (process.env.PATH || '')
  return env
}

// A service account's home is often missing or not its own.
function usableCache() {
  try {
    const wish = process.env.npm_config_cache || process.env.NPM_CONFIG_CACHE || path.join(os.homedir(), '.npm')
    fs.mkdirSync(wish, { recursive: true })
    fs.accessSync(wish, fs.constants.W_OK)
    return { dir: wish, remove: function () {} }
  } catch {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'muster-npm-'))
    return {
      dir: dir,
      remove: function () {
        fs.rmSync(dir, { recursive: true, force: true })
      },
    }
  }
}

// npm passes over an optional package that it cannot fetch, without a word.
/**
 * @param {string} dir
 * @param {Record<string, { optional?: boolean, os?: Names, cpu?: Names, libc?: Names }>} packages of the lock
 */
function missing(dir, packages) {
  return Object.keys(packages).filter(function (place) {
    const one = packages[place]
    if (!one || !one.optional || !(one.os || one.cpu)) return false
    if (!fits(one.os, process.platform) || !fits(one.cpu, process.arch)) return false
    if (one.libc && !fits(one.libc, libc())) return false
    return !fs.existsSync(path.join(dir, place, 'package.json'))
  })
}

/**
 * @typedef {string | string[]} Names one, or several, each of which may be denied with a `!`
 * @param {Names | undefined} names
 * @param {string} value
 */
function fits(names, value) {
  if (!names) return true
  const listed = typeof names === 'string' ? [names] : names
  const denied = listed.filter(function (item) {
    return item.charAt(0) === '!'
  })
  return denied.indexOf(`!${value}`) === -1 && (denied.length === listed.length || listed.indexOf(value) !== -1)
}

function libc() {
  const report = /** @type {any} */ (process.report && process.report.getReport())
  return report && report.header && report.header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/** @param {string} root */
function engines(root) {
  return String(readJson(path.join(root, 'package.json')).engines.node)
}

/** @param {string} version */
function numbers(version) {
  return version
    .replace(/^[^0-9]*/, '')
    .split('.')
    .map(Number)
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
function order(a, b) {
  const differing = a.findIndex(function (part, i) {
    return part !== b[i]
  })
  return differing === -1 ? 0 : Number(a[differing]) - Number(b[differing])
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`Setting up: ${text}\n`)
}
