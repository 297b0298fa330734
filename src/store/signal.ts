import { canonical, type Json } from '#digest'
import type { Signal } from '#execution'

/** The columns of a signal in either store, in the order of its table. */
export const signalColumns = 'id, run, kind, step, sender, comment, data, at'

/** A signal as a row. */
export function signalRow({ id, run, kind, step, by, comment, data, at }: Signal): readonly (string | null)[] {
  return [id, run, kind, step ?? null, by, comment ?? null, data === undefined ? null : canonical(data), at]
}

/** A row as the signal that it was. */
export function signalOf(row: Readonly<Record<string, unknown>>): Signal {
  const { id, run, kind, step, sender, comment, data, at } = row as Readonly<Record<string, string | null>>
  return {
    id: String(id),
    run: String(run),
    kind: kind as Signal['kind'],
    ...(step === null ? {} : { step: String(step) }),
    by: String(sender),
    ...(comment === null ? {} : { comment: String(comment) }),
    ...(data === null ? {} : { data: JSON.parse(String(data)) as Readonly<Record<string, Json>> }),
    at: String(at),
  }
}
