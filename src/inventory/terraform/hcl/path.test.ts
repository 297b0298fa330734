import { describe, expect, it } from 'vitest'
import { folderOf, joined, normal } from './path.ts'

describe('a path', () => {
  it('is the same however it is written', () => {
    expect(normal('./a//b/./../c/')).toBe('a/c')
    expect(normal('a\\b')).toBe('a/b')
    expect(normal('/a/b')).toBe('/a/b')
    expect(normal('.')).toBe('')
  })

  it('leads out of where it starts', () => {
    expect(joined('live/prod', '../../modules/a')).toBe('modules/a')
    expect(joined('', '../a')).toBe('../a')
    expect(joined('../x', '../a')).toBe('../a')
  })

  it('has a folder, which is empty for a name alone', () => {
    expect(folderOf('./main.tf')).toBe('')
    expect(folderOf('/main.tf')).toBe('')
    expect(folderOf('a/b/main.tf')).toBe('a/b')
  })
})
