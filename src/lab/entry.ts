import { Failure } from '#diagnostics'
import type { Word } from './child.ts'
import { messageOf } from './http.ts'

// The first file of every process of the lab: `node entry.ts ROLE`, settings over the channel.

type Role = (settings: never) => Promise<unknown>

const roles: Readonly<Record<string, () => Promise<Role>>> = {
  supervisor: async () => (await import('./supervisor.ts')).supervisor,
  relay: async () => (await import('./relay.ts')).relay,
  traffic: async () => (await import('./traffic.ts')).traffic,
  'haproxy-traffic': async () => (await import('./haproxy/traffic.ts')).haproxyTraffic,
  web: async () => (await import('./web.ts')).web,
  load: async () => (await import('./load.ts')).load,
  vault: async () => (await import('./archive/vault.ts')).vault,
  shipper: async () => (await import('./archive/shipper.ts')).shipper,
  injector: async () => (await import('./injector.ts')).injector,
  zone: async () => (await import('./dns/authority.ts')).authority,
  'knot-zone': async () => (await import('./dns/knot/authority.ts')).knotAuthority,
  resolver: async () => (await import('./dns/resolver.ts')).resolver,
  gateway: async () => (await import('./dns/gateway.ts')).gateway,
  brake: async () => (await import('./brake.ts')).brake,
  thief: async () => (await import('./thief.ts')).thief,
  azurite: async () => (await import('./objects/azurite.ts')).azurite,
  account: async () => (await import('./objects/account.ts')).account,
  cache: async () => (await import('./cache/cache.ts')).cache,
}

const role = process.argv[2] ?? ''
process.title = `muster-lab ${role}`

function say(word: Word): Promise<void> {
  return new Promise((resolve) => (process.send ? process.send(word, () => resolve()) : resolve()))
}

async function begin(settings: never): Promise<void> {
  try {
    const run = await roles[role]?.()
    if (!run) throw new Failure('usage', `The lab has no process ${role}. This is a bug in Muster.`)
    await say({ ready: await run(settings) })
    if (role === 'injector' || role === 'thief') process.exit(0)
  } catch (error) {
    const kind = error instanceof Failure ? error.kind : 'unreachable'
    const code = (error as NodeJS.ErrnoException).code
    await say({ failed: { kind, message: messageOf(error), ...(code === undefined ? {} : { code }) } })
    process.exit(1)
  }
}

process.once('message', ({ settings }: { settings: never }) => void begin(settings))

// Whoever started a part has gone, so the part goes too; the supervisor alone outlives its starter.
if (role !== 'supervisor') process.on('disconnect', () => process.exit(0))
