import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openWorkspace } from './index.ts'

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'muster-settings-')))
let root: string
let roots = 0

beforeEach(() => {
  roots += 1
  root = join(scratch, `checkout-${roots}`)
  mkdirSync(join(root, '.git'), { recursive: true })
  mkdirSync(join(root, 'plans/orders'), { recursive: true })
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const settings = (folder: string, text: string): void => writeFileSync(join(root, folder, 'muster.config.yaml'), text)
const storeFrom = (folder: string, environment: Readonly<Record<string, string>> = {}): string =>
  openWorkspace(join(root, folder), environment).store()

describe('the store', () => {
  it('is a folder of the state folder where nothing else is said', () => {
    expect(storeFrom('plans')).toBe(join(root, '.muster/store'))
    expect(storeFrom('plans', { MUSTER_HOME: '/srv/muster', MUSTER_STORE: '' })).toBe('/srv/muster/store')
    settings('', '# nothing yet\n')
    expect(storeFrom('plans')).toBe(join(root, '.muster/store'))
  })

  it('is what the nearest settings say, from their own folder', () => {
    settings('', 'store: postgres://team@db.example/muster\n')
    expect(storeFrom('plans/orders')).toBe('postgres://team@db.example/muster')
    settings('plans', 'store: ../shared\n')
    expect(storeFrom('plans/orders')).toBe(join(root, 'shared'))
    expect(storeFrom('')).toBe('postgres://team@db.example/muster')
  })

  it('is not looked for outside the checkout', () => {
    writeFileSync(join(scratch, 'muster.config.yaml'), 'store: elsewhere\n')
    expect(storeFrom('plans')).toBe(join(root, '.muster/store'))
    rmSync(join(scratch, 'muster.config.yaml'))
  })

  it('is what the environment says before all else', () => {
    settings('', 'no: settings\n')
    const address = 'postgresql://team:secret@db.example/muster?sslmode=verify-full'
    expect(storeFrom('plans', { MUSTER_STORE: address })).toBe(address)
    expect(storeFrom('plans', { MUSTER_STORE: 'here' })).toBe(join(root, 'plans/here'))
  })

  it.each([
    ['stores: x\n', /muster\.config\.yaml has a setting "stores" that nobody knows; there is: store/],
    ['- store\n', /holds no settings/],
    ['just words\n', /holds no settings/],
    ['store: [a\n', /is no YAML: /],
    ['store: a\nstore: b\n', /is no YAML: /],
    ['store: 7\n', /store takes a folder or the address/],
    ['store: ""\n', /store takes a folder or the address/],
    ['store:\n', /store takes a folder or the address/],
    ['store: mysql://root:hush@db.example/x\n', /^(?!.*hush).*postgres:\/\/USER@HOST/],
    [`store: "${'x'.repeat(100_001)}"\n`, /cannot be read: it has \d+ bytes/],
  ])('is not guessed from %j', (text, message) => {
    settings('', text)
    expect(() => storeFrom('plans')).toThrow(message)
  })
})
