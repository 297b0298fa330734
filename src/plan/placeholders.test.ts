import { describe, expect, it } from 'vitest'
import { placeholders, placeholdersOf } from './index.ts'

describe('placeholders of a message', () => {
  it('are found with or without a space, known or not', () => {
    expect(placeholdersOf('{{ plan }} {{region.to}} {{ nobody }} {{ constructor }} {{}} {{   plan }}')).toEqual([
      { name: 'plan', known: true },
      { name: 'region.to', known: true },
      { name: 'nobody', known: false },
      { name: 'constructor', known: false },
      { name: '', known: false },
      { name: 'plan', known: false },
    ])
    expect(placeholdersOf('No { plan } here, nor {{ half')).toEqual([])
  })

  it('each have a meaning', () => {
    for (const meaning of Object.values(placeholders)) expect(meaning.length).toBeGreaterThan(5)
  })
})
