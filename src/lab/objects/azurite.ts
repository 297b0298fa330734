import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Failure } from '#diagnostics'
import type { Address } from '../addresses.ts'
import { hasCode } from '../files.ts'
import { freePort } from '../ports.ts'
import type { AccountKey } from './shared-key.ts'

export interface AzuriteSettings {
  readonly host: string
  /** Where it keeps what it is given. */
  readonly directory: string
  /** The one that opens it; only the account in front of it has that. */
  readonly key: AccountKey
}

export type AzuriteReady = Address

/** Milliseconds. */
const patience = 60_000

/**
 * This process becomes Azurite, as its own command would start it: blob storage as Azure speaks it, unchanged. Its
 * telemetry is off, and nothing reaches it but the account of its region.
 * @throws Failure `unreachable` where the package is not there, or it does not listen in time
 */
export async function azurite({ host, directory, key }: AzuriteSettings): Promise<AzuriteReady> {
  const main = found()
  await mkdir(directory, { recursive: true })
  const port = await freePort(host)
  process.env['AZURITE_ACCOUNTS'] = `${key.account}:${key.key}`
  process.argv = [
    ...[process.execPath, main, '--blobHost', host, '--blobPort', String(port), '--location', directory],
    ...['--silent', '--disableTelemetry', '--skipApiVersionCheck'],
  ]
  await import(pathToFileURL(main).href)
  for (const until = performance.now() + patience; !(await listens(host, port)); await pause(50))
    if (performance.now() > until)
      throw new Failure('unreachable', `Azurite does not listen at ${host}:${port} within ${patience / 1000} s.`)
  return { host, port }
}

/** Where Azurite may lie: beside Muster, or in the checkout's own place for it. */
const places = [import.meta.url, new URL('../../../tools/azurite/package.json', import.meta.url)]

function found(): string {
  for (const place of places)
    try {
      return createRequire(place).resolve('azurite/dist/src/blob/main.js')
    } catch (error) {
      if (!hasCode(error, 'MODULE_NOT_FOUND')) throw error
    }
  throw new Failure(
    'unreachable',
    'The plan has object storage, which the lab runs on Azurite, and that is not installed. In a checkout of Muster:\n' +
      '  cd tools/azurite && npm ci\n' +
      'or beside an installed Muster:\n' +
      '  npm install azurite@3.37.0',
  )
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
