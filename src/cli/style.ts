import { styleText } from 'node:util'
import type { Style } from '#report'

/** How a stream may be written to: colour as the environment and the terminal allow, width up to 120 columns. */
export function styleOf(stream: NodeJS.WriteStream, environment: Readonly<Record<string, string | undefined>>): Style {
  const columns = stream.isTTY ? stream.columns : 100
  return {
    // Node's own judgement of NO_COLOR, FORCE_COLOR, TERM and the terminal.
    colour: styleText('bold', 'x', { stream }) !== 'x',
    width: Math.max(40, Math.min(120, columns || 100)),
    unicode: !/^(C|POSIX)$/.test(environment['LC_ALL'] ?? environment['LANG'] ?? '') && environment['TERM'] !== 'dumb',
  }
}
