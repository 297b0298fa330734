import { describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { openHcl } from '#hcl'

const hcl = await openHcl()
const read = (text: string) => hcl({ name: 'main.tf', text })

describe('the syntax of HCL', () => {
  it('is nodes with their texts and places, without comments', () => {
    const { root, wrong } = read(
      '# of the shop\nresource "azurerm_resource_group" "shop" {\n  name = "rg" // short\n}\n',
    )
    expect(wrong).toBeUndefined()
    const [body] = root.children
    const [block] = body?.children ?? []
    expect(block).toMatchObject({
      type: 'block',
      place: { file: 'main.tf', line: 2, column: 1, endLine: 4, endColumn: 2 },
    })
    expect(block?.children.map(({ type, text }) => [type, text])).toEqual([
      ['identifier', 'resource'],
      ['string_lit', '"azurerm_resource_group"'],
      ['string_lit', '"shop"'],
      ['block_start', '{'],
      ['body', 'name = "rg"'],
      ['block_end', '}'],
    ])
  })

  it('counts columns in letters as editors do, and leaves out a mark at the start of a file', () => {
    const { root } = read('\uFEFFa = "ü€😀" == b ? 1 : 2')
    const all = [root]
    for (const node of all) all.push(...node.children)
    expect(all.find(({ text }) => text === 'b')?.place).toMatchObject({ line: 1, column: 16 })
  })

  it('ends at the first place that cannot be read', () => {
    expect(read('a = [1, 2\nb = 3\n').wrong?.place).toMatchObject({ file: 'main.tf', line: 2 })
    expect(read('resource "x" {{\n').wrong).toBeDefined()
    expect(read('').wrong).toBeUndefined()
  })

  it('is read again after a text that could not be', () => {
    expect(read('"').wrong).toBeDefined()
    expect(read('a = 1').wrong).toBeUndefined()
  })

  it.each([
    ['lists', `a = ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['blocks', `${'a {'.repeat(10_000)}${'}'.repeat(10_000)}`],
    ['calls', `a = ${'f('.repeat(10_000)}${')'.repeat(10_000)}`],
    ['conditions', `a = ${'b ? c : '.repeat(10_000)}d`],
    ['sums', `a = ${'1 + '.repeat(10_000)}1`],
  ])('refuses %s within each other ten thousand times', (_, text) => {
    expect(() => read(text)).toThrow(Failure)
    expect(() => read(text)).toThrow(/main\.tf has more brackets within brackets, at line 1/)
  })

  it('refuses a file that is larger than people write', () => {
    expect(() => read('a = 1\n'.repeat(60_000))).toThrow('main.tf has 360,000 characters; Muster reads at most 300,000')
  })

  it('reads the worst of a file in little time', () => {
    const texts = ['"', '[', '{', '<<E\n', '"${', '/*', '(', 'a = b.*\n', '}'].map((one) =>
      one.repeat(Math.floor(300_000 / one.length)),
    )
    for (const text of texts) {
      const start = performance.now()
      try {
        read(text)
      } catch (error) {
        expect(error).toBeInstanceOf(Failure)
      }
      expect(performance.now() - start).toBeLessThan(3000)
    }
  })
})
