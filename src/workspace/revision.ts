import { spawnSync } from 'node:child_process'
import { dirname, isAbsolute, join, posix, relative, sep } from 'node:path'
import { Failure } from '#diagnostics'

/** Bytes of a file of a plan that are read at most. */
const bytesAtMost = 4_000_004

/**
 * Branch, tag or commit, with `~2`, `^1` and `@{1}`: it begins with a letter or digit, so it is never an option, and
 * holds no space, colon, `..` or other sign that means more to git than one commit.
 */
const revision = /^(?!.*(?:\.\.|\/\/|@\{-))[A-Za-z0-9][A-Za-z0-9._/-]{0,199}(?:[~^][0-9]{0,4}|@\{[0-9]{1,4}\}){0,8}$/

/** A commit of the checkout around a folder, from which files are read as they were. */
export interface Revision {
  /** The name that it was asked for by. */
  readonly name: string
  /** @param path as it is in the working tree; absolute. Undefined where the commit has no ordinary file there */
  read(path: string): string | undefined
}

/** Whether a word could name a revision at all. */
export function looksLikeRevision(word: string): boolean {
  return revision.test(word)
}

/**
 * Finds a commit.
 * @param cwd a folder of the checkout
 * @throws Failure `usage` where the word is no revision, or git knows none of that name
 */
export function revisionOf(cwd: string, word: string): Revision {
  if (!looksLikeRevision(word))
    throw new Failure(
      'usage',
      `"${word}" is neither a file nor a revision: those are letters, digits and . _ / -, such as main, v1.2 or HEAD~1.`,
    )
  const root = git(cwd, ['rev-parse', '--show-toplevel'])?.trim()
  if (root === undefined || root === '')
    throw new Failure(
      'usage',
      `"${word}" is no file, and ${cwd} is in no git checkout that could have such a revision.`,
    )
  const commit = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${word}^{commit}`])?.trim() ?? ''
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit))
    throw new Failure('usage', `"${word}" is no file, and git knows no commit of that name in ${root}.`)
  return {
    name: word,
    read(path) {
      const inside = relative(root, path)
      if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return undefined
      const listed = git(root, ['ls-tree', '-z', '--full-tree', commit, '--', inside.split(sep).join('/')]) ?? ''
      // An ordinary file; a link could lead anywhere, and a commit of a submodule is none of ours.
      const [, blob] = /^100(?:644|755) blob ([0-9a-f]{40,64})\t/.exec(listed) ?? []
      return blob === undefined ? undefined : git(root, ['cat-file', 'blob', blob])
    },
  }
}

/**
 * The latest commit that touched one of some files, in short, with a plus sign behind it where one of them was changed since;
 * undefined where they are in no checkout, were never committed, or there is no git.
 * @param paths absolute, at least one; the first says which checkout
 */
export function commitOf(paths: readonly string[]): string | undefined {
  const folder = dirname(paths[0] ?? '.')
  try {
    const commit = git(folder, ['log', '-1', '--format=%h', '--', ...paths])?.trim() ?? ''
    if (!/^[0-9a-f]{4,64}$/.test(commit)) return undefined
    const changes = git(folder, ['status', '--porcelain', '--', ...paths]) ?? ''
    return changes.trim() === '' ? commit : `${commit}+`
  } catch {
    return undefined
  }
}

/**
 * A port for `parsePlan` that gives included files of a revision.
 * @param plan absolute path of the plan in the working tree
 */
export function filesAt(
  at: Revision,
  plan: string,
): (from: string, path: string) => { file: string; text: string } | { code: 'file-missing'; what: string } {
  const places = new Map<string, string>()
  return (from, path) => {
    const wanted = join(dirname(places.get(from) ?? plan), path)
    const text = at.read(wanted)
    if (text === undefined) return { code: 'file-missing', what: `"${path}" is no file of ${at.name}.` }
    const file = `${at.name}:${posix.normalize(relative(dirname(plan), wanted).split(sep).join('/'))}`
    places.set(file, wanted)
    return { file, text }
  }
}

/** What git says, or nothing where it fails: of its settings and the environment only what finding it needs. */
function git(cwd: string, words: readonly string[]): string | undefined {
  const safe = ['--no-pager', '--literal-pathspecs', '-c', 'core.fsmonitor=false', '-c', 'protocol.allow=never']
  const { PATH, HOME, SystemRoot, USERPROFILE } = process.env
  const { status, stdout, error } = spawnSync('git', [...safe, ...words], {
    cwd,
    env: {
      ...Object.fromEntries(
        Object.entries({ PATH, HOME, SystemRoot, USERPROFILE }).filter(([, value]) => value !== undefined),
      ),
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_LAZY_FETCH: '1',
      GIT_OPTIONAL_LOCKS: '0',
      LC_ALL: 'C',
    },
    encoding: 'utf8',
    maxBuffer: bytesAtMost,
    timeout: 30_000,
    shell: false,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    throw new Failure('usage', 'To compare revisions, `git` has to be installed.')
  return error === undefined && status === 0 ? stdout : undefined
}
