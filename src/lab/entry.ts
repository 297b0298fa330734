import { takeRole } from './role.ts'

// The first file of every process of the lab: `node entry.ts ROLE`, settings over the channel.

takeRole(
  'muster-lab',
  {
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
  },
  // Whoever started a part has gone, so the part goes too; the supervisor alone outlives its starter.
  { brief: ['injector', 'thief'], lasting: ['supervisor'] },
)
