import { contribution, type Recipe } from '../draft.ts'
import { byHand } from './by-hand.ts'

/** The directory: run by its provider everywhere; what is tried is that people and services get in from the other side. */
export const identity: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { to, direction } = course
  const back = direction === 'failback'
  const signIn = [
    hand('check-sign-in', to, {
      title: `Sign in through ${id} from ${to}`,
      objective: 'People can work on the recovery, and services get their tokens',
      phase: back ? 'detect' : 'recover',
      requires: ['identity', 'remote-access'],
      instruction: `Sign in as a person who works on the recovery, by the way that leads to ${to}. Get a token for one service there. If either fails, take the emergency account out of its safe, use it, and write down when and why; lengthen the life of tokens that are still valid where that is allowed.`,
    }),
  ]
  return contribution({
    ready: back ? signIn : [],
    recover: back ? [] : signIn,
    verify: [
      hand('verify', to, {
        title: `Sign in through ${id} as a customer`,
        objective: 'Customers get in, and rules that ask for a place or a network do not keep them out',
        phase: 'verify',
        requires: ['identity'],
        instruction: `Sign in to the service in ${to} as a test customer, go through the second factor, and sign out. See in the sign-in log that no rule has refused the new addresses.`,
      }),
    ],
  })
}

/** The identity of a workload in the other region: it must exist there beforehand, and must be let in everywhere. */
export const workloadIdentity: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { from, to, direction } = course
  const built = component.strategy === 'cold-standby' || component.strategy === 'backup-restore'
  const back = direction === 'failback'
  const access = [
    hand('check-access', to, {
      title: `Get a token as ${id} in ${to}, and use it`,
      objective: 'What starts next is let in by all that it needs',
      phase: back ? 'detect' : 'recover',
      requires: built ? ['identity', 'arm-control-plane'] : ['identity'],
      instruction: `${built ? `Make ${id} in ${to} from its code, with its roles and trusts, and give the roles time to spread. ` : ''}From a machine in ${to}, get a token as ${id}, and with it read one thing from every service that it must reach. Put on the list what is refused: a role, a network rule or a trust is missing there.`,
    }),
  ]
  return contribution({
    ready: back ? access : [],
    recover: back ? [] : access,
    reProtect: [
      hand(back ? 'stand-by' : 're-protect', from, {
        title: `Compare the roles of ${id} in both regions`,
        objective: 'What was granted in a hurry is the same on both sides, or is taken back',
        phase: 're-protect',
        requires: ['identity', 'arm-control-plane'],
        instruction: `List the roles and trusts of ${id} in ${from} and in ${to}. Bring what should stay into the code, and take back what was granted for the recovery only.`,
      }),
    ],
  })
}
