import type { AliveView } from '../alive.ts'
import type { BreakView } from '../break.ts'
import type { ReplayView } from '../replay.ts'

/** What the goldens of `alive`, `replay` and `break` are made from. */
export const alive: AliveView = {
  plan: 'contoso-orders',
  scenarios: [
    {
      scenario: 'east-lost',
      steps: [
        { step: 'decide.east-lost', requires: [{ capability: 'chat', spared: 'those who decide have a phone' }] },
        {
          step: 'promote.orders-db@west',
          requires: [
            { capability: 'region-data-plane', region: 'west' },
            { capability: 'database', region: 'west' },
          ],
        },
        { step: 'route.edge@west', requires: [{ capability: 'edge-management' }] },
        { step: 'tell-people', requires: [] },
      ],
      singles: [
        { capability: 'database', region: 'west', blocks: ['promote.orders-db@west'], flows: ['checkout'] },
        { capability: 'identity', blocks: ['decide.east-lost'], flows: ['checkout', 'browse'], taken: true },
      ],
      pairs: [
        {
          of: [{ capability: 'edge-data-plane' }, { capability: 'public-dns' }],
          blocks: ['route.edge@west', 'names-by-hand'],
          flows: ['checkout'],
        },
      ],
      dependsOnLost: [
        {
          who: 'monitoring.regions',
          on: 'east',
          why: 'Only that region is watched, and not from outside, so the watch is lost with it.',
        },
        { who: 'lead', on: 'identity', why: 'Whoever decides here can approve only by signing in.' },
      ],
      unknown: ['The plan does not say where the pipelines run.'],
    },
    { scenario: 'west-lost', steps: [], singles: [], pairs: [], dependsOnLost: [], unknown: [] },
  ],
  skipped: [],
}

export const replays: ReplayView = {
  plan: 'contoso-orders',
  target: 'prod',
  incidents: [
    {
      id: '2012-12-24-aws-us-east-1-elb',
      verdict: 'met',
      flows: [{ flow: 'checkout', verdict: 'met', rto: { expected: 0, target: 1800 } }],
      blockedSteps: [],
      why: 'No flow rests on what was gone, so nothing had to be recovered.',
      assumes: ['It hit us-east-1 of aws, and is played as if that were east.'],
    },
    {
      id: '2016-06-05-aws-sydney-power',
      verdict: 'late',
      scenario: 'east-lost',
      flows: [
        { flow: 'checkout', verdict: 'late', rto: { expected: 2400, target: 1800 }, rpo: { expected: 1, target: 60 } },
        { flow: 'browse', verdict: 'met', rto: { expected: 2400, target: 3600 }, rpo: {} },
      ],
      blockedSteps: [],
      why: 'checkout is back after 40m, its RTO is 30m; east-lost takes 40m even when nothing is held up.',
      assumes: [],
    },
    {
      id: '2025-10-29-azure-front-door',
      verdict: 'blocked',
      scenario: 'east-lost',
      flows: [
        {
          flow: 'checkout',
          verdict: 'blocked',
          rto: { expected: 31_000, target: 1800, atLeast: true },
          rpo: { expected: 1 },
        },
      ],
      blockedSteps: [
        { step: 'fence.east@west', capability: 'edge-management' },
        { step: 'route.edge@west', capability: 'edge-data-plane' },
      ],
      blockedFor: 29_900,
      atLeast: true,
      why: 'checkout is back after at least 8h 36m, its RTO is 30m; fence.east@west waits 8h 18m for edge-management.',
      assumes: ['It was everywhere at azure.'],
    },
    {
      id: '2017-01-31-gitlab',
      verdict: 'blocked',
      scenario: 'east-lost',
      flows: [{ flow: 'checkout', verdict: 'blocked', rto: { target: 1800 }, rpo: { all: true, target: 60 } }],
      blockedSteps: [{ step: 'route.edge@west', capability: 'tenant-data' }],
      forEver: true,
      why: 'All data of checkout is gone, and no backup is left that others control.',
      assumes: [],
    },
  ],
  skipped: [],
}

export const breaks: BreakView = {
  plan: 'contoso-orders',
  target: 'prod',
  objectives: [
    {
      flow: 'checkout',
      scenario: 'east-lost',
      objective: 'rto',
      target: 1800,
      met: true,
      value: 1231,
      breaks: [
        { size: 1, failures: [{ kind: 'capability', of: 'database@west' }], target: 1800 },
        { size: 1, failures: [{ kind: 'step', of: 'promote.orders-db@west' }], target: 1800 },
        { size: 1, failures: [{ kind: 'step', of: 'route.edge@west' }], value: 1900, target: 1800 },
      ],
      searched: { sets: 40, upTo: 1, complete: true },
    },
    {
      flow: 'browse',
      scenario: 'east-lost',
      objective: 'rto',
      target: 3600,
      met: true,
      value: 1231,
      breaks: [
        {
          size: 2,
          failures: [
            { kind: 'person', of: 'lead' },
            { kind: 'slow', of: 'scale.storefront@west' },
          ],
          value: 3700,
          target: 3600,
        },
      ],
      searched: { sets: 20_000, upTo: 2, complete: false },
    },
    {
      flow: 'reporting',
      scenario: 'east-lost',
      objective: 'minimum',
      target: 600,
      met: false,
      value: 1231,
      breaks: [],
      searched: { sets: 1, upTo: 0, complete: true },
    },
    {
      flow: 'reporting',
      scenario: 'east-lost',
      objective: 'rpo',
      target: 60,
      met: false,
      unknown: 'The plan does not say how far the copy of a store lags.',
      breaks: [],
      searched: { sets: 1, upTo: 0, complete: true },
    },
    {
      flow: 'browse',
      scenario: 'east-lost',
      objective: 'rpo',
      target: 60,
      met: true,
      value: 0,
      breaks: [],
      searched: { sets: 7, upTo: 3, complete: true },
    },
  ],
  skipped: [],
}
