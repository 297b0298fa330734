import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openScreen, type Terminal } from './screen.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  vi.advanceTimersByTime(10_000)
})
afterEach(() => void vi.useRealTimers())

const esc = String.fromCharCode(27)

/** A terminal that does what these sequences do, ECMA-48 and DEC's private modes, and scrolls. */
function terminalOf(columns: number, rows: number) {
  let grid: string[] = ['']
  let [row, column] = [0, 0]
  let wraps = true
  const listeners: (() => void)[] = []
  const writes: string[] = []
  const type = (character: string): void => {
    if (column >= columns && wraps) {
      row += 1
      column = 0
    }
    const line = (grid[row] ?? '').padEnd(column)
    // Without wrapping, what comes at the edge is written over the last column.
    const at = Math.min(column, columns - 1)
    grid[row] = line.slice(0, at) + character + line.slice(at + 1)
    column = at + 1
  }
  const steer = (argument: string, final: string): void => {
    if (final === 'A') row = Math.max(0, row - Number(argument || 1))
    else if (final === 'K') grid[row] = (grid[row] ?? '').slice(0, column)
    else if (final === 'J' && argument === '') grid = [...grid.slice(0, row), (grid[row] ?? '').slice(0, column)]
    else if (final === 'J') grid = ['']
    else if (final === 'H') [row, column] = [0, 0]
    else if (argument === '?7') wraps = final === 'h'
  }
  const terminal: Terminal & { columns: number; rows: number } = {
    isTTY: true,
    columns,
    rows,
    write(text: string) {
      writes.push(text)
      for (const [part, argument, final] of text.matchAll(new RegExp(`${esc}\\[([?0-9]*)([A-Za-z])|[^${esc}]`, 'gs'))) {
        if (final !== undefined) steer(argument ?? '', final)
        else if (part === '\r') column = 0
        else if (part === '\n') row += 1
        else type(part)
      }
      return true
    },
    on: (_, listener) => listeners.push(listener),
    removeListener: (_, listener) => listeners.splice(listeners.indexOf(listener), 1),
  }
  return {
    terminal,
    writes,
    listeners,
    shown: () =>
      grid
        .map((line) => line.trimEnd())
        .join('\n')
        .trimEnd(),
  }
}

test('lines are drawn anew where they are, and what is printed goes above them', () => {
  const { terminal, shown } = terminalOf(40, 10)
  let lines = ['one', 'two']
  const screen = openScreen(terminal, () => lines)
  screen.draw()
  expect(shown()).toBe('one\ntwo')
  lines = ['ONE', 'two', 'three']
  screen.print('event 1\n')
  expect(shown()).toBe('one\ntwo')
  vi.advanceTimersByTime(250)
  expect(shown()).toBe('event 1\nONE\ntwo\nthree')
  lines = ['less']
  screen.print('event 2\n')
  screen.print('and more of it\n')
  screen.close()
  expect(shown()).toBe('event 1\nevent 2\nand more of it\nless')
  screen.print('after\n')
  expect(shown()).toBe('event 1\nevent 2\nand more of it\nless\nafter')
})

test('what is printed may be wider than the terminal, and the lines still stand below it once', () => {
  const { terminal, shown } = terminalOf(10, 10)
  const screen = openScreen(terminal, () => ['aa', 'bb'])
  screen.draw()
  screen.print('0123456789abc\n')
  vi.advanceTimersByTime(250)
  screen.print('x\n')
  vi.advanceTimersByTime(250)
  expect(shown()).toBe('0123456789\nabc\nx\naa\nbb')
  screen.close()
})

test('they are drawn at most four times a second, and by themselves as time passes', () => {
  const { terminal, writes } = terminalOf(40, 10)
  let count = 0
  const screen = openScreen(terminal, () => [`drawn ${(count += 1)}`])
  for (let at = 0; at < 100; at++) {
    screen.print('.\n')
    vi.advanceTimersByTime(10)
  }
  expect(writes.length).toBeGreaterThanOrEqual(4)
  expect(writes.length).toBeLessThanOrEqual(5)
  const before = writes.length
  vi.advanceTimersByTime(1000)
  expect(writes.length - before).toBe(4)
  screen.close()
  vi.advanceTimersByTime(1000)
  expect(vi.getTimerCount()).toBe(0)
})

test('what has not changed is not written', () => {
  const { terminal, writes } = terminalOf(40, 10)
  const screen = openScreen(terminal, () => ['still'])
  vi.advanceTimersByTime(5000)
  expect(writes).toHaveLength(1)
  screen.close()
})

test('there are as many rows and columns as the terminal has now, but for the last row', () => {
  const { terminal, listeners, shown } = terminalOf(40, 10)
  const screen = openScreen(terminal, (width, height) => [`${width} by ${height}`])
  screen.draw()
  expect(shown()).toBe('40 by 9')
  terminal.columns = 30
  terminal.rows = 5
  for (const resized of [...listeners]) resized()
  expect(shown()).toBe('30 by 4')
  screen.close()
  expect(listeners).toEqual([])
})

test('the cursor and the wrapping of long lines are given back, once', () => {
  const { terminal, writes } = terminalOf(40, 10)
  const screen = openScreen(terminal, () => ['one'])
  screen.draw()
  expect(writes[0]).toContain(`${esc}[?25l`)
  screen.close()
  screen.close()
  expect(writes.at(-1)).toBe(`\r\n${esc}[?7h${esc}[?25h`)
  expect(writes.filter((text) => text.includes(`${esc}[?25h`))).toHaveLength(1)
})

test('with no lines, text is printed as it is', () => {
  const { terminal, shown } = terminalOf(40, 10)
  const screen = openScreen(terminal, () => [])
  screen.print('event 1\n')
  screen.print('event 2\n')
  screen.close()
  expect(shown()).toBe('event 1\nevent 2')
})
