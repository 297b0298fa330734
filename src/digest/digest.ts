import { sha256 as hash } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** A JSON value. `undefined` members of objects are left out of the canonical text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * The canonical JSON text of a value: sorted keys, no white space, shortest numbers (RFC 8785).
 * @throws TypeError on numbers that are not finite, on lone surrogates and on what JSON cannot say; RangeError on a value
 * that is endless or nested some thousands deep
 * @remarks Written here because every event of a run is laid out by it before its step may begin; a test holds it
 * against the library of the standard's author.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      if (!Number.isFinite(value)) throw wordless(value)
      // Adding zero makes of a negative zero the one that JSON has.
      return String(value + 0)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? listOf(value) : membersOf(value)
    default:
      throw wordless(value)
  }
}

function listOf(list: readonly unknown[]): string {
  let text = '['
  for (let at = 0; at < list.length; at++) {
    if (at > 0) text += ','
    text += canonical(list[at])
  }
  return `${text}]`
}

function membersOf(value: object): string {
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON === 'function') throw wordless(value)
  let text = '{'
  // The order of UTF-16 code units, which is the one that the standard wants.
  for (const key of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[key]
    if (member === undefined) continue
    text += `${text.length > 1 ? ',' : ''}${named(key)}${canonical(member)}`
  }
  return `${text}}`
}

/** Keys as they are laid out; the same few stand in every record. */
const names = new Map<string, string>()

function named(key: string): string {
  const known = names.get(key)
  if (known !== undefined) return known
  const name = `${quoted(key)}:`
  if (names.size < 1000) names.set(key, name)
  return name
}

function quoted(text: string): string {
  if (!text.isWellFormed()) throw wordless(text)
  return JSON.stringify(text)
}

function wordless(value: unknown): TypeError {
  return new TypeError(
    `${typeof value === 'string' ? 'A text' : 'A value'} has no canonical JSON. This is a bug in Muster.`,
  )
}

/** SHA-256 of bytes, or of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return bytesToHex(hash(typeof content === 'string' ? utf8ToBytes(content) : content))
}

/** `sha256:` and the digest of the value's canonical JSON. */
export function digest(value: unknown): string {
  return `sha256:${sha256(canonical(value))}`
}
