/** What is drawn on: the part of a stream that it takes. */
export interface Terminal {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
  on(event: 'resize', listener: () => void): unknown
  removeListener(event: 'resize', listener: () => void): unknown
}

/** A few lines at the end of a terminal that are drawn anew where they are; whatever is printed goes above them. */
export interface Screen {
  /** Prints text above the lines with their next drawing; it ends with a line feed. */
  print(text: string): void
  /** Draws the lines again, now or as soon as a quarter of a second is over since the last time. */
  draw(): void
  /** Draws them for the last time, leaves them, and gives the cursor back; whatever is printed then follows them. */
  close(): void
}

/** Milliseconds between two drawings, at least. */
const every = 250

const esc = '\u001b['
const hide = `${esc}?25l`
const show = `${esc}?25h`
const noWrap = `${esc}?7l`
const wrap = `${esc}?7h`
const toEnd = `${esc}K`
const below = `${esc}J`

/**
 * @param frame the lines for so many columns and rows; none may be wider, nor may there be more
 */
export function openScreen(terminal: Terminal, frame: (width: number, height: number) => readonly string[]): Screen {
  let drawn: readonly string[] = []
  /** What goes above the lines with the next drawing. */
  let above = ''
  let at = Number.NEGATIVE_INFINITY
  let later: NodeJS.Timeout | undefined
  let open = true

  /** To the first of the lines that were drawn. */
  const back = (): string => `\r${drawn.length > 1 ? `${esc}${drawn.length - 1}A` : ''}`
  const paint = (): void => {
    const width = Math.max(20, terminal.columns ?? 80)
    // One row is left, so that the terminal never scrolls the lines away from where they are drawn anew.
    const lines = frame(width, Math.max(1, (terminal.rows ?? 24) - 1))
    at = performance.now()
    if (above === '' && lines.join('\n') === drawn.join('\n')) return
    const body = lines.map((line) => `${line}${toEnd}`).join('\r\n')
    // What goes above may be longer than a line, so it wraps as it would without the lines.
    const first = above === '' ? '' : `${below}${wrap}${above.replace(/\r?\n/g, '\r\n')}${noWrap}`
    terminal.write(`${hide}${noWrap}${back()}${first}${body}${below}`)
    drawn = lines
    above = ''
  }
  const draw = (): void => {
    if (!open || later) return
    const wait = every - (performance.now() - at)
    if (wait <= 0) paint()
    else
      later = setTimeout(() => {
        later = undefined
        if (open) paint()
      }, wait)
    later?.unref()
  }
  const resized = (): void => {
    // Lines that were broken anew are no longer where they were.
    terminal.write(`${esc}H${esc}2J`)
    drawn = []
    paint()
  }
  // The time that has passed is among what is shown.
  const tick = setInterval(draw, every)
  tick.unref()
  terminal.on('resize', resized)
  return {
    print(text) {
      if (!open) return void terminal.write(text)
      // A run of thousands of steps says more in a second than anybody could see drawn.
      above += text
      draw()
    },
    draw,
    close() {
      if (!open) return
      clearInterval(tick)
      clearTimeout(later)
      terminal.removeListener('resize', resized)
      paint()
      open = false
      terminal.write(`${drawn.length > 0 ? '\r\n' : ''}${wrap}${show}`)
    },
  }
}
