import type { Evidence } from '#evidence'
import type { Harm } from '#journal'
import { plain } from '#markup'
import { count, counted } from './figures.ts'
import { labelled } from './layout.ts'
import type { Style } from './style.ts'

/** What a fault did, thing by thing, where whoever caused it has counted; nothing elsewhere. */
export function harmText({ harm = [] }: Evidence, labelWidth: number, style: Style): readonly string[] {
  return harm.flatMap((one) => labelled('Harm', harmWords(one), labelWidth, style))
}

function harmWords({ region, what, component, hit, refused, why }: Harm): string {
  const where = `${plain(component ?? 'Vault')} in ${plain(region)}`
  if (why !== undefined) return `${where}: not touched, for ${plain(why)}.`
  const [noun, done] = words[what]
  const of = counted(hit + refused, noun)
  if (hit + refused === 0) return `${where}: no ${noun}s there.`
  if (refused === 0) return `${where}: ${of} ${done}.`
  const came = hit === 0 ? 'all refused' : `${count(hit)} ${done}, ${count(refused)} refused`
  return `${where}: tried ${of}; ${came}.`
}

/** One of them, and what became of it. */
const words: Readonly<Record<Harm['what'], readonly [string, string]>> = {
  tables: ['table', 'dropped'],
  rows: ['row', 'altered'],
  objects: ['object', 'deleted or altered'],
  versions: ['kept version', 'deleted'],
  backups: ['backup', 'deleted'],
  log: ['log segment', 'deleted'],
}
