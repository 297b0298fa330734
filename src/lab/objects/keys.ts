import { randomBytes } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Places } from '../places.ts'
import type { AccountKey } from './shared-key.ts'

/** The key that opens the storage account of both regions to services. */
export interface ObjectKeys {
  current(): AccountKey
  /** Where services read it, once an account refuses the one they have. */
  readonly file: string
  /** A new one, in the file too. Accounts are told by whoever calls. */
  renew(): Promise<AccountKey>
}

const account = 'shop'

/** Makes the first key and writes the file, which nobody else can read. */
export async function createObjectKeys({ lab }: Pick<Places, 'lab'>): Promise<ObjectKeys> {
  const file = join(lab, 'objects-credential.json')
  let current = newKey()
  const write = async () => {
    // Renamed into place, so that whoever reads it meets a whole one.
    await writeFile(`${file}.new`, JSON.stringify(current), { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  await write()
  return {
    current: () => current,
    file,
    async renew() {
      current = newKey()
      await write()
      return current
    },
  }
}

/** A key of the form that Azure's have. */
export function newKey(): AccountKey {
  return { account, key: randomBytes(64).toString('base64') }
}
