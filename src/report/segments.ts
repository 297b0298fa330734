import { columns, plain } from '#markup'
import { paint, type Style, sign, type Tone } from './style.ts'

/** A part of a line: text, with the tone that it is shown in. */
export type Segment = string | readonly [Tone, string]

/**
 * A line that is never wider than asked: what does not fit is left out and marked. Every part is made plain.
 * @param width columns, ≥ 1
 */
export function fitted(segments: readonly Segment[], width: number, style: Style): string {
  const whole = segments.reduce((sum, segment) => sum + columns(plain(textOf(segment))), 0)
  let room = whole > width ? width - 1 : width
  let line = ''
  for (const segment of segments) {
    const text = plain(textOf(segment))
    const shown = cut(text, room)
    room -= columns(shown)
    line += typeof segment === 'string' ? shown : paint(style, segment[0], shown)
    if (shown !== text) break
  }
  return whole > width ? line + sign(style, 'ellipsis') : line
}

/** As much of a plain text as fits. */
function cut(text: string, room: number): string {
  if (columns(text) <= room) return text
  let found = ''
  let used = 0
  // Characters go with the marks that stand on them.
  for (const character of text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
    used += columns(character)
    if (used > room) break
    found += character
  }
  return found
}

function textOf(segment: Segment): string {
  return typeof segment === 'string' ? segment : segment[1]
}

/**
 * A command to copy, broken between words where it is too wide for one line, so that it still runs as it stands.
 * @returns lines of at most `width` columns, but for a single word that is wider
 */
export function commandLines(command: string, width: number, indent: string): readonly string[] {
  const lines: string[] = []
  let line = indent
  for (const word of command.split(' ')) {
    const longer = line === indent ? line + word : `${line} ${word}`
    if (columns(longer) > width - 2 && line.trim() !== '') {
      lines.push(`${line} \\`)
      line = `${indent}  ${word}`
    } else line = longer
  }
  return [...lines, line]
}
