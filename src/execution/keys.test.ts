import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digest } from '#digest'
import { answerChallenge, glassChallenge, isSignedBy, spoken, toSpoken } from './keys.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const key = `ed25519:${publicKey.export({ format: 'jwk' }).x ?? ''}`
const signed = (text: string): Buffer => sign(null, Buffer.from(text), privateKey)

test('a signature is taken in base64url and as it is spoken, over exactly that text and by exactly that key', () => {
  const text = glassChallenge('run-1', 'sha256:0', 'nobody answers')
  const signature = signed(text)
  expect(isSignedBy(key, text, signature.toString('base64url'))).toBe(true)
  expect(isSignedBy(key, text, toSpoken(signature))).toBe(true)
  expect(isSignedBy(key, text, toSpoken(signature).toLowerCase())).toBe(true)
  expect(isSignedBy(key, `${text}.`, signature.toString('base64url'))).toBe(false)
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? ''
  expect(isSignedBy(`ed25519:${other}`, text, signature.toString('base64url'))).toBe(false)
})

test.each([
  ['another kind of key', `rsa:${key.slice(8)}`, signed('text').toString('base64url')],
  ['no key', 'ed25519', signed('text').toString('base64url')],
  ['a key that is none', 'ed25519:!', signed('text').toString('base64url')],
  ['a signature that is too short', key, 'abc'],
  ['a signature with something after it', key, Buffer.concat([signed('text'), Buffer.of(0)]).toString('base64url')],
  ['nothing', key, ''],
])('%s is no signature, and nothing is thrown', (_, given, signature) => {
  expect(isSignedBy(given, 'text', signature)).toBe(false)
})

test('what is read over the phone comes back, and one sign that was misheard is noticed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), fc.nat(31), (bytes, place, other) => {
      const text = toSpoken(bytes)
      expect(spoken(text)).toEqual(bytes)
      expect(spoken(`\n ${text} \n`)).toEqual(bytes)
      expect(spoken(text.replaceAll('0', 'O').replaceAll('1', 'l').replaceAll(' ', '\n  '))).toEqual(bytes)
      const at = place % text.length
      const wrong = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[other] ?? ''
      if (/[\s-]/.test(text[at] ?? '') || text[at] === wrong) return
      expect(spoken(text.slice(0, at) + wrong + text.slice(at + 1))).not.toEqual(bytes)
    }),
  )
  expect(toSpoken(Uint8Array.of(1, 2, 3, 4, 5))).toBe(`04106105-${toSpoken(Uint8Array.of(1, 2, 3, 4, 5)).at(-1)}`)
  expect(toSpoken(signed('x')).split(' ')).toHaveLength(13)
  expect(toSpoken(new Uint8Array())).toBe('')
  expect(spoken('0-0')).toEqual(new Uint8Array())
  expect(spoken('ABC')).toBeUndefined()
  expect(spoken('')).toBeUndefined()
  expect(spoken('00000000-1')).toBeUndefined()
  // A sign too many is as wrong as one that was misheard.
  for (const long of ['000000000-0', '00000000-00', '!0-0', '0-0!']) expect(spoken(long)).toBeUndefined()
})

test('a challenge carries 120 bits of the digest of what is signed, the same in every Muster', () => {
  const bits = (challenge: string, words: number): string =>
    Buffer.from(spoken(challenge.split(' ').slice(words).join(' ')) ?? []).toString('hex')
  const carried = (of: Readonly<Record<string, string>>): string =>
    digest(of).slice('sha256:'.length, 'sha256:'.length + 30)
  const glass = { run: 'run-1', runbookDigest: 'sha256:0', reason: 'why' }
  expect(bits(glassChallenge('run-1', 'sha256:0', 'why'), 2)).toBe(carried(glass))
  const answer = { run: 'run-1', step: 'go', bound: 'sha256:0', decision: 'approved' }
  expect(bits(answerChallenge('run-1', 'go', 'sha256:0', 'approved'), 3)).toBe(carried(answer))
})

test('challenges differ by all that they are about', () => {
  const glass = glassChallenge('run-1', 'sha256:0', 'why')
  expect(glass).toMatch(/^break-glass run-1( [0-9A-HJKMNP-TV-Z]{8}-[0-9A-HJKMNP-TV-Z]){3}$/)
  expect(
    new Set([
      glass,
      glassChallenge('run-2', 'sha256:0', 'why'),
      glassChallenge('run-1', 'sha256:1', 'why'),
      glassChallenge('run-1', 'sha256:0', 'so'),
    ]).size,
  ).toBe(4)
  const answer = answerChallenge('run-1', 'go', 'sha256:0', 'approved')
  expect(answer).toMatch(/^approved run-1 go /)
  expect(
    new Set([
      answer,
      answerChallenge('run-1', 'go', 'sha256:1', 'approved'),
      answerChallenge('run-1', 'go', 'sha256:0', 'rejected'),
      answerChallenge('run-1', 'no', 'sha256:0', 'approved'),
    ]).size,
  ).toBe(4)
})
