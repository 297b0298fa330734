/** A host as a value names it. */
export interface NamedHost {
  /** In lower case, without scheme, user and port. */
  readonly host: string
  /** Whether it is written as an address, with a scheme or a port, and not only as a word. */
  readonly sure: boolean
}

/** An address may have several hosts; none is longer than this. */
const longest = 4096

/** `amqp://user:secret@queue:5672/path`, `cache:6379`, `user@tcp(database:3306)/shop`. */
const address =
  /^((?:[a-z][a-z0-9+.-]{0,30}:){1,3}\/\/)?(?:[^@/\s]*@)?(?:tcp\()?([a-z0-9](?:[a-z0-9_.-]{0,252}[a-z0-9])?)(?::(\d{1,5}))?\)?(?:[/?#].*)?$/i

/** `host=database`, `Server=tcp:database`. */
const assigned = /^(?:host|hostaddr|server|data ?source)=(?:tcp:)?([a-z0-9][a-z0-9_.-]{0,252})(?::\d{1,5})?$/i

/**
 * The hosts that a value names, in its order: those of an address, of several that commas part, or of the words of a
 * connection. A word alone may be a host too, and is then not sure.
 */
export function hostsIn(value: string): readonly NamedHost[] {
  if (value.length > longest) return []
  return value.split(/[\s,;]+/).flatMap((piece) => {
    const named = assigned.exec(piece)?.[1]
    if (named !== undefined) return hostOf(named, true)
    const [, scheme, host = '', port] = address.exec(piece) ?? []
    return hostOf(host, scheme !== undefined || port !== undefined)
  })
}

/** Numbers alone are an address of the network, or no host at all. */
function hostOf(host: string, sure: boolean): readonly NamedHost[] {
  const lower = host.toLowerCase()
  return /[a-z]/.test(lower) && lower !== 'localhost' && !lower.endsWith('.localhost') ? [{ host: lower, sure }] : []
}

const wordsOfAddress =
  /(^|[_.-])(addr|address|addresses|hosts?|host_?names?|urls?|uris?|endpoints?|servers?|brokers?|dsn|connection_?string)$/i

/** Whether a variable of this name holds where something is, such as `CART_ADDR` or `database.url`. */
export function namesAddress(variable: string): boolean {
  return wordsOfAddress.test(variable)
}
