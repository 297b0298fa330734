import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, textOf } from '#digest'

test('every well-formed text survives the way to bytes and back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 9000 }), (text) => textOf(bytesOf(text)) === text),
    {
      numRuns: 50,
    },
  )
  const long = 'π€😀'.repeat(3000)
  expect(textOf(bytesOf(long))).toBe(long)
  expect(textOf(bytesOf(`a${long}`))).toBe(`a${long}`)
})

test('bytes are a text only if they are what the text encodes to', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const text = textOf(bytes)
      return text === undefined || bytesOf(text).join() === bytes.join()
    }),
  )
  expect(textOf(Uint8Array.of(0xc0, 0xaf))).toBeUndefined()
  expect(textOf(Uint8Array.of(0x61, 0xff))).toBeUndefined()
  expect(textOf(new Uint8Array(9000).fill(0x80))).toBeUndefined()
})

test('a byte order mark is part of the text', () => {
  expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa')
})
