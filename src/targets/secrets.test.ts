import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { resolved } from './secrets.ts'

const directory = mkdtempSync(join(tmpdir(), 'muster-secrets-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
writeFileSync(join(directory, 'password'), 'p@ss/word:1\n')
writeFileSync(join(directory, 'windows'), 'two\nlines\r\n')
writeFileSync(join(directory, 'empty'), '\n')
writeFileSync(join(directory, 'long'), 'x'.repeat(65_537))
mkdirSync(join(directory, 'folder'))

const environment = {
  DB: 'postgres://user:pw@db.example/orders',
  USER_NAME: 'ann@shop',
  HOST: 'db.example:5433',
  NONE: '',
}
const read = (text: string) => resolved(text, { environment, directory })

describe('secrets in a text', () => {
  test.each([
    ['a text without any', 'https://shop.example', 'https://shop.example'],
    ['a whole address as it is', '${secret:env:DB}', 'postgres://user:pw@db.example/orders'],
    [
      'a password as addresses write it',
      'postgres://notes:${secret:file:password}@db.example/a',
      'postgres://notes:p%40ss%2Fword%3A1@db.example/a',
    ],
    [
      'user and password',
      'postgres://${secret:env:USER_NAME}:${secret:file:password}@db.example',
      'postgres://ann%40shop:p%40ss%2Fword%3A1@db.example',
    ],
    ['a host as it is', 'postgres://notes@${secret:env:HOST}/a', 'postgres://notes@db.example:5433/a'],
    ['a host without a user as it is', 'https://${secret:env:HOST}/', 'https://db.example:5433/'],
    [
      'a path as it is, with an at sign behind it',
      'https://shop.example/${secret:env:USER_NAME}@x',
      'https://shop.example/ann@shop@x',
    ],
    ['a token as it is, in the middle of a text', 'a-${secret:env:USER_NAME}-b', 'a-ann@shop-b'],
    ['a file without its last line feed alone', '${secret:file:windows}', 'two\nlines'],
  ])('%s', (_, text, value) => {
    expect(read(text)).toEqual({ value })
  })

  test.each([
    ['${secret:env:NOWHERE}', 'the environment variable NOWHERE is not set'],
    ['${secret:env:NONE}', 'the environment variable NONE is not set'],
    ['${secret:file:nowhere}', 'the file nowhere cannot be read (ENOENT)'],
    ['${secret:file:folder}', 'folder is no file that holds a secret'],
    ['${secret:file:empty}', 'the file empty is empty'],
    ['${secret:file:long}', 'the file long is longer than 64 KiB, which no secret is'],
    ['${secret:kv:notes}', 'the secret notes is to be read from "kv", and this version reads them from env and file'],
  ])('%s is missing, by its name', (text, missing) => {
    expect(read(text)).toEqual({ missing: [missing] })
  })

  test('all that are missing are told at once, and no value of those that are there', () => {
    const { missing } = read('${secret:env:A}${secret:env:DB}${secret:env:B}') as { missing: readonly string[] }
    expect(missing).toEqual(['the environment variable A is not set', 'the environment variable B is not set'])
  })
})
