import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf } from '#digest'
import { manifest, verifyFiles } from './manifest.ts'

const files = new Map([
  ['journal.jsonl', bytesOf('{"seq":1}\n')],
  ['evidence.json', bytesOf('{"verdict":"met"}\n')],
])

test('a manifest lists names, sizes and hashes in order of names, in one canonical line', () => {
  const text = manifest(files)
  expect(JSON.parse(text)).toEqual({
    schemaVersion: 1,
    files: [
      {
        name: 'evidence.json',
        bytes: 18,
        sha256: '314a1eccd550b47c9e08c1a5796f36a21708889bfa804b4361c9daf675e6a306',
      },
      {
        name: 'journal.jsonl',
        bytes: 10,
        sha256: '40fe96e5dc9e9822902a3f343389fa3cd531c145a19eb55881b0be5e9b0962e7',
      },
    ],
    root: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  })
  expect(text.endsWith('}\n')).toBe(true)
  expect(verifyFiles(files, text)).toEqual([])
})

test('every file that was changed, added or removed is named', () => {
  const text = manifest(files)
  const changed = new Map(files).set('journal.jsonl', bytesOf('{"seq":2}\n')).set('extra.txt', bytesOf('x'))
  changed.delete('evidence.json')
  expect(verifyFiles(changed, text)).toEqual([
    'evidence.json was removed: the manifest lists it.',
    "journal.jsonl was changed: its SHA-256 is not the manifest's.",
    'extra.txt was added: the manifest does not list it.',
  ])
})

test('no character of a manifest is free', () => {
  const text = manifest(files)
  const place = fc.integer({ min: 0, max: text.length - 1 })
  const other = fc.string({ minLength: 0, maxLength: 2 })
  fc.assert(
    fc.property(place, other, (at, put) => {
      const tampered = text.slice(0, at) + put + text.slice(at + 1)
      fc.pre(tampered !== text)
      expect(verifyFiles(files, tampered)).toEqual([expect.stringMatching(/^manifest\.json was changed/)])
    }),
    { numRuns: 1000 },
  )
  for (const loose of ['', '{}', 'null', '[]', ` ${text}`, `${text}\n`, JSON.stringify(JSON.parse(text), null, 1)])
    expect(verifyFiles(files, loose)).toHaveLength(1)
})

test('a name that could lead elsewhere is neither written nor read', () => {
  for (const name of ['../evidence.json', 'a/b', 'a\\b', '.hidden', '', 'C:x', 'a\0b', 'x'.repeat(200)]) {
    expect(() => manifest(new Map([[name, bytesOf('')]]))).toThrow(RangeError)
    const forged = manifest(files).replaceAll('journal.jsonl', JSON.stringify(name).slice(1, -1))
    expect(verifyFiles(files, forged)).toHaveLength(1)
  }
})
