import { sha256 as hash } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'

/** A JSON value. `undefined` members of objects are left out of the canonical text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * The canonical JSON text of a value: sorted keys, no white space, shortest numbers (RFC 8785).
 * @throws TypeError on numbers that are not finite, on cycles and on what JSON cannot say
 */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('The value has no JSON text. This is a bug in Muster.')
  return text
}

/** SHA-256 of bytes, or of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return bytesToHex(hash(typeof content === 'string' ? utf8ToBytes(content) : content))
}

/** `sha256:` and the digest of the value's canonical JSON. */
export function digest(value: unknown): string {
  return `sha256:${sha256(canonical(value))}`
}
