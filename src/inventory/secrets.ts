import { isList, isObject, Unknown, type Value } from './value.ts'

/** Keys under which something secret is kept, as providers name them. */
const secretKey =
  /(password|passwd|secret|token|credential|private_?key|access_?key|account_?key|api_?key|primary_?key|secondary_?key|shared_?key|sas(_|$)|connection_?string|kube_?config|client_?certificate|certificate_?data|custom_data|user_data|customdata|(^|_)pass(phrase)?$)/i

/** Keys that only look like it: names, ids, places and switches. */
const plainKey =
  /(enabled|_id|name|uri|url|type|version|policy|permissions|retention|expir|rotation|days|size|length|id$)/i

/**
 * The same without what is secret in it: what is marked so, and what stands under a key that says so. What is taken out
 * becomes unknown, so that it is never kept, compared or printed.
 * @param marked the marks of a Terraform plan or state, of the same shape; true where a value is secret
 */
export function withoutSecrets(value: Value, marked?: Value): Value {
  if (marked === true) return hidden
  if (isList(value)) return value.map((one, i) => withoutSecrets(one, isList(marked) ? marked[i] : undefined))
  if (!isObject(value)) return value
  const result: Record<string, Value> = Object.create(null) as Record<string, Value>
  // A setting is often written as a pair: a name that says what it is, and its value.
  const pair = typeof value['name'] === 'string' && secretKey.test(value['name'])
  for (const [key, one] of Object.entries(value)) {
    const secret =
      (namesSecret(key) || (pair && key.toLowerCase() === 'value')) && typeof one === 'string' && one !== ''
    result[key] = secret ? hidden : withoutSecrets(one, isObject(marked) ? marked[key] : undefined)
  }
  return result
}

/** Whether what stands under a key, or in a variable of that name, is secret. */
export function namesSecret(key: string): boolean {
  const word = key.replaceAll('-', '_')
  return secretKey.test(word) && !plainKey.test(word)
}

/** What stands in place of a secret. */
export const hidden = new Unknown('it is a secret, and is not read', '{secret}')
