import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columns, plain, plainLines } from './plain.ts'

const at = (...codes: number[]) => String.fromCodePoint(...codes)
const esc = at(0x1b)
const bel = at(0x07)

test.each([
  ['colour', `${esc}[1;31mred${esc}[0m`, 'red'],
  ['the clearing of a screen', `a${esc}[2J${esc}[Hb`, 'ab'],
  ['a window title that ends with a bell', `a${esc}]0;owned${bel}b`, 'ab'],
  ['a link that ends with a string terminator', `${esc}]8;;http://x${esc}\\text${esc}]8;;${esc}\\`, 'text'],
  ['eight-bit introducers', `a${at(0x9b)}31mb${at(0x9d)}0;t${at(0x9c)}c`, 'abc'],
  ['a reset', `a${esc}cb`, 'ab'],
  ['a device control string', `a${esc}Pq#0${esc}\\b`, 'ab'],
  ['backspaces and bells', `a${at(8, 8)}b${bel}`, 'ab'],
  ['bidirectional overrides and isolates', `a${at(0x202e)}b${at(0x2066)}c${at(0x200f)}`, 'abc'],
  ['what cannot be seen', `a${at(0x200b)}b${at(0xfeff)}c${at(0xe0041)}${at(0xffff)}`, 'abc'],
])('%s is stripped', (_, text, expected) => {
  expect(plain(text)).toBe(expected)
})

test('a command string without an end cannot hide what follows it', () => {
  expect(plain(`${esc}]0;the run failed`)).toBe('0;the run failed')
})

test('escapes that are built from the remains of others do not come together', () => {
  expect(plain(`${esc}${esc}[0m[31mred`)).not.toContain(esc)
})

test('breaks become spaces on one line, and stay breaks in lines', () => {
  expect(plain(`a\r\nb\tc${at(0x2028)}d`)).toBe('a b c d')
  expect(plainLines(`a\r\n${esc}[31mb\n\n`)).toEqual(['a', 'b'])
})

test('letters of any script, their marks and emoji stay; lone surrogates become a replacement', () => {
  expect(plain('żółw 東京 שלום 👩\u200d🚒')).toBe('żółw 東京 שלום 👩\u200d🚒')
  expect(plain('a\ud800b')).toBe('a\ufffdb')
})

test('no text leaves with a control character or a bidirectional control, and plain text stays as it is', () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1 }),
      fc.constantFrom(esc, bel, '[', ']', at(0x9b), at(0x202e)),
    ),
  })
  fc.assert(
    fc.property(nasty, (text) => {
      const once = plain(text)
      expect(once).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u)
      expect(plain(once)).toBe(once)
    }),
  )
})

test('many unfinished sequences take time in proportion to their number', () => {
  const text = `${esc}]${at(0x9d)}`.repeat(100_000)
  expect(plain(text)).toBe('')
})

test('columns are those of a terminal', () => {
  expect([columns('abc'), columns('東京'), columns('e\u0301'), columns('✓ met')]).toEqual([3, 4, 1, 5])
})
