/** A path as it is compared: with slashes of one kind, and without what leads nowhere. */
export function normal(path: string): string {
  const parts: string[] = []
  const all = path.replaceAll('\\', '/').split('/')
  for (const [i, part] of all.entries()) {
    if (part === '.' || (part === '' && i > 0)) continue
    const before = parts.at(-1)
    if (part === '..' && before !== undefined && before !== '..' && before !== '') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}

/** The folder of a file; empty for one that names none. */
export function folderOf(file: string): string {
  const path = normal(file)
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

/** A path seen from a folder. */
export function joined(folder: string, path: string): string {
  return normal(folder === '' ? path : `${folder}/${path}`)
}
