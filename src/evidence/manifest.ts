import { canonical, digest, sha256 } from '#digest'

/** The name under which a manifest lies beside the files that it lists; it does not list itself. */
export const manifestName = 'manifest.json'

interface Entry {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/**
 * The manifest of a directory of evidence: name, size in bytes and SHA-256 of every file, and a root over the list.
 * @param files by name; a `manifest.json` among them is left out
 * @returns canonical JSON and a line feed, so that no byte of it is free
 * @throws RangeError on a name that could mean a place outside the directory
 */
export function manifest(files: ReadonlyMap<string, Uint8Array>): string {
  const listed = [...files].filter(([name]) => name !== manifestName)
  for (const [name] of listed)
    if (!isName(name)) throw new RangeError(`"${name}" is no name for a file of evidence. This is a bug in Muster.`)
  return written(
    listed.map(([name, content]) => ({ name, bytes: content.length, sha256: sha256(content) })).sort(byName),
  )
}

/**
 * Compares files with their manifest.
 * @param files by name; a `manifest.json` among them is left out
 * @returns one sentence per file that was changed, added or removed, each beginning with the file's name; empty where
 * all is as it was written. Never throws.
 */
export function verifyFiles(files: ReadonlyMap<string, Uint8Array>, manifestText: string): readonly string[] {
  const entries = read(manifestText)
  if (!entries)
    return [`${manifestName} was changed: it is not as Muster writes it, or its root does not fit its list.`]
  const listed = new Map(entries.map((entry) => [entry.name, entry]))
  const faults: string[] = []
  for (const { name, bytes, sha256: expected } of entries) {
    const content = files.get(name)
    if (!content) faults.push(`${name} was removed: the manifest lists it.`)
    else if (content.length !== bytes)
      faults.push(`${name} was changed: it has ${content.length} bytes, and the manifest says ${bytes}.`)
    else if (sha256(content) !== expected) faults.push(`${name} was changed: its SHA-256 is not the manifest's.`)
  }
  for (const name of [...files.keys()].sort())
    if (name !== manifestName && !listed.has(name)) faults.push(`${name} was added: the manifest does not list it.`)
  return faults
}

function written(entries: readonly Entry[]): string {
  return `${canonical({ schemaVersion: 1, files: entries, root: digest(entries) })}\n`
}

/** The entries, only if the text is exactly what they are written as, in order and with harmless names. */
function read(text: string): readonly Entry[] | undefined {
  try {
    const entries: unknown = JSON.parse(text).files
    if (!Array.isArray(entries) || !entries.every(isEntry)) return undefined
    const inOrder = entries.every((entry, index) => index === 0 || byName(entries[index - 1] as Entry, entry) < 0)
    return inOrder && written(entries) === text ? entries : undefined
  } catch {
    return undefined
  }
}

function isEntry(value: unknown): value is Entry {
  const entry = value as Partial<Entry> | null
  return (
    typeof entry === 'object' &&
    entry !== null &&
    Object.keys(entry).length === 3 &&
    typeof entry.name === 'string' &&
    isName(entry.name) &&
    entry.name !== manifestName &&
    Number.isSafeInteger(entry.bytes) &&
    typeof entry.sha256 === 'string'
  )
}

function isName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)
}

function byName(a: Entry, b: Entry): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
