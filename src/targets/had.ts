import { isIP } from 'node:net'
import type { Refuses } from '#actions'
import { resolved, type SecretSources } from './secrets.ts'

/** What can be had, with its secrets put in, or why not, one clause each. */
export type Had<T> = { readonly has: T } | { readonly wants: readonly string[] }

/** An HTTP address that takes orders, and the bearer token that opens it. */
export interface Controlled {
  readonly url: string
  readonly token: string
}

/** Such an address with its secrets. */
export function controlOf({ url, token }: Controlled, sources: SecretSources, refuses: Refuses): Had<Controlled> {
  const address = addressOf(url, ['http', 'https'], sources, refuses)
  const opens = resolved(token, sources)
  const wants = [...wantsOf(address), ...('missing' in opens ? opens.missing : [])]
  return 'has' in address && 'value' in opens ? { has: { url: address.has, token: opens.value } } : { wants }
}

/** An address of one of those schemes, without a slash at its end. */
export function addressOf(
  text: string,
  schemes: readonly string[],
  sources: SecretSources,
  refuses: Refuses,
): Had<string> {
  const url = resolved(text, sources)
  if ('missing' in url) return { wants: url.missing }
  // The text may be a secret, and so no part of it is shown.
  if (!URL.canParse(url.value)) return { wants: ['what is given is no whole address'] }
  const { protocol, hostname } = new URL(url.value)
  if (!schemes.includes(protocol.slice(0, -1)))
    return { wants: [`its address begins with none of ${schemes.join(', ')}`] }
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const reason = isIP(host) === 0 ? undefined : refuses(host)
  // What follows the scheme of an address is put together with paths, so that it ends without a slash.
  return reason === undefined ? { has: url.value.replace(/\/$/, '') } : { wants: [`its address is refused: ${reason}`] }
}

/** Why something cannot be had, one clause each; empty where it can, or is not asked for. */
export function wantsOf(one: Had<unknown> | undefined): readonly string[] {
  return one && 'wants' in one ? one.wants : []
}
