import { createPublicKey, verify } from 'node:crypto'
import { digest } from '#digest'

/** What a holder of a local key signs to go on without the usual approvals: short enough to be read over the phone. */
export function glassChallenge(run: string, runbookDigest: string, reason: string): string {
  return `break-glass ${run} ${short({ run, runbookDigest, reason })}`
}

/** What somebody signs who answers a decision with a local key. */
export function answerChallenge(run: string, step: string, bound: string, decision: 'approved' | 'rejected'): string {
  return `${decision} ${run} ${step} ${short({ run, step, bound, decision })}`
}

/**
 * Whether a text was signed with the private half of a key.
 * @param key `ed25519:` and the 32 bytes of the public half in base64url
 * @param signature 64 bytes, in base64url or as they are spoken; never throws, whatever it holds
 */
export function isSignedBy(key: string, text: string, signature: string): boolean {
  const [kind, x] = key.split(':')
  const bytes = spoken(signature) ?? Buffer.from(signature, 'base64url')
  if (kind !== 'ed25519' || x === undefined) return false
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, Buffer.from(text), publicKey, bytes)
  } catch {
    return false
  }
}

/** Crockford's alphabet: no letter of it is taken for another or for a digit. */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Bytes as they are read over the phone: groups of eight signs, each with a ninth that tells when one of them was
 * misheard.
 */
export function toSpoken(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  const text = bits.replace(/.{1,5}/g, (five) => signs.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
  return Array.from(text.matchAll(/.{1,8}/g), ([group]) => `${group}-${checkSign(group)}`).join(' ')
}

/** @returns the bytes, or undefined where it is not such a text or a group does not agree with its ninth sign */
export function spoken(text: string): Uint8Array | undefined {
  const groups = text.trim().toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1').split(/\s+/)
  let bits = ''
  for (const group of groups) {
    const match = /^([0-9A-HJKMNP-TV-Z]{1,8})-([0-9A-HJKMNP-TV-Z])$/.exec(group)
    if (!match?.[1] || checkSign(match[1]) !== match[2]) return undefined
    for (const sign of match[1]) bits += signs.indexOf(sign).toString(2).padStart(5, '0')
  }
  return Uint8Array.from(bits.matchAll(/.{8}/g), ([eight]) => Number.parseInt(eight, 2))
}

function checkSign(group: string): string {
  const sum = Array.from(group).reduce((total, sign, at) => total + signs.indexOf(sign) * (2 * at + 1), 0)
  return signs.charAt(sum % signs.length)
}

/**
 * 120 bits of a digest, as they are spoken: few enough for the telephone, and too many for anybody to find two values
 * that have the same.
 */
function short(value: Readonly<Record<string, string>>): string {
  return toSpoken(Buffer.from(digest(value).slice('sha256:'.length), 'hex').subarray(0, 15))
}
