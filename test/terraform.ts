import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHcl } from '#hcl'
import { type Given, importers, type Inventory, type Resource, type SourceFile, understand, Unknown } from '#inventory'

const hcl = await openHcl()
const home = join(import.meta.dirname, 'terraform')

/** What is concluded from some files of Terraform. */
export function imported(files: readonly SourceFile[], given: Partial<Given> = {}): Inventory {
  const importer = importers.find(({ format }) => format === 'terraform')
  if (!importer) throw new Error('Muster does not read Terraform')
  return understand(importer.read(files, { values: {}, hcl, read: () => undefined, ...given }))
}

/** The files of a folder of test/terraform, by their path in it. */
export function filesOf(folder: string, wanted = /\.tf$/): readonly SourceFile[] {
  return readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => wanted.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(home, folder, name), 'utf8') }))
}

export const one = (text: string, given: Partial<Given> = {}) => imported([{ name: 'main.tf', text }], given)

export function resource(inventory: Inventory, address: string): Resource {
  const found = inventory.resources.find((one) => one.address === address)
  if (!found) throw new Error(`${address} is not among ${inventory.resources.map((one) => one.address).join(', ')}`)
  return found
}

export const codes = ({ problems }: Inventory) => problems.map(({ code }) => code)
export const textOf = (value: unknown) => (value instanceof Unknown ? value.text : value)
