import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Scripts of which the typesetter brings every letter, with marks and signs that all scripts share. */
const brought = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u

/** Letters of a text that the typesetter does not bring, and takes from fonts of the machine; each once, in order. */
export function lettersOfMachine(text: string): readonly string[] {
  return [...new Set(text)].filter(
    (letter) => (letter.codePointAt(0) ?? 0) > 0x7f && !brought.test(letter) && !/[\p{Z}\p{C}\p{M}]/u.test(letter),
  )
}

/**
 * Letters of a text for which neither the typesetter nor this machine has a picture, so that a print would show boxes.
 * @returns each once, in order; where the machine does not tell what its fonts have (there is no fontconfig), all letters
 * that the typesetter does not bring
 */
export async function lettersWithoutFont(text: string): Promise<readonly string[]> {
  const letters = lettersOfMachine(text)
  if (letters.length === 0) return []
  try {
    const { stdout } = await promisify(execFile)('fc-list', ['--format', '%{charset}\n'], {
      timeout: 30_000,
      maxBuffer: 50_000_000,
    })
    const ranges = stdout.split(/\s+/).flatMap((range): ReadonlyArray<readonly [number, number]> => {
      const [from = '', to = from] = range.split('-')
      return /^[0-9a-f]+$/.test(from) ? [[Number.parseInt(from, 16), Number.parseInt(to, 16)]] : []
    })
    return letters.filter((letter) => {
      const code = letter.codePointAt(0) ?? 0
      return !ranges.some(([from, to]) => code >= from && code <= to)
    })
  } catch {
    return letters
  }
}
