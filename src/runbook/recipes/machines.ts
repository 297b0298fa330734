import { contribution, type Recipe } from '../draft.ts'
import type { Step } from '../model.ts'
import { begun, byHand, inTurn, readiness } from './by-hand.ts'
import { growth } from './serving.ts'
import { restored } from './store.ts'

/** Machines with disks of their own: replicated ones are started by their recovery plan, others restored from backup. */
export const vm: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { from, to, direction } = course
  const planned = direction === 'failback'
  const kind = readiness(component)
  const check = `Sign in to each machine of ${id} in ${to} the way operators do when sign-in elsewhere is down, see that its services run and its clock is right, and send one request through to what answers for it.`
  const address = hand('readdress', to, {
    title: `Give ${id} in ${to} its addresses, names and licences`,
    objective: 'Others find the machines, and the machines find what they need',
    phase: 'recover',
    requires: ['private-network', 'public-dns', 'arm-control-plane'],
    instruction: `See that each machine of ${id} in ${to} got the address that was reserved for it, that names lead to it, that its rules let its callers in, and that licences bound to a host are moved.`,
  })
  const verify = [
    hand('verify', to, {
      title: `Try ${id} in ${to}`,
      objective: 'The machines work before customers come',
      phase: 'verify',
      requires: ['region-data-plane', 'remote-access'],
      instruction: check,
    }),
  ]
  if (kind === 'active-active') {
    const { ready, recover, standBy } = growth(id, component, course, {
      count: 'the number of machines',
      provision: (there) => `Make the machines of ${id} in ${there} from their code.`,
      start: (there) => `Start the machines of ${id} in ${there}.`,
      lead: (there) => `See that every machine of ${id} in ${there} runs.`,
    })
    return contribution({ ready, recover, verify, reProtect: planned ? standBy : [again()] })
  }
  if (kind === 'backup-restore')
    return contribution({
      ready: planned ? [level()] : [],
      contain: planned ? [stopped('Then back each of them up once more, and write down name and time.')] : [],
      recover: inTurn([
        ...restored(hand, id, component, course, {
          requires: ['storage', 'private-network'],
          restore: (there) =>
            `Restore the machines of ${id} from the chosen backup to new machines in ${there}, in a network that nothing else reaches.`,
        }),
        address,
      ]),
      verify,
      reProtect: [
        hand('back-up', to, {
          title: `Back ${id} up from ${to}`,
          objective: 'What is written from now on can be restored',
          phase: 're-protect',
          requires: ['backup-vault', 'storage'],
          instruction: `Put the machines of ${id} in ${to} under the backup policy of the plan, and wait for the first backup. Write down its name and time.`,
        }),
      ],
    })
  return contribution({
    ready: planned ? [level()] : [],
    contain: planned ? [stopped('Then wait until the last change has arrived on the other side.')] : [],
    recover: inTurn([
      ...(planned
        ? []
        : [
            hand('choose-point', to, {
              title: `Choose the recovery point of ${id}`,
              objective: 'All machines go to one point, and its age is known',
              phase: 'recover',
              requires: ['storage', 'arm-control-plane'],
              instruction: `List the recovery points of ${id} in ${to}. Take the newest at which the applications were consistent, the same for all machines that belong together. Write down how old it is; if that is more than the RPO, tell whoever accepts the loss.`,
            }),
          ]),
      hand('run-plan', to, {
        title: `Start ${id} in ${to} by its recovery plan`,
        objective: 'Machines run in order, from disks of one point',
        phase: 'recover',
        requires: ['create-or-scale-compute', 'storage', 'arm-control-plane'],
        irreversible: true,
        instruction: `${begun(component, `start the recovery plan of ${id} in ${to}, group by group, what others need first`, 'every machine runs')} Commit only once they are seen to work: afterwards no other point can be chosen.`,
      }),
      address,
    ]),
    verify,
    reProtect: [again()],
  })

  function level(): Step {
    return hand('ready', to, {
      title: `${id} in ${to} is ready to take over`,
      objective: 'A planned switch starts only when nothing would be lost by it',
      phase: 'detect',
      requires: ['storage', 'arm-control-plane'],
      instruction:
        kind === 'backup-restore'
          ? `See that machines of the size of ${id} can be had in ${to}: quota, network and addresses are there.`
          : `See that the replication of every machine of ${id} to ${to} is healthy, and that its newest recovery point is minutes old.`,
    })
  }

  function stopped(then: string): Step {
    return hand('drain', from, {
      title: `Shut ${id} in ${from} down in order`,
      objective: 'Nothing is written any more that the other side would lack',
      phase: 'contain',
      requires: ['region-data-plane', 'remote-access'],
      instruction: `Shut the machines of ${id} in ${from} down from inside, what others need last. ${then}`,
    })
  }

  function again(): Step {
    return hand('re-protect', from, {
      title: `Replicate ${id} back to ${from}`,
      objective: 'The next loss finds a second copy',
      phase: 're-protect',
      requires: ['storage', 'arm-control-plane', 'inter-region-network'],
      instruction: `See that the old machines of ${id} in ${from} are stopped and stay so; keep what they alone hold. Then protect the machines that serve anew, with ${from} as the target, and wait until the first recovery point is shown.`,
    })
  }
}
