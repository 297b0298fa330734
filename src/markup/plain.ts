const esc = String.fromCharCode(0x1b)
const bel = String.fromCharCode(0x07)
const [csi, osc, st] = [0x9b, 0x9d, 0x9c].map((code) => String.fromCharCode(code))
const strings = [0x90, 0x98, 0x9e, 0x9f].map((code) => String.fromCharCode(code)).join('')

/**
 * Terminal sequences, ECMA-48: control sequences; operating-system and other command strings up to their end; two-byte
 * escapes. A command string without an end loses its introducer alone, so that it cannot hide the text that follows.
 * The bodies hold no control characters, which keeps the search linear on hostile input.
 */
const sequences = new RegExp(
  [
    `(?:${esc}\\[|${csi})[0-?]*[ -/]*[@-~]`,
    `(?:${esc}[\\]PX^_]|[${osc}${strings}])\\P{Cc}*(?:${bel}|${st}|${esc}\\\\)`,
    `${esc}[ -/]*[0-~]`,
  ].join('|'),
  'gu',
)
const breaks = /[\t\n\r\v\f\p{Zl}\p{Zp}]+/gu
const invisible = /[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}\u200b\u2060\ufeff\u{e0000}-\u{e007f}]/gu
const halves = /\p{Cs}/gu

/**
 * A foreign text as one line that is safe to show: without terminal sequences, control characters, bidirectional
 * overrides and characters that cannot be seen. Line breaks and tabs become a space, lone surrogates U+FFFD.
 * @remarks Never throws; the answer is never longer than the text.
 */
export function plain(text: string): string {
  return text.replace(sequences, '').replace(breaks, ' ').replace(invisible, '').replace(halves, '\ufffd')
}

/** A foreign text of several lines, each made plain; line breaks are kept, blank lines at its end are not. */
export function plainLines(text: string): readonly string[] {
  return text
    .split(/\r\n|[\n\r]/)
    .map((line) => plain(line).trimEnd())
    .join('\n')
    .trimEnd()
    .split('\n')
}

const nothing = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u

/** Columns that a plain text takes in a terminal. Source: East Asian Width (UAX 11), by script; marks take none. */
export function columns(text: string): number {
  let total = 0
  for (const character of text) total += nothing.test(character) ? 0 : wide.test(character) ? 2 : 1
  return total
}
