import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from '#checks'
import { parsePlan } from '#plan'

const folder = new URL('../../examples/', import.meta.url)

describe.each(readdirSync(folder).sort())('examples/%s', (name) => {
  const text = readFileSync(new URL(`${name}/muster.yaml`, folder), 'utf8')
  const parsed = parsePlan(text, `examples/${name}/muster.yaml`)

  it('has no problem on the day it was written for', () => {
    expect(check(parsed, { asOf: '2026-11-24' }).problems).toEqual([])
  })

  it('has a drill of a lost region that needs nobody and nothing else', () => {
    const drill = parsed.plan?.drills?.find(({ target }) => target === 'lab')
    expect(drill).toMatchObject({ decision: 'automatic', kind: 'forced' })
    expect(parsed.plan?.scenarios[drill?.scenario ?? '']?.class).toBe('region')
  })

  it('holds no secret, only the name of the place where one is', () => {
    for (const [, inner] of text.matchAll(/\$\{([^}]*)\}/g)) expect(inner).toMatch(/^secret:env:[A-Z_]+$/)
    expect(text).not.toMatch(/postgres:\/\//i)
  })
})

it('the README shows the shortest example as it is', () => {
  const readme = readFileSync(new URL('../README.md', folder), 'utf8')
  expect(readme).toContain(`\`\`\`yaml\n${readFileSync(new URL('minimal/muster.yaml', folder), 'utf8')}\`\`\``)
})
