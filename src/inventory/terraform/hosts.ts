import { Unknown, type Value } from '../value.ts'

/** An address and what is asked of it. What is called secondary lies elsewhere than what it belongs to. */
const asked = /^((?:.*\.)?(?:azurerm|azapi)_\w+\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?)\.(?!secondary)\w+$/

/** The resource whose host name or address stands there, by its address; undefined for any other host. */
export function ownerOf(host: Value | undefined): Value | undefined {
  if (!(host instanceof Unknown)) return undefined
  const [, address] = asked.exec(host.text) ?? []
  return address === undefined ? undefined : new Unknown(host.why, address)
}
