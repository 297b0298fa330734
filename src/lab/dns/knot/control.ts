import { spawn } from 'node:child_process'
import { HttpFailure } from '../../http.ts'
import { customersName, type Names, origin } from '../names.ts'
import { addressesBy } from '../lookup.ts'

/** How a running Knot is told what to do. */
export interface KnotControl {
  /** The program that tells it. */
  readonly knotc: string
  readonly socket: string
}

/** Milliseconds within which the zone has to answer as it was told to, for one change, and between two looks. */
const patience = { all: 3000, change: 1500, look: 5 }

/**
 * Has the zone give those addresses and no others, in one change. It is done once the server itself answers with them.
 * @throws HttpFailure 503 where it does not answer, or does not do it
 */
export async function zoneTells(
  control: KnotControl,
  { zone, name, ttl }: Names,
  addresses: readonly string[],
): Promise<void> {
  const wanted = addresses.toSorted().join()
  const until = performance.now() + patience.all
  const told = async () => (await addressesBy(zone, name)).toSorted().join()
  const before = await told().catch(() => undefined)
  if (before === wanted) return
  const said = await commanded(control, changeOf(addresses, ttl, before !== ''))
  for (;;) {
    const now = await told().catch((error: Error) => error)
    if (now === wanted) return
    if (performance.now() > until) {
      // What was half done must not be done later; nobody waits for it.
      void commanded(control, [`zone-abort ${origin}`])
      const instead = now instanceof Error ? `does not answer (${now.message})` : `still says "${now}"`
      throw new HttpFailure(
        503,
        'unreachable',
        `The zone's server is Knot, which was to give "${wanted}" for ${name} and ${instead}; its control said: ${said}. ` +
          'See whether it runs, and what its log says:\n  muster lab status',
      )
    }
    await new Promise((resolve) => setTimeout(resolve, patience.look))
  }
}

/** One change, which counts the serial up. */
export function changeOf(addresses: readonly string[], ttl: number, has: boolean): readonly string[] {
  return [
    `zone-begin ${origin}`,
    ...(has ? [`zone-unset ${origin} ${customersName}. A`] : []),
    ...addresses.map((address) => `zone-set ${origin} ${customersName}. ${ttl} A ${address}`),
    `zone-commit ${origin}`,
  ]
}

/** Whether it takes commands. */
export async function takesCommands(control: KnotControl): Promise<boolean> {
  return (await commanded(control, [`zone-status ${origin}`])).includes('serial:')
}

/** Gives the commands one after the other, whatever comes of each. @returns what was said to them */
function commanded({ knotc, socket }: KnotControl, commands: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(knotc, ['-s', socket], { cwd: '/', env: {}, timeout: patience.change })
    let said = ''
    const hear = (chunk: Buffer) => (said += chunk.toString())
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.stdin.on('error', () => {})
    child.on('error', (error) => resolve(error.message)).on('close', () => resolve(said.trim().replaceAll('\n', ', ')))
    child.stdin.end(commands.map((command) => `${command}\n`).join(''))
  })
}
