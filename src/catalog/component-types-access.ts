import { ask, type ComponentType, leavesOut, read, recalled } from './component-type.ts'

/** Secrets, certificates, sign-in and identities, by the word that a plan uses. */
export const accessTypes = {
  'key-vault': {
    title: 'Vault of secrets and keys',
    holdsData: true,
    scope: 'regional',
    requires: ['secrets'],
    providerRecovers: 'Serves a copy from the paired region within minutes, read-only until the first region is back',
    customerRecovers: 'Keeps a vault of its own where there is no pair, and does without changes to secrets meanwhile',
    triggeredBy: 'provider',
    supportsAutomaticFailover: true,
    ...leavesOut('Requests that were throttled do not count, and neither do changes while it serves read-only'),
    asks: [ask.strategy, ask.active, ask.standby, ask.trigger, ask.owner],
    ...read('Reliability in Azure Key Vault'),
  },
  certificates: {
    title: 'Certificates',
    holdsData: false,
    scope: 'regional',
    requires: ['secrets', 'public-dns'],
    providerRecovers: 'Keeps certificates that lie in its vault or edge, and renews those that it issues itself',
    customerRecovers:
      'Has every certificate ready in the other region beforehand, and sees that renewal works from there as well',
    triggeredBy: 'customer',
    supportsAutomaticFailover: false,
    ...leavesOut('Certificates from another issuer, and names whose proof of ownership fails, are not promised'),
    asks: [ask.strategy, ask.active, ask.standby, ask.owner],
    ...recalled('About Azure Key Vault certificates'),
  },
  identity: {
    title: 'Sign-in and directory',
    holdsData: true,
    scope: 'global',
    requires: ['identity'],
    providerRecovers: 'Keeps the directory and token issue running across regions',
    customerRecovers:
      'Keeps emergency accounts outside the usual sign-in rules, and lets tokens outlive a short outage',
    triggeredBy: 'provider',
    supportsAutomaticFailover: true,
    ...leavesOut('Free editions have no promise, and sign-in through somebody else is not part of it'),
    asks: [ask.owner],
    ...recalled('Resilience in Microsoft Entra ID'),
  },
  'workload-identity': {
    title: 'Identity of a workload',
    holdsData: false,
    scope: 'regional',
    requires: ['identity', 'arm-control-plane'],
    providerRecovers: 'Keeps issuing tokens for identities that exist, and makes none in another region by itself',
    customerRecovers:
      'Makes the identity of the other region, its roles and its trusts beforehand, since new ones need a control plane',
    triggeredBy: 'customer',
    supportsAutomaticFailover: false,
    ...leavesOut('Only the issue of tokens is promised; the spread of a new role assignment is not'),
    asks: [ask.strategy, ask.active, ask.standby, ask.owner],
    ...recalled('Managed identities for Azure resources'),
  },
} as const satisfies Readonly<Record<string, ComponentType>>
