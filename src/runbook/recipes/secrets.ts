import { formatDuration } from '#units'
import { contribution, type Recipe } from '../draft.ts'
import { byHand, inTurn, readiness } from './by-hand.ts'

/** A vault: reads go on from the other region; changes must wait, or go to a vault of that region's own. */
export const keyVault: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { from, to, direction } = course
  const planned = direction === 'failback'
  const { by, grace, procedure } = component.failover ?? {}
  const served = [
    ...(by === 'provider' || by === 'automatic'
      ? [
          `Its provider switches to the copy${grace === undefined ? '' : ` after about ${formatDuration(grace)}`}: try again until both succeed.`,
        ]
      : []),
    ...(procedure === undefined ? [] : [`Procedure of the plan: ${procedure}.`]),
  ].join(' ')
  const restore = readiness(component) === 'backup-restore' && !planned
  const read = hand('read-secrets', to, {
    title: `Read from ${id} in ${to}`,
    objective: 'What starts next gets its secrets',
    phase: planned ? 'detect' : 'recover',
    requires: ['secrets', 'identity'],
    instruction: planned
      ? `With the identity of an application in ${to}, read one secret of ${id} and use one key there. See that changes are taken again.`
      : `With the identity of an application in ${to}, read one secret of ${id} and use one key.${served === '' ? '' : ` ${served}`}`,
  })
  return contribution({
    ready: planned
      ? inTurn([
          hand('ready', to, {
            title: `${id} in ${to} holds what ${from} holds`,
            objective: 'No secret that was changed meanwhile is missing',
            phase: 'detect',
            requires: ['secrets'],
            instruction: `Compare names and versions of secrets, keys and certificates of ${id} in both regions. Bring over what was changed during the recovery.`,
          }),
          read,
        ])
      : [],
    recover: planned
      ? []
      : inTurn([
          ...(restore
            ? [
                hand('restore', to, {
                  title: `Restore ${id} into a vault in ${to}`,
                  objective: 'Secrets and keys can be read on this side',
                  phase: 'recover' as const,
                  requires: ['secrets', 'backup-vault', 'arm-control-plane'] as const,
                  instruction: `Make a vault in ${to} from its code, with the same rights. Restore keys and certificates from their backups, in the geography in which they were made, and write secrets from where the plan keeps them; never through a chat or a ticket.`,
                }),
              ]
            : []),
          read,
          hand('freeze-secrets', to, {
            title: `Hold changes to ${id}`,
            objective: 'Nothing that rotates a secret fails half way, and nothing expires unseen',
            phase: 'recover',
            requires: ['secrets'],
            instruction: `The copy of ${id} takes no changes until its first region is back. Stop what rotates secrets, and list what expires within the next week, with who renews it and where. Where ${to} has a vault of its own, note every change that is made there.`,
          }),
        ]),
    reProtect: planned
      ? []
      : [
          hand('re-protect', from, {
            title: `Take changes to ${id} up again`,
            objective: 'Both sides hold the same secrets, and rotation goes on',
            phase: 're-protect',
            requires: ['secrets', 'arm-control-plane'],
            instruction: `See that ${id} takes changes again, bring to ${from} what was changed elsewhere, and start what rotates secrets.`,
          }),
        ],
  })
}

/** Certificates: those of the other side must be there, be valid and be renewable from there. */
export const certificates: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { from, to, direction } = course
  const back = direction === 'failback'
  const looked = inTurn([
    ...(readiness(component) === 'cold-standby' || readiness(component) === 'backup-restore'
      ? [
          hand('install', to, {
            title: `Install ${id} in ${to}`,
            objective: 'Whoever ends TLS on this side has its certificate and key',
            phase: back ? ('detect' as const) : ('recover' as const),
            requires: ['secrets', 'identity'] as const,
            instruction: `Bind the certificates of ${id} to everything in ${to} that ends TLS, from the vault and with the identity of each service. If one cannot be read, order a new one by the names that it must bear; that needs public DNS.`,
          }),
        ]
      : []),
    hand('check-certificates', to, {
      title: `Look at ${id} in ${to}`,
      objective: 'No customer is sent to a name that is not trusted',
      phase: back ? 'detect' : 'recover',
      requires: ['secrets', 'public-dns'],
      instruction: `For each name that customers and services use, open a TLS connection to ${to} and read the certificate: name, issuer, chain, and at least 30 days left. Put on the list what ends sooner, with who renews it.`,
    }),
  ])
  return contribution({
    ready: back ? looked : [],
    recover: back ? [] : looked,
    reProtect: [
      hand(back ? 'stand-by' : 're-protect', from, {
        title: `Renew ${id} in ${from} as well`,
        objective: 'Both sides have the same certificates, and renewal works on both',
        phase: 're-protect',
        requires: ['secrets', 'public-dns'],
        instruction: `Let the renewal of ${id} run once for ${from}, and compare the serial numbers on both sides.`,
      }),
    ],
  })
}
