import { isList, Unknown, type Value, valueOf } from '../value.ts'
import { numeric, words } from './words.ts'

/** What stands under a key of a value: unknown where the value is, or where it has no such key. */
export function member(of: Value, key: Value, maybe: boolean): Value {
  const asked = `${of instanceof Unknown ? of.text : ''}.${words(key)}`
  if (of instanceof Unknown) return new Unknown(of.why, asked)
  if (key instanceof Unknown) return new Unknown(key.why, asked)
  const found = isList(of) ? of[numeric(key)] : valueOf(of, words(key))
  if (found !== undefined) return found
  return maybe ? null : new Unknown(`there is no ${words(key)} in what is asked for it`, `{?${asked}}`)
}
