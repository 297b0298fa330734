import { describe, expect, it } from 'vitest'
import { filled, placeholders, placeholdersOf } from './placeholders.ts'

describe('placeholders of a message', () => {
  it('are found with or without spaces, known or not', () => {
    expect(placeholdersOf('{{ plan }} {{region.to}} {{ nobody }} {{ constructor }} {{}}')).toEqual([
      { name: 'plan', known: true },
      { name: 'region.to', known: true },
      { name: 'nobody', known: false },
      { name: 'constructor', known: false },
      { name: '', known: false },
    ])
    expect(placeholdersOf('No { plan } here, nor {{ half')).toEqual([])
  })

  it('are filled once, and what a value says is not read again', () => {
    expect(
      filled('{{ scenario }}: {{ region.from }} to {{region.to}}', { scenario: '{{ plan }}', 'region.from': 'east' }),
    ).toBe('{{ plan }}: east to {{region.to}}')
  })

  it('each have a meaning', () => {
    for (const meaning of Object.values(placeholders)) expect(meaning.length).toBeGreaterThan(5)
  })
})
