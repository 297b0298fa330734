import { connect } from 'node:net'
import { HttpFailure, messageOf } from '../http.ts'
import { backend } from './config.ts'

/** A server as HAProxy's statistics tell of it. */
export interface ServerSeen {
  /** Whether it is shut by hand. */
  readonly shut: boolean
  /** Whether it was passed over, having refused somebody. */
  readonly down: boolean
  /** Connections of customers that it has. */
  readonly connections: number
  /** `HOST:PORT` */
  readonly address: string
}

/** Milliseconds. */
const patience = 1000

/**
 * Has HAProxy carry out commands of its runtime interface, and reads back how its servers stand after them.
 * @returns servers by their names
 * @throws HttpFailure 503 where it does not answer
 */
export async function runtime(
  socket: string,
  commands: readonly string[] = [],
): Promise<ReadonlyMap<string, ServerSeen>> {
  return serversIn(await told(socket, [...commands, 'show stat'].join(';')))
}

/** Whether HAProxy answers there. */
export function answersAt(socket: string): Promise<boolean> {
  return runtime(socket).then(
    () => true,
    () => false,
  )
}

function told(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(path, () => socket.write(`${line}\n`))
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${patience / 1000} s`)), patience)
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    socket.on('error', (error) =>
      reject(
        new HttpFailure(
          503,
          'unreachable',
          `HAProxy does not answer at its runtime socket (${messageOf(error)}), so that customers cannot be led anywhere. ` +
            'See whether it runs, and what its log says:\n  muster lab status',
        ),
      ),
    )
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(text)
    })
  })
}

/** The statistics are a table with commas, after whatever the commands before have answered. */
export function serversIn(text: string): ReadonlyMap<string, ServerSeen> {
  const table = text.slice(Math.max(0, text.indexOf('# pxname')))
  const [head = '', ...lines] = table.split('\n')
  const columns = head.replace('# ', '').split(',')
  const at = (fields: readonly string[], column: string): string => fields[columns.indexOf(column)] ?? ''
  return new Map(
    lines
      .map(fieldsOf)
      .filter((fields) => at(fields, 'pxname') === backend && at(fields, 'svname') !== 'BACKEND')
      .map((fields) => [
        at(fields, 'svname'),
        {
          shut: at(fields, 'status').startsWith('MAINT'),
          down: at(fields, 'status').startsWith('DOWN'),
          connections: Number(at(fields, 'scur')),
          address: at(fields, 'addr'),
        },
      ]),
  )
}

/** What a check has found stands between quotes, and has commas of its own. */
function fieldsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, field = '']) => field)
}
