import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** Where secrets are read from. */
export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder from which the paths of secret files are meant. */
  readonly directory: string
}

/** A text with its secrets put in; or, one clause each, what is missing. Names are told, values never. */
export type Resolved = { readonly value: string } | { readonly missing: readonly string[] }

const reference = /\$\{secret:([a-z]+):([^}]+)\}/g
const largest = 65_536

/**
 * Puts secrets in the place of references: `${secret:env:NAME}` is an environment variable, `${secret:file:PATH}` the
 * text of a file without its last line feed. As user or password of an address a secret is written as addresses write
 * it; anywhere else, and as the whole address, it is taken as it is.
 */
export function resolved(text: string, sources: SecretSources): Resolved {
  const missing: string[] = []
  const value = text.replaceAll(reference, (whole: string, source: string, name: string, at: number) => {
    const secret = secretOf(source, name, sources)
    if ('missing' in secret) missing.push(secret.missing)
    return 'missing' in secret
      ? ''
      : inUserInfo(text, at, at + whole.length)
        ? encodeURIComponent(secret.value)
        : secret.value
  })
  return missing.length > 0 ? { missing } : { value }
}

function secretOf(source: string, name: string, sources: SecretSources): { value: string } | { missing: string } {
  if (source === 'env') {
    const value = sources.environment[name]
    return value ? { value } : { missing: `the environment variable ${name} is not set` }
  }
  if (source === 'file') return fileSecret(name, sources.directory)
  return { missing: `the secret ${name} is to be read from "${source}", and this version reads them from env and file` }
}

function fileSecret(path: string, directory: string): { value: string } | { missing: string } {
  try {
    const whole = resolve(directory, path)
    const about = statSync(whole)
    // A pipe would be waited for, and a device may have no end.
    if (!about.isFile()) return { missing: `${path} is no file that holds a secret` }
    if (about.size > largest) return { missing: `the file ${path} is longer than 64 KiB, which no secret is` }
    const value = readFileSync(whole, 'utf8').replace(/\r?\n$/, '')
    return value === '' ? { missing: `the file ${path} is empty` } : { value }
  } catch (error) {
    return { missing: `the file ${path} cannot be read (${(error as NodeJS.ErrnoException).code})` }
  }
}

/** Whether a place in an address lies between its scheme and the at sign before its host. */
function inUserInfo(text: string, from: number, to: number): boolean {
  const plain = (part: string) => part.replaceAll(reference, 'x')
  return (
    /^[a-z][a-z0-9+.-]*:\/\/[^/@?#]*$/i.test(plain(text.slice(0, from))) && /^[^/@?#]*@/.test(plain(text.slice(to)))
  )
}
