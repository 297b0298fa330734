import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { findings, hostileProblem, problems, source } from './testing/problems.ts'
import { hostile, poor, rich } from './testing/samples.ts'
import { jsonText } from './json.ts'
import { problemsGithub } from './problems-github.ts'
import { problemsJson } from './problems-json.ts'
import { problemsJunit } from './problems-junit.ts'
import { problemsMarkdown } from './problems-markdown.ts'
import { problemsSarif } from './problems-sarif.ts'
import { problemsText } from './problems-text.ts'
import type { Problem } from '#diagnostics'

const sources = new Map([['checkout.yaml', source]])
/** Problems as findings of which nothing is accepted. */
const open = (...found: readonly Problem[]) => ({ problems: found, suppressed: [] })

const hostileFindings = {
  problems: [hostileProblem],
  suppressed: [{ problem: { ...hostileProblem }, by: hostile, because: hostile, until: '2026-12-31' }],
}

const control = /[\p{Cc}\p{Bidi_Control}]/u

test('problems for a person show the place, the line, why and what to write instead', async () => {
  await expect(problemsText(findings, sources, { ...rich, width: 72 })).toMatchFileSnapshot('golden/problems.txt')
})

test('notes may be counted only, and accepted findings listed', () => {
  const text = problemsText(findings, sources, rich, { notes: false, suppressed: true })
  expect(text.slice(text.indexOf('\n\n', text.indexOf('rpo-backup-interval')))).toMatchInlineSnapshot(`
    "

    1 finding accepted
      checkout.yaml:5:1: warning [drill-overdue] No drill has proven the flow
        Until 2026-12-31, by head-of-operations: The drill is in the calendar of next month

    1 error, 1 warning, 3 notes; 1 accepted until 2026-12-31 (notes are not shown)
    "
  `)
})

test('colour is all that a style with colour adds', () => {
  const coloured = problemsText(findings, sources, { ...rich, width: 72, colour: true })
  const colours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
  expect(coloured).toMatch(colours)
  expect(coloured.replace(colours, '')).toBe(problemsText(findings, sources, { ...rich, width: 72 }))
})

test('without problems there is one line', () => {
  expect(problemsText(open(), sources, rich)).toBe('No problems.\n')
})

test('a file whose text is not known is named without its line', () => {
  const text = problemsText(findings, new Map(), rich)
  expect(text).toContain(
    'checkout.yaml:8:24: error [rpo-backup-interval] Backup interval exceeds the RPO\n  Backups run',
  )
})

test('the caret stands below its value behind wide letters, tabs and hostile text, and far to the right', () => {
  const place = (line: string, word: string) => {
    const column = line.indexOf(word) + 1
    const problem = {
      ...problems[1],
      place: { file: 'f', line: 1, column, endLine: 1, endColumn: column + word.length },
    }
    return problemsText(open(problem as Problem), new Map([['f', line]]), { ...poor, width: 60 })
      .split('\n')
      .slice(1, 3)
      .join('\n')
  }
  const lines = [
    place('名前:\tbad # 説明', 'bad'),
    place(`${hostile.split('\n')[0]} bad`, 'bad'),
    place(`${'long '.repeat(40)}bad and ${'more '.repeat(40)}`, 'bad'),
  ]
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
        1 | 名前: bad # 説明
          |       ^^^
        1 | <img src=x onerror=alert(1)></script>"'& bad
          |                                          ^^^
        1 | ~ long long long long long long bad and more more m~
          |                                 ^^^
    "
  `)
})

test('a range over several lines is marked to the end of its first, and an empty one by one caret', () => {
  const over = { ...problems[0], place: { file: 'checkout.yaml', line: 5, column: 1, endLine: 9, endColumn: 1 } }
  const none = { ...problems[0], place: { file: 'checkout.yaml', line: 3, column: 12, endLine: 3, endColumn: 12 } }
  expect(problemsText(open(over as Problem), sources, rich)).toContain('components:\n      | ^^^^^^^^^^^\n')
  expect(problemsText(open(none as Problem), sources, rich)).toContain('  checkout:\n      |            ^\n')
})

test('problems as data follow the contract', async () => {
  await expect(jsonText(problemsJson(findings))).toMatchFileSnapshot('golden/problems.json.txt')
})

test('annotations for GitHub are one command a line', () => {
  expect(problemsGithub(findings)).toMatchInlineSnapshot(`
    "::notice file=checkout.yaml,line=1,endLine=1,col=1,endColumn=10,title=It is not said where the plan is versioned [plan-unversioned]::The plan has neither a version nor a repository.%0AName under metadata.repository where the plan is kept under version control.
    ::notice file=checkout.yaml,line=2,endLine=2,col=1,endColumn=10,title=It is not said where the plan is versioned [single-entry]::Every way in leads through "edge".%0AName under metadata.repository where the plan is kept under version control.
    ::warning file=checkout.yaml,line=3,endLine=3,col=3,endColumn=10,title=No drill has proven the flow [drill-overdue]::Flow "checkout" has no drill.%0AA plan that nobody has rehearsed is a guess.%0ARehearse it:%0A  muster drill --scenario east-lost
    ::notice file=checkout.yaml,line=6,endLine=6,col=3,endColumn=10,title=It is not said where the plan is versioned [plan-unversioned]::The plan has neither a version nor a repository.%0AName under metadata.repository where the plan is kept under version control.
    ::error file=checkout.yaml,line=8,endLine=8,col=24,endColumn=25,title=Backup interval exceeds the RPO [rpo-backup-interval]::Backups run every 1h, but the RPO of flow "checkout" is 15m. Data written since the last backup is lost, and nobody has accepted that loss.%0AShorten the interval, or raise the RPO and have it signed again.
    "
  `)
})

test('no text can begin a workflow command of its own', () => {
  const lines = problemsGithub(hostileFindings).trimEnd().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^::error file=a%2Cb%3A[^:]*::/)
  expect(lines[0]).not.toMatch(control)
})

test('problems in Markdown are a table', async () => {
  await expect(problemsMarkdown(findings)).toMatchFileSnapshot('golden/problems.md.txt')
  expect(problemsMarkdown(open())).toBe('### Muster check: no problems\n')
})

test('Markdown keeps hostile text as text, in its cell, calling nobody', () => {
  const [row = ''] = problemsMarkdown(hostileFindings).trimEnd().split('\n').slice(4)
  const words = row.replace(/`[^`]*`/g, 'code')
  expect(words).not.toMatch(/<(?!br>)/)
  expect(words).not.toContain('@all')
  expect(row.replace(/\\\|/g, '').match(/\|/g)).toHaveLength(5)
})

