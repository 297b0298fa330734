import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { Failure } from '#diagnostics'
import { readRegular, shownFrom } from './regular.ts'

/** The tool's own settings; the plan says nothing of them. */
const settingsFile = 'muster.config.yaml'
const allowed = ['store']
/** Bytes of a settings file at most. */
const longest = 100_000

/**
 * Where journals are kept: `MUSTER_STORE` where it is set, else `store` in the `muster.config.yaml` that is nearest, from the
 * working directory up to the root of its checkout, else a folder of the state folder.
 * @param root the folder at which the search ends
 * @returns the absolute path of a folder, or `postgres://…`; a path in the settings counts from their folder
 * @throws Failure `usage` where the settings cannot be read, or have a key that nobody knows
 */
export function storeAddress(
  cwd: string,
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  usual: string,
): string {
  const given = environment['MUSTER_STORE']
  if (given !== undefined && given !== '') return addressFrom(cwd, given)
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, settingsFile)
    if (existsSync(path)) {
      const store = storeIn(path, shownFrom(cwd, path))
      return store === undefined ? usual : addressFrom(folder, store)
    }
    if (folder === root || dirname(folder) === folder) return usual
  }
}

function addressFrom(folder: string, text: string): string {
  if (/^postgres(ql)?:\/\//.test(text)) return text
  if (/^[a-z][a-z0-9+]+:\/\//.test(text))
    throw new Failure(
      'usage',
      'The store is a folder or the address of a PostgreSQL database (postgres://USER@HOST:PORT/DATABASE), and what MUSTER_STORE or muster.config.yaml says is neither.',
    )
  return resolve(folder, text)
}

function storeIn(path: string, shown: string): string | undefined {
  const { text, trouble } = readRegular(path, { follow: true, atMost: longest })
  if (text === undefined) throw new Failure('usage', `${shown} cannot be read: ${trouble}.`)
  const document = parseDocument(text, { merge: false })
  const fault = document.errors[0]?.message.split('\n')[0]
  if (fault !== undefined) throw new Failure('usage', `${shown} is no YAML: ${fault}`)
  const settings: unknown = document.toJS({ maxAliasCount: 0 }) ?? {}
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw new Failure('usage', `${shown} holds no settings: it takes lines such as \`store: postgres://…\`.`)
  const stranger = Object.keys(settings).find((key) => !allowed.includes(key))
  if (stranger !== undefined)
    throw new Failure(
      'usage',
      `${shown} has a setting "${stranger}" that nobody knows; there is: ${allowed.join(', ')}.`,
    )
  const { store } = settings as { readonly store?: unknown }
  if (store === undefined || (typeof store === 'string' && store !== '')) return store
  throw new Failure('usage', `In ${shown}, store takes a folder or the address of a PostgreSQL database.`)
}
