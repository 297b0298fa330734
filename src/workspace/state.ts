import { appendFileSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Failure } from '#diagnostics'
import { addTo, folderAt, foldersIn, isFolder, makeFolder, writeFolder, writeWhole } from './lasting.ts'
import { storeAddress } from './settings.ts'

/** Texts by name that outlive the process. All throw Failure `usage` on a name that is none. */
export interface Kept {
  get(name: string): string | undefined
  /** It is on stable storage once this returns. @throws Failure `unreachable` where it cannot be written */
  set(name: string, text: string): void
  /**
   * Adds to the end of a text.
   * @param lasting whether it, and all before it, is on stable storage once this returns
   * @throws Failure `unreachable` where it cannot be written
   */
  add(name: string, text: string, lasting: boolean): void
  /** Forgets all of them. */
  drop(): void
}

/** The state folder of a project. */
export interface Workspace {
  /** Absolute path of the state folder. */
  readonly home: string
  /**
   * Where the store is: the absolute path of a folder, or `postgres://…`.
   * @throws Failure `usage` where the settings say it and cannot be read
   */
  store(): string
  kept(run: string): Kept
  /**
   * Writes a directory of evidence, whole, and has it on stable storage. An earlier one is there until then.
   * @returns its absolute path
   * @throws Failure `unreachable` where it cannot be written
   */
  writeEvidence(run: string, files: ReadonlyMap<string, string>): string
  /** The absolute path of a run's evidence, whether it is there or not. */
  evidencePath(run: string): string
  /** The runs that have evidence, newest first by name. */
  evidenceRuns(): readonly string[]
  /**
   * The bytes of every file of a directory of evidence by name; a folder or link in it is listed with no bytes, for
   * it does not belong there.
   * @param pathOrRun a directory, or a run that has evidence
   * @throws Failure `usage` where there is neither
   */
  readEvidence(cwd: string, pathOrRun: string): ReadonlyMap<string, Uint8Array>
}

const safeName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/

/**
 * Opens the state folder: `MUSTER_HOME` where it is set, else `.muster` at the root of the git checkout around the
 * working directory, else `.muster` in the working directory. Nothing is made before it is needed.
 */
export function openWorkspace(cwd: string, environment: Readonly<Record<string, string | undefined>>): Workspace {
  const root = checkoutRoot(cwd) ?? resolve(cwd)
  const home = resolve(environment['MUSTER_HOME'] ?? join(root, '.muster'))
  const evidence = join(home, 'evidence')
  return {
    home,
    store: () => storeAddress(cwd, root, environment, join(home, 'store')),
    kept: (run) => keptTexts(join(home, 'runs', safe(run))),
    evidencePath: (run) => join(evidence, safe(run)),
    writeEvidence(run, files) {
      const path = join(evidence, safe(run))
      for (const name of files.keys()) safe(name)
      writing(path, () => writeFolder(path, files))
      return path
    },
    evidenceRuns: () =>
      foldersIn(evidence)
        .filter((name) => safeName.test(name))
        .sort()
        .reverse(),
    readEvidence(from, pathOrRun) {
      const asPath = resolve(from, pathOrRun)
      const candidates = [
        dirname(asPath) === evidence ? folderAt(asPath) : asPath,
        ...(safeName.test(pathOrRun) ? [folderAt(join(evidence, pathOrRun))] : []),
      ]
      const path = candidates.find((candidate) => isFolder(candidate))
      if (path === undefined)
        throw new Failure(
          'usage',
          `There is no evidence ${pathOrRun}: neither a directory nor a run of \`muster run list\`.`,
        )
      return new Map(readdirSync(path).map((name) => [name, bytesOf(join(path, name))]))
    },
  }
}

/** Texts kept as files in a folder, each written whole. */
function keptTexts(folder: string): Kept {
  return {
    get(name) {
      try {
        return readFileSync(join(folder, safe(name)), 'utf8')
      } catch {
        return undefined
      }
    },
    add(name, text, lasting) {
      const path = join(folder, safe(name))
      writing(path, () => {
        makeFolder(folder)
        if (lasting) addTo(path, text)
        else appendFileSync(path, text)
      })
    },
    drop() {
      rmSync(folder, { recursive: true, force: true })
    },
    set(name, text) {
      const path = join(folder, safe(name))
      writing(path, () => {
        makeFolder(folder)
        writeWhole(path, text)
      })
    },
  }
}

/** Does what writes there. @throws Failure `unreachable` where the disk is full or does not let it */
function writing(path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) throw error
    const { message } = error as Error
    throw new Failure(
      'unreachable',
      `${path} cannot be written: ${message}. Check that the folder can be written and the disk has space.`,
      { cause: error },
    )
  }
}

/** A file's bytes; none for what is no file or cannot be read, so that whoever compares finds it changed. */
function bytesOf(path: string): Uint8Array {
  try {
    return lstatSync(path).isFile() ? new Uint8Array(readFileSync(path)) : new Uint8Array()
  } catch {
    return new Uint8Array()
  }
}

function safe(name: string): string {
  if (!safeName.test(name)) throw new Failure('usage', `"${name}" is no name of a run or file of Muster.`)
  return name
}

function checkoutRoot(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git')) || isFolder(join(folder, '.muster'))) return folder
    if (dirname(folder) === folder) return undefined
  }
}
