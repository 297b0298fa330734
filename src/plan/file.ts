import type { TroubleCode } from './trouble.ts'

/** Another file's text, and the name to show for it; two paths that lead to one file give one name. */
export interface FileText {
  readonly file: string
  readonly text: string
}

/** Why a file is not read, as a code of `troubles` and one sentence. */
export interface FileRefused {
  readonly code: Extract<
    TroubleCode,
    'path-outside' | 'file-missing' | 'file-not-regular' | 'file-unreadable' | 'file-too-large'
  >
  readonly what: string
}

/**
 * Reads a file that another one names.
 * @param from the shown name of the file that names it
 * @param path relative to that file, with slashes; the plan has refused every path that is not plain
 */
export type ReadFile = (from: string, path: string) => FileText | FileRefused

/** For a text that is read by itself: there is nobody who could read another one. */
export const readNothing: ReadFile = (_from, path) => ({
  code: 'file-unreadable',
  what: `"${path}" is another file, and only the text of this one was given.`,
})
