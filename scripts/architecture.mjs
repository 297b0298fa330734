/** The rooms as they are: src/ against rooms.mjs, and the table of rooms in ARCHITECTURE.md. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rooms } from '../rooms.mjs'
import { root } from './tool.mjs'

const file = join(root, 'ARCHITECTURE.md')
const begin = '<!-- rooms: generated from rooms.mjs by `npm run check -- --write` -->'
const end = '<!-- rooms: end -->'

/** Whether every folder of src/ is a listed room with a front door, and every listed room exists. */
export function judgeRooms() {
  const found = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  const faults = [
    ...found
      .filter((name) => !(name in rooms))
      .map((name) => `src/${name} is not a room: give it a line in rooms.mjs.`),
    ...Object.keys(rooms)
      .filter((name) => !found.includes(name))
      .map(
        (name) => `rooms.mjs lists ${name}, but src/ has no such room: remove the line until its first file exists.`,
      ),
    ...found
      .filter((name) => name !== 'cli' && !existsSync(join(root, 'src', name, 'index.ts')))
      .map((name) => `src/${name} has no front door: write src/${name}/index.ts, which says what the room is for.`),
    ...Object.entries(rooms).flatMap(([name, { pure, may }]) =>
      may
        .filter((other) => !rooms[other] || (pure && !rooms[other].pure))
        .map(
          (other) => `rooms.mjs lets ${name} import ${other}, which ${rooms[other] ? 'is not pure' : 'is no room'}.`,
        ),
    ),
  ]
  return { ok: faults.length === 0, output: faults.join('\n') }
}

/**
 * Whether ARCHITECTURE.md shows the rooms as rooms.mjs has them.
 * @param {{ write: boolean }} options `write` brings it up to date
 * @returns {import('./tool.mjs').Outcome}
 */
export function judgeTable({ write }) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from)
    return { ok: false, output: `ARCHITECTURE.md has no place for the table of rooms. Put there:\n${begin}\n${end}` }
  const wanted = `${text.slice(0, from)}${begin}\n\n${table()}\n\n${text.slice(to)}`
  if (write && wanted !== text) writeFileSync(file, wanted)
  const ok = write || wanted === text
  return { ok, output: ok ? '' : 'The table of rooms in ARCHITECTURE.md is not what rooms.mjs says.' }
}

/** The rooms as a Markdown table, in the order of rooms.mjs; a pure room bears a °. */
function table() {
  const all = Object.keys(rooms).filter((name) => rooms[name]?.pure)
  const rows = Object.entries(rooms).map(([name, { pure, may, packages, why }]) => {
    const everyPure = all.every((one) => may.includes(one))
    const named = everyPure ? ['all pure rooms', ...may.filter((one) => !all.includes(one))] : may
    return `| \`${name}\`${pure ? ' °' : ''} | ${why} | ${named.join(', ') || '–'} | ${packages.join(', ') || '–'} |`
  })
  return ['| room | in one sentence | may import | packages |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
