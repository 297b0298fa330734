import { describe, expect, it, onTestFinished } from 'vitest'
import { Failure } from '#diagnostics'
import { lettersWithoutFont } from './letters.ts'
import { openPrinter } from './printer.ts'

/** A document with one section of some blocks. */
const paper = (...blocks: readonly object[]) => ({
  title: 'A title',
  subtitle: 'About it',
  stamp: 'shop · east-lost',
  needs: false,
  sections: [{ id: 'one', title: 'One', sheet: false, blocks }],
})

function printer() {
  const opened = openPrinter()
  onTestFinished(() => opened.close())
  return opened
}

const bytes = async (one: object) => Buffer.from(await printer().print(one)).toString('latin1')

/** Everything in Typst that would run, read or fetch something, or end where it stands. */
const hostile = [
  '#panic("x")',
  '#read("/etc/passwd")',
  '#import "@preview/x:1.0.0": *',
  '$x$',
  '*a*',
  '= b',
  '<one>',
  '@one',
  '\\',
  '"',
  '`',
  '```',
  ']',
  ')',
  '}',
  '//',
  '/*',
  '#let a = 1',
  '\u202e',
  '\u0000',
  '\u{1F600}',
]

describe('a document on paper', () => {
  it('is a PDF with tags, an outline and its title, the same for the same document', async () => {
    const one = await bytes(paper({ is: 'text', line: ['Hello'] }))
    for (const mark of ['%PDF-1.7', '/StructTreeRoot', '/Outlines', '/MarkInfo']) expect(one).toContain(mark)
    expect(await bytes(paper({ is: 'text', line: ['Hello'] }))).toBe(one)
    expect(await bytes(paper({ is: 'text', line: ['Hullo'] }))).not.toBe(one)
  })

  it('takes every text as a text, wherever it stands', async () => {
    for (const text of hostile) {
      const line = [
        text,
        { strong: text },
        { code: text },
        { href: 'https://shop.example/', text },
        { to: 'one', text },
      ]
      const card = {
        number: '1',
        title: text,
        step: text,
        kind: 'manual',
        critical: true,
        objective: text,
        owner: line,
        when: text,
        only: text,
        warnings: [line],
        does: [line],
        commands: [text],
        expect: [line],
        otherwise: [line],
      }
      const pdf = await bytes({
        ...paper(
          { is: 'text', line },
          { is: 'warning', line },
          { is: 'list', ordered: true, items: [line] },
          { is: 'checks', items: [line] },
          { is: 'table', heads: [text, text], rows: [[line, line]] },
          { is: 'message', title: text, lines: [text, text] },
          { is: 'fields', labels: [text] },
          {
            is: 'bars',
            said: text,
            ticks: ['0', '1', '2', '3', '4'],
            bars: [{ label: text, from: 0, share: 1, critical: true }],
          },
          { is: 'card', ...card },
        ),
        title: text,
        subtitle: text,
        stamp: text,
      })
      expect(pdf.startsWith('%PDF-')).toBe(true)
    }
  })

  it('may have empty lists and tables', async () => {
    const pdf = await bytes(
      paper(
        { is: 'list', ordered: false, items: [] },
        { is: 'table', heads: ['a'], rows: [] },
        { is: 'checks', items: [] },
        { is: 'fields', labels: [] },
      ),
    )
    expect(pdf.startsWith('%PDF-')).toBe(true)
  })

  it('that cannot be set fails with a word, and the next is set', async () => {
    const { print } = printer()
    await expect(print({ title: 'no sections' })).rejects.toThrow(Failure)
    expect((await print(paper())).length).toBeGreaterThan(1000)
  })

  it('is set beside others, each with its own', async () => {
    const { print } = printer()
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, i) => print(paper({ is: 'text', line: [`Number ${i}`] }))),
    )
    expect(new Set(all.map((one) => Buffer.from(one).toString('latin1'))).size).toBe(6)
  })
})

describe('letters without a font', () => {
  it('are none of the scripts that the typesetter brings', async () => {
    expect(await lettersWithoutFont('Größe, Ελλάδα, Москва — ✓ → “x”')).toEqual([])
  })

  it('are those of scripts that nobody here has', async () => {
    expect((await lettersWithoutFont('a\u{10a60}')).length).toBeLessThanOrEqual(1)
  })
})
