import { Unknown } from './value.ts'

/** What stands in place of a secret. */
export const hidden = new Unknown('it is a secret, and is not read', '{secret}')

/** What a key says of what stands under it. */
export type Verdict = 'secret' | 'plain' | 'open'

/** Words under which something secret is kept, as providers name them; words are split by underscores. */
const secretWords =
  /passwo?r?d|passphrase|pwd|(^|_)(pass|pw)$|secret|token|credential|connection_?string|kube_?config|client_?certificate|certificate_?data|(custom|user)_?data|sas(_|$)|shared_?access_?signature|protected_?settings|secure_?(environment|value|string)|pfx|(private|access|account|api|primary|secondary|shared|master|signing|encryption|function|host|instrumentation|storage|admin|query|subscription|licen[cs]e|session|jwt|auth|hmac)_?key/

/** Last words of keys that only look like it: names, ids, places, times and switches. */
const plainWords =
  'access|algorithm|at|audience|auth|authentication|count|date|days|disabled|enabled|endpoint|expiration|expires|expiry|file|format|header|hours|ids?|identifier|identity|interval|issuer|kind|length|lifetime|limits?|location|minutes|mode|names?|paths?|period|permissions|policy|policies|prefix|providers?|ref|reference|region|required|retention|roles?|rotation|rules?|scopes?|seconds|size|source|state|status|store|time|types?|uris?|urls?|usage|validity|vaults?|versions?'
const plainEnd = new RegExp(`(^|_)(${plainWords})$|^(max|min)_`)
/** Keys in lower case alone do not say where their words end. */
const plainTail = /^[a-z]+(enabled|name|uri|url|type|version|policy|retention|source|id)$/

/** Variables such as STRIPE_KEY. */
const variableKey = /^(?!.*(PUBLIC|PARTITION|ROUTING|SORT|ROW|CACHE|FOREIGN)_KEY$)[A-Z][A-Z0-9_]*_KEY$/

const verdicts = new Map<string, Verdict>()
/** Keys are few, and asked about for every leaf. */
const mostKept = 20_000

/** Whether a key says that what stands under it is secret, or that it only names something. */
export function verdictOn(key: string): Verdict {
  const known = verdicts.get(key)
  if (known !== undefined) return known
  const verdict = judged(key.length > 300 ? key.slice(-300) : key)
  if (verdicts.size < mostKept && key.length <= 100) verdicts.set(key, verdict)
  return verdict
}

/** Whether what stands under a key, or in a variable of that name, is secret. */
export function namesSecret(key: string): boolean {
  return verdictOn(key) === 'secret'
}

/** A key in lower case, with an underscore between its words, whatever the provider puts there. */
export function wordsOf(key: string): string {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()
}

function judged(key: string): Verdict {
  const words = wordsOf(key)
  if (plainEnd.test(words) || plainTail.test(key)) return 'plain'
  return secretWords.test(words) || variableKey.test(key) ? 'secret' : 'open'
}
