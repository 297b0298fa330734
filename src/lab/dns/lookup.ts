import { Resolver } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import type { Address } from '../addresses.ts'

/** Milliseconds. */
const patience = { timeout: 300, tries: 3 }

/** Where a name leads by one server, as anybody would ask it: in its order, none where it gives none. */
export async function addressesBy(server: Address, name: string): Promise<readonly string[]> {
  try {
    return await resolverOf(server).resolve4(name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENODATA') return []
    throw error
  }
}

/** Finds the address for each new connection by that server, which is asked every time: nothing is kept here. */
export function lookupBy(server: Address): LookupFunction {
  const resolver = resolverOf(server)
  return (name, options, found) => {
    resolver.resolve4(name).then(
      (addresses) =>
        options.all === true
          ? found(
              null,
              addresses.map((address) => ({ address, family: 4 })),
            )
          : found(null, addresses[0] ?? '', 4),
      (error: NodeJS.ErrnoException) => found(error, ''),
    )
  }
}

function resolverOf({ host, port }: Address): Resolver {
  const resolver = new Resolver(patience)
  resolver.setServers([`${host}:${port}`])
  return resolver
}