test('a SARIF log names its rules, relative files and fingerprints', async () => {
  await expect(jsonText(problemsSarif(findings, '1.2.3'))).toMatchFileSnapshot('golden/problems.sarif')
})

test('a SARIF log is valid against the official schema, hostile texts and accepted findings included', () => {
  // Draft 4 calls the id of a schema `id`, which later drafts refuse; all else that this schema uses has stayed.
  const { id: _id, $schema: _draft, ...schema } = sarifSchema
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)
  for (const found of [open(), findings, hostileFindings]) {
    validate(JSON.parse(jsonText(problemsSarif(found, '1.2.3'))))
    expect(validate.errors).toBeNull()
  }
  expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false)
})

test('what is accepted is a suppressed result with its justification', () => {
  const results = (problemsSarif(findings, '1') as Log).runs[0]?.results ?? []
  expect(results.filter(({ suppressions }) => suppressions)).toMatchObject([
    {
      ruleId: 'drill-overdue',
      suppressions: [
        { kind: 'inSource', status: 'accepted', justification: 'The drill is in the calendar of next month' },
      ],
    },
  ])
})

interface Log {
  readonly runs: ReadonlyArray<{
    readonly results: ReadonlyArray<{
      readonly suppressions?: readonly object[]
      readonly partialFingerprints: object
      readonly locations: ReadonlyArray<{ readonly physicalLocation: { readonly artifactLocation: object } }>
    }>
  }>
}

test('a fingerprint outlives a move to another line, and twins have different ones', () => {
  const prints = (found: readonly Problem[]) =>
    (problemsSarif(open(...found), '1') as Log).runs[0]?.results.map((one) => one.partialFingerprints)
  const moved = problems.map((problem) => ({ ...problem, place: { ...problem.place, line: problem.place.line + 7 } }))
  expect(prints(moved)).toEqual(prints(problems))
  const [first, second] = prints([...problems, ...problems].slice(1, 4)) ?? []
  expect(first).not.toEqual(second)
})

test('files become URIs: relative below the root, absolute and Windows files as file URIs', () => {
  const uri = (file: string) => {
    const problem = { ...problems[0], place: { ...problems[0]?.place, file } } as Problem
    return (problemsSarif(open(problem), '1') as Log).runs[0]?.results[0]?.locations[0]?.physicalLocation
      .artifactLocation
  }
  expect(uri('./plans/a b#1.yaml')).toEqual({ uri: 'plans/a%20b%231.yaml', uriBaseId: '%SRCROOT%' })
  expect(uri('plans\\a.yaml')).toEqual({ uri: 'plans/a.yaml', uriBaseId: '%SRCROOT%' })
  expect(uri('/srv/a.yaml')).toEqual({ uri: 'file:///srv/a.yaml' })
  expect(uri('C:\\plans\\ä.yaml')).toEqual({ uri: 'file:///C:/plans/%C3%A4.yaml' })
})

test('problems as JUnit fail for errors alone', async () => {
  await expect(problemsJunit(findings)).toMatchFileSnapshot('golden/problems.junit.xml')
  expect(problemsJunit(open())).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="muster check" tests="1" failures="0" errors="0" skipped="0">
      <testsuite name="muster check" tests="1" failures="0" errors="0" skipped="0">
        <testcase classname="muster" name="no problems" />
      </testsuite>
    </testsuites>
    "
  `)
})

test('JUnit keeps hostile text as text', () => {
  const xml = problemsJunit(hostileFindings)
  expect(xml.replaceAll('\n', '')).not.toMatch(control)
  expect(xml).not.toContain('<img')
  expect(xml.match(/<[a-z]+/g)).toEqual(['<testsuites', '<testsuite', '<testcase', '<failure', '<testcase', '<skipped'])
})

test('nothing hostile reaches a terminal', () => {
  const text = problemsText(hostileFindings, new Map([[hostileProblem.place.file, hostile]]), rich)
  expect(text.replaceAll('\n', '')).not.toMatch(control)
})

test('JSON text escapes what could steer a terminal, keeps its value, and refuses null and infinity', () => {
  const text = jsonText(problemsJson(hostileFindings))
  expect(text.replaceAll('\n', '')).not.toMatch(control)
  expect(JSON.parse(text)).toEqual(problemsJson(hostileFindings))
  expect(() => jsonText({ a: null })).toThrow('This is a bug in Muster.')
  expect(() => jsonText({ a: Number.POSITIVE_INFINITY })).toThrow('This is a bug in Muster.')
})
