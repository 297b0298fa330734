import { hidden, namesSecret } from './secrets.ts'
import { emptyObject, isList, isObject, type Value } from './value.ts'

const mask = '{secret}'

/**
 * The same without what is secret in it, in the ways in which manifests and runbooks write secrets: under a key or in a
 * variable that says so, after such a flag of a command, and in an address.
 */
export function masked(value: Value): Value {
  if (typeof value === 'string') return maskedText(value)
  if (isList(value))
    return value.map((one, i) => (isSecretFlag(value[i - 1]) && typeof one === 'string' ? mask : masked(one)))
  if (!isObject(value)) return value
  const result = emptyObject()
  const variable = typeof value['name'] === 'string' && namesSecret(value['name'])
  for (const [key, one] of Object.entries(value)) {
    const secret = (namesSecret(key) || (variable && key === 'value')) && isPlain(one) && one !== ''
    result[key] = secret ? hidden : masked(one)
  }
  return result
}

/**
 * A text without the passwords of addresses, the values of variables that are secret, and what such flags are given. A
 * line of settings (`password: x`) counts where its value is one word, since a sentence may begin like that too.
 */
export function maskedText(text: string): string {
  return text
    .replaceAll(/(:\/\/[^\s/:@]{0,200}:)[^\s/@]{1,500}@/g, `$1${mask}@`)
    .replaceAll(/\b([a-z_][\w.-]{0,80})(=["']?)([^\s;&,"']+)/gi, byName)
    .replaceAll(
      /^([ \t-]{0,40}["']?)([a-z_][\w.-]{0,80})(["']?[ \t]*:[ \t]+)(\S+)(?=[ \t]*$)/gim,
      (all, ...found: string[]) => {
        const [before = '', name = '', is = ''] = found
        return namesSecret(name) ? `${before}${name}${is}${mask}` : all
      },
    )
    .replaceAll(/(?<=(?:^|\s)--?)([a-z][\w-]{0,80})([ \t]+)([^\s-]\S*)/gi, byName)
    .replaceAll(/\b(Bearer|Basic)([ \t]+)([\w+/.~=-]{8,})/g, `$1$2${mask}`)
}

/** Puts the mask in place of what stands after a name that says that it is secret. */
function byName(all: string, name: string, between: string): string {
  return namesSecret(name) ? `${name}${between}${mask}` : all
}

function isPlain(value: Value): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

function isSecretFlag(value: Value | undefined): boolean {
  return typeof value === 'string' && /^--?[a-z][\w-]*$/i.test(value) && namesSecret(value)
}
