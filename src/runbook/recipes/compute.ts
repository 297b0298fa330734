import { contribution, type Contribution, type Course, type Recipe } from '../draft.ts'
import type { Component } from '#plan'
import { byHand } from './by-hand.ts'
import { growth, type Serving } from './serving.ts'

interface Compute extends Serving {
  /** How it is tried. */
  check(there: string): string
  /** How it is made ready again in the region that was lost. */
  again(there: string): string
}

function computeSteps(id: string, component: Component, course: Course, compute: Compute): Contribution {
  const hand = byHand(id, component, course)
  const { ready, recover, standBy } = growth(id, component, course, compute)
  const { from, to, direction } = course
  return contribution({
    ready,
    recover,
    verify: [
      hand('verify', to, {
        title: `Try ${id} in ${to}`,
        objective: 'It works end to end in its own region before customers come',
        phase: 'verify',
        requires: ['region-data-plane', 'load-balancer'],
        instruction: compute.check(to),
      }),
    ],
    reProtect:
      direction === 'failback'
        ? standBy
        : [
            hand('re-protect', from, {
              title: `Make ${id} in ${from} ready again`,
              objective: 'The other region can take over when this one is lost',
              phase: 're-protect',
              requires: ['create-or-scale-compute', 'arm-control-plane', 'ci-runners'],
              instruction: compute.again(from),
            }),
          ],
  })
}

/** A scale set: the same image grows in the other region. */
export const scaleSet: Recipe = (id, component, course) =>
  computeSteps(id, component, course, {
    count: 'the number of machines',
    provision: (there) =>
      `Deploy ${id} to ${there} from its code with the image that served last, zero machines, behind a load balancer. See that the image is stored in ${there} and that the quota is enough.`,
    start: (there) =>
      `Start two machines of ${id} in ${there}, after everything that they need, and see them pass the health probe of the load balancer.`,
    lead: (there) =>
      `See that every machine of ${id} in ${there} is healthy and none is in maintenance, and switch on the jobs that run on one side only.`,
    check: (there) =>
      `Ask ${id} through the load balancer in ${there} for one request that reads and one that writes. See that the answers come from several machines, and that none is out of the pool.`,
    again: (there) =>
      `Delete or clean the machines of ${id} in ${there}, for they may hold an old release, deploy the one that serves now, and keep it out of traffic.`,
  })

/** A cluster: its workloads are deployed from the same source, and its volumes were replicated or are restored. */
export const kubernetes: Recipe = (id, component, course) =>
  computeSteps(id, component, course, {
    count: 'the number of nodes and of replicas',
    provision: (there) =>
      `Make the cluster ${id} in ${there} from its code: version, pools of nodes, network, identity. Then let the deployment tool bring every namespace from the repository, and restore volumes from their snapshots where the plan has some.`,
    start: (there) =>
      `Start the pools of ${id} in ${there}, wait until the nodes are Ready, and set the replicas in the order of what they need. No pod may stay Pending for want of an image or a node.`,
    lead: (there) =>
      `See that every deployment of ${id} in ${there} has as many replicas ready as the side that served, and take scheduled jobs out of suspension.`,
    check: (there) =>
      `In ${there}, see that every deployment of ${id} is available, that no pod restarts, that volumes are bound and that names resolve. Send one request through its ingress that reads and one that writes.`,
    again: (there) =>
      `Suspend scheduled jobs of ${id} in ${there} before its nodes run, so that nothing runs twice. Then let the deployment tool bring it to the release that serves now, and keep it out of traffic.`,
  })

/** Batch jobs: what was half done is found and started again, with the cut-off times in view. */
export const batch: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { from, to, direction } = course
  const planned = direction === 'failback'
  const { ready, recover, standBy } = growth(id, component, course, {
    count: 'the number of nodes of the pools',
    provision: (there) =>
      `Make the account and the pools of ${id} in ${there} from their code, with the applications and the input that the jobs need.`,
    start: (there) => `Give the pools of ${id} in ${there} their first node each, and see its start task succeed.`,
    lead: (there) => `Switch the schedule of ${id} on in ${there}, and see that it is off everywhere else.`,
  })
  const list = hand('list-jobs', to, {
    title: `List the jobs of ${id} that were under way`,
    objective: 'It is known of each job whether it ran, ran half, or did not run',
    phase: 'recover',
    requires: ['storage'],
    instruction: `From records that are kept outside the lost region, list the jobs of ${id} that had begun and not ended, and those that are due until the next cut-off time. Say of each whether it may simply run again.`,
  })
  const restart = hand('restart-jobs', to, {
    title: `Start the jobs of ${id} in ${to}`,
    objective: 'Work that is due is done before its cut-off, and nothing is done twice with harm',
    phase: 'recover',
    requires: ['create-or-scale-compute', 'storage'],
    instruction: `Clean up what half-run jobs have left, then start them in ${to} by cut-off time, the earliest first.${component.failover?.procedure === undefined ? '' : ` Procedure of the plan: ${component.failover.procedure}.`}`,
  })
  const last = recover.at(-1)
  const jobs = [
    { ...list, needs: last ? [last.id] : [] },
    { ...restart, needs: [list.id] },
  ]
  return contribution({
    ready,
    contain: planned
      ? [
          hand('drain', from, {
            title: `Let the jobs of ${id} in ${from} end`,
            objective: 'No job is half done when the sides change over',
            phase: 'contain',
            requires: ['region-data-plane'],
            instruction: `Switch the schedule of ${id} in ${from} off, and wait until no job is under way, or stop those that may run again.`,
          }),
        ]
      : [],
    recover: planned ? recover : [...recover, ...jobs],
    verify: [
      hand('verify', to, {
        title: `See that jobs of ${id} end in ${to}`,
        objective: 'Jobs not only start but end, with results that are used',
        phase: 'verify',
        requires: ['storage'],
        instruction: `${planned ? `Switch the schedule on in ${to}. ` : ''}See one job of ${id} end in ${to}, and its result where the next one looks for it. Compare the expected end of all that is due with the cut-off times.`,
      }),
    ],
    reProtect: planned
      ? standBy
      : [
          hand('re-protect', from, {
            title: `Make ${id} in ${from} ready again`,
            objective: 'The other region can take over when this one is lost',
            phase: 're-protect',
            requires: ['create-or-scale-compute', 'storage'],
            instruction: `See that the schedule of ${id} in ${from} is off and that half-run jobs there do not go on by themselves. Then bring its applications and input up to what serves now.`,
          }),
        ],
  })
}

/** A registry: it serves from its other regions by itself; what starts there must be able to pull. */
export const containerRegistry: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { from, to, direction } = course
  const back = direction === 'failback'
  const pull = [
    hand('check-pull', to, {
      title: `Pull images from ${id} in ${to}`,
      objective: 'What is started next finds its image',
      phase: back ? 'detect' : 'recover',
      requires: ['storage', 'identity'],
      instruction: `From a machine in ${to}, with the identity that the services use, pull every image that a recovery starts, by digest. If ${id} has no copy in ${to}, push the images from where the plan keeps them to a registry there, and give the services its address.`,
    }),
  ]
  return contribution({
    ready: back ? pull : [],
    recover: back ? [] : pull,
    reProtect: back
      ? []
      : [
          hand('re-protect', from, {
            title: `See that ${id} is whole in ${from}`,
            objective: 'Both regions hold the same images, and builds run again',
            phase: 're-protect',
            requires: ['storage', 'arm-control-plane'],
            instruction: `Compare the digests of the newest images of ${id} in both regions, wait until they are the same, and start the builds that were held back while its home region was gone.`,
          }),
        ],
  })
}
