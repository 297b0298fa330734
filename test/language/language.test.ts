import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check } from '#checks'
import type { Problem } from '#diagnostics'
import { type JsonSchema, parsePlan, planJsonSchema, type ReadFile } from '#plan'

const asOf = '2026-11-24'
const files = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith('.yaml'))
    .sort()

/** Gives the files of a folder's `parts`, and nothing else. */
function partsIn(base: URL): ReadFile {
  return (from, path) => {
    const file = posix.join(posix.dirname(from), path)
    try {
      return { file, text: readFileSync(new URL(file, base), 'utf8') }
    } catch {
      return { code: 'file-missing', what: `"${path}" is not there.` }
    }
  }
}

function problemsOf(folder: string, file: string): readonly Problem[] {
  const base = new URL(`${folder}/`, import.meta.url)
  const parsed = parsePlan(readFileSync(new URL(file, base), 'utf8'), file, partsIn(base))
  // Notes ask for more than a plan must say, and each rule's own samples show them.
  return check(parsed, { asOf }).problems.filter(({ severity }) => severity !== 'note')
}

/** One problem a paragraph: place, severity, code and summary, then detail and fix. */
function listed(problems: readonly Problem[]): string {
  return problems
    .map(({ place, severity, code, summary, detail, fix }) => {
      const head = `${place.file}:${place.line}:${place.column}-${place.endLine}:${place.endColumn}: ${severity} [${code}] ${summary}`
      return `${head}\n  ${detail}\n  ${fix.replaceAll('\n', '\n  ').replace(/ +$/gm, '')}\n`
    })
    .join('\n')
}

describe('plans that are right', () => {
  it.each(files('ok'))('%s gives no problem', (file) => {
    expect(listed(problemsOf('ok', file))).toBe('')
  })
})

/** The keys of a schema by their path, `*` standing for names and items. */
function keysOf(schema: JsonSchema, path = ''): readonly string[] {
  const { properties, additionalProperties, items } = schema as Record<string, JsonSchema | undefined>
  return [
    ...Object.entries(properties ?? {}).flatMap(([key, inner]) => [
      `${path}${key}`,
      ...keysOf(inner as JsonSchema, `${path}${key}.`),
    ]),
    ...(typeof additionalProperties === 'object' ? keysOf(additionalProperties, `${path}*.`) : []),
    ...(items ? keysOf(items, `${path}*.`) : []),
  ]
}

/** Parts that have the same keys whatever they are called: the classes of disaster, and the two directions. */
function general(key: string): string {
  return key.replace(/objectives\.[a-z-]+\./, 'objectives.*.').replace(/recovery\.[a-z]+\./, 'recovery.*.')
}

/** Whether a value has something at a path. */
function holds(value: unknown, [part, ...more]: readonly string[]): boolean {
  if (part === undefined) return true
  if (typeof value !== 'object' || value === null) return false
  if (part === '*') return Object.values(value).some((inner) => holds(inner, more))
  return Object.hasOwn(value, part) && holds((value as Record<string, unknown>)[part], more)
}

it('every-key.yaml has every key of the language', () => {
  const base = new URL('ok/', import.meta.url)
  const { plan, files } = parsePlan(
    readFileSync(new URL('every-key.yaml', base), 'utf8'),
    'every-key.yaml',
    partsIn(base),
  )
  expect([...files.keys()]).toEqual([
    'every-key.yaml',
    'parts/every-key-people.yaml',
    'parts/every-key-operations.yaml',
  ])
  const missing = keysOf(planJsonSchema()).filter((key) => key !== 'include' && !holds(plan, general(key).split('.')))
  expect(missing).toEqual([])
})

describe('plans that are wrong', () => {
  it.each(files('err'))('%s gives the problems of its .out file', async (file) => {
    const problems = problemsOf('err', file)
    expect(problems.length).toBeGreaterThan(0)
    await expect(listed(problems)).toMatchFileSnapshot(`err/${file.replace(/yaml$/, 'out')}`)
  })

  it.each(files('err'))('%s gives the same problems every time, in order of place', (file) => {
    const problems = problemsOf('err', file)
    expect(problemsOf('err', file)).toEqual(problems)
    const at = problems.map(
      ({ place }) => `${place.file} ${String(place.line * 10_000 + place.column).padStart(9, '0')}`,
    )
    expect(at).toEqual([...at].sort())
  })
})
