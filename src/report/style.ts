/** How a text may look where it is shown. */
export interface Style {
  /** Whether ANSI colours may be used; the text says the same without them. */
  readonly colour: boolean
  /** Columns to wrap prose at, ≥ 40. Tables and lines to copy are never cut. */
  readonly width: number
  /** Whether signs beyond ASCII may be used. */
  readonly unicode: boolean
}

export type Tone = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan'

const codes: Readonly<Record<Tone, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  magenta: [35, 39],
  cyan: [36, 39],
}

const escape = String.fromCharCode(27)

/** The text in a tone, or as it is where the style has no colour or the text is empty. */
export function paint(style: Style, tone: Tone, text: string): string {
  if (!style.colour || text === '') return text
  const [on, off] = codes[tone]
  return `${escape}[${on}m${text}${escape}[${off}m`
}

/** Signs by meaning, with their ASCII stand-ins; each is one column wide in both, apart from the dash of a range. */
const signs = {
  ok: ['✓', '+'],
  bad: ['✗', 'x'],
  unknown: ['?', '?'],
  started: ['▸', '>'],
  again: ['↻', '~'],
  doubt: ['!', '!'],
  note: ['·', '-'],
  fault: ['↯', '!'],
  detect: ['█', '#'],
  decide: ['▓', '+'],
  execute: ['▒', '='],
  verify: ['░', '.'],
  full: ['█', '#'],
  half: ['▒', '='],
  empty: ['·', '.'],
  limit: ['│', '|'],
  dash: ['–', ' to '],
  none: ['–', '-'],
  ellipsis: ['…', '~'],
  dot: ['·', '-'],
  up: ['▲', '^'],
  rule: ['─', '-'],
  tick: ['┴', '+'],
  above: ['█', '#'],
  below: ['░', '='],
} as const

export type Sign = keyof typeof signs

/** The sign that stands for a meaning in this style. */
export function sign(style: Pick<Style, 'unicode'>, name: Sign): string {
  return signs[name][style.unicode ? 0 : 1]
}
