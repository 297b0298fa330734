/**
 * The lock files that we ship: no address of a registry, and no platform left out.
 *
 * An address would send everybody's installation to the registry of whoever wrote the lock. And where a registry does
 * not carry a package's binary for some other platform, npm leaves it out of the lock, and then `npm ci` refuses the lock.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './tool.mjs'

const files = [
  'package-lock.json',
  'tools/node/package-lock.json',
  'tools/azurite/package-lock.json',
  'bench/rivals/package-lock.json',
  'test/mutation/package-lock.json',
]

/** @typedef {Record<string, unknown> & { optionalDependencies?: Record<string, string> }} Entry */

/**
 * What is wrong with the lock files, a line each.
 * @param {{ write: boolean }} options `write` adds the entries of platforms that are left out
 * @returns {import('./tool.mjs').Outcome}
 */
export function judgeLocks({ write }) {
  const faults = files.flatMap((file) => {
    const text = read(join(root, file))
    if (text === undefined) return []
    const lock = JSON.parse(text)
    const left = leftOut(lock.packages)
    if (write && left.length > 0) {
      for (const { at, entry } of left) lock.packages[at] = entry
      const [first, ...rest] = Object.keys(lock.packages)
      lock.packages = Object.fromEntries(
        [first, ...rest.toSorted(byText)].map((key) => [key, lock.packages[key ?? '']]),
      )
      writeFileSync(join(root, file), `${JSON.stringify(lock, null, 2)}\n`)
    }
    return [
      ...[...text.matchAll(/"resolved": "https?:[^"]*"/g)].map(([found]) => `${file}: an address: ${found}`),
      ...(write ? [] : left.map(({ at }) => `${file}: without an entry, so that npm ci refuses it: ${at}`)),
    ]
  })
  return { ok: faults.length === 0, output: faults.join('\n') }
}

/**
 * The optional packages that some locked package names and the lock does not have.
 * @param {Record<string, Entry>} packages
 */
function leftOut(packages) {
  return Object.entries(packages).flatMap(([place, owner]) =>
    Object.entries(owner.optionalDependencies ?? {})
      .filter(([name]) => !seenFrom(place, name, packages))
      .map(([name, version]) => ({ at: `node_modules/${name}`, entry: entryOf(name, version, owner) })),
  )
}

/**
 * Whether a package at a place would find the other, as Node looks for it: beside itself, then further out.
 * @param {string} place
 * @param {string} name
 * @param {Record<string, Entry>} packages
 */
function seenFrom(place, name, packages) {
  const parts = place === '' ? [] : place.split('/node_modules/')
  for (let depth = parts.length; depth >= 0; depth--) {
    const home = parts.slice(0, depth).join('/node_modules/')
    if (packages[home === '' ? `node_modules/${name}` : `${home}/node_modules/${name}`]) return true
  }
  return false
}

/**
 * An entry with what the name tells: such packages are called after their platform, e.g. `binding-linux-x64-musl`.
 * @param {string} name
 * @param {string} version
 * @param {Entry} owner
 */
function entryOf(name, version, owner) {
  const words = name.split(/[/-]/)
  const os = words.find((word) =>
    /^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)$/.test(word),
  )
  const cpu = words.find((word) => /^(arm|arm64|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32|x64)$/.test(word))
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined
  return {
    version,
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(owner['dev'] ? { dev: true } : {}),
    ...(os === 'linux' && libc ? { libc: [libc] } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * @param {string} a
 * @param {string} b
 */
function byText(a, b) {
  return a.localeCompare(b, 'en')
}
