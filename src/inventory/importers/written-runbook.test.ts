import { describe, expect, it } from 'vitest'
import { readText, troubles } from '../testing/platform.ts'
import { writtenRunbook } from './written-runbook.ts'

const read = (text: string) => readText(writtenRunbook, text, {}, 'runbook.md')
const brief = (text: string) => read(text).steps.map(({ under, says, commands }) => [under.join(' > '), says, commands])

describe('a runbook that people have written', () => {
  it('has a step for each item, under its headings, with its commands', () => {
    const text = `# When the hall is dark

Read all of it first.

## Switch over

1. Tell the **desk** by [phone](https://example.com).

   It may take a while.

   \`\`\`sh
   call desk
   \`\`\`
2. Stop \`kiosk\`.

\`\`\`sh
stop kiosk
\`\`\`

- [ ] Ask <b>sales</b>
  - and wait
    until they answer
- [x] Done

## Contacts

* The caretaker
`
    expect(brief(text)).toEqual([
      ['When the hall is dark > Switch over', 'Tell the desk by phone. It may take a while.', ['call desk']],
      ['When the hall is dark > Switch over', 'Stop kiosk.', ['stop kiosk']],
      ['When the hall is dark > Switch over', 'Ask <b>sales</b>', []],
      ['When the hall is dark > Switch over > Ask <b>sales</b>', 'and wait until they answer', []],
      ['When the hall is dark > Switch over', 'Done', []],
      ['When the hall is dark > Contacts', 'The caretaker', []],
    ])
    expect(read(text).steps.map(({ place }) => place.line)).toEqual([7, 14, 20, 21, 23, 27])
  })

  it('has steps of commands that follow a paragraph or a heading', () => {
    const text = '# One\n\nOpen the doors:\n\n```\nopen\n```\n\n```\nwide\n```\n\n# Two\n\n    indented\n'
    expect(brief(text)).toEqual([
      ['One', 'Open the doors:', ['open', 'wide']],
      ['Two', 'Two', ['indented']],
    ])
  })

  it('has no heading in commands, in comments and before its text', () => {
    const text = '---\ntitle: Dark\n---\n\n- one\n\n```sh\n# no heading\nrun\n```\n\n<!--\n# neither\n-->\n\n- two\n'
    expect(brief(text)).toEqual([
      ['', 'one', ['# no heading\nrun']],
      ['', 'two', []],
    ])
    expect(read(text).steps.map(({ place }) => place.line)).toEqual([5, 16])
  })

  it('ends commands where Markdown does', () => {
    const text = '- one\n\n````\n```\n# a\n```\n# b\n````\n\n- two\n\n```\n```sh\n# c\n```\n'
    expect(brief(text)).toEqual([
      ['', 'one', ['```\n# a\n```\n# b']],
      ['', 'two', ['```sh\n# c']],
    ])
  })

  it('gives commands after a list to the item that stands last', () => {
    expect(brief('- one\n  - inner\n\n```\nrun\n```\n')).toEqual([
      ['', 'one', []],
      ['one', 'inner', ['run']],
    ])
  })

  it('says the same in whatever sections it is read', () => {
    const part = '1. Do this\n\n   ```sh\n   run\n   ```\n\n2. Then\n   that\n\nAnd so on.\n\n'
    const steps = read(part.repeat(400)).steps
    expect(steps).toHaveLength(800)
    expect(new Set(steps.map(({ says, commands }) => `${says}: ${commands.join()}`))).toEqual(
      new Set(['Do this: run', 'Then that: ']),
    )
    expect(steps.map(({ place }) => place.line)).toEqual(
      Array.from({ length: 400 }, (_, i) => [i * 11 + 1, i * 11 + 7]).flat(),
    )
  })

  it('keeps no secret', () => {
    const text = '- Log in with --password HUSH\n\n  ```\n  PGPASSWORD=HUSH psql postgres://me:HUSH@ledger\n  ```\n'
    expect(JSON.stringify(read(text))).not.toContain('HUSH')
  })

  it.each(['', 'Only words.\n\n> and a quotation', '# Heading'])('is told of where no step is in it: %j', (text) => {
    expect(troubles(read(text))).toEqual(['1 input-empty'])
  })
})
