import type { Feature } from '#checks'
import { evaluate, parseCondition } from '#conditions'
import { documentOf, htmlOf, markdownOf, reviewOf } from '#document'
import { rehearse, walked } from '#drill'
import { judge, verifyEvidence } from '#evidence'
import { decide, drive } from '#execution'
import { planDigest } from '#plan'
import { compileRunbook, runbookDigest } from '#runbook'
import { aliveFor, breaksOf, replay, simulate } from '#simulation'
import { identities, lossNow } from '#targets'
import { openPrinter } from '#print'

/**
 * What Muster does about requirements beside its rules and verifications. Each entry holds the functions that do it, so
 * that none can outlive them.
 */
export const features: readonly Feature[] = [
  {
    name: 'runbook',
    does: 'Compiles the steps of failover and failback, in the order in which components need one another.',
    by: [compileRunbook],
    requirements: [
      'runbook.procedures',
      'active-active.operations.c3',
      'warm-standby.failover.c3',
      'warm-standby.scaling.c3',
      'cold-standby.failover.c2',
    ],
  },
  {
    name: 'document',
    does: 'Writes the runbook for people, as text, as a page that needs no network, and on paper; and says when it is no longer that of the plan.',
    by: [documentOf, markdownOf, htmlOf, openPrinter],
    requirements: [
      'runbook.activation',
      'runbook.communication',
      'runbook.procedures',
      'runbook.verification',
      'runbook.reachable',
      'runbook.versioned',
      'backup-restore.procedures.c1',
      'backup-restore.procedures.c3',
    ],
  },
  {
    name: 'review',
    does: 'Drafts the review after a run or a drill from its journal: timeline, decisions, what was late, what remains, what to ask.',
    by: [reviewOf],
    requirements: ['runbook.review', 'test.gaps'],
  },
  {
    name: 'runbook-pinned',
    does: 'Ties every run to the digests of plan and runbook, so that it is known which version was proven.',
    by: [planDigest, runbookDigest],
    requirements: ['runbook.versioned'],
  },
  {
    name: 'criteria',
    does: 'Reads activation criteria as expressions over probes, which people and Muster cannot read differently.',
    by: [parseCondition, evaluate],
    requirements: ['runbook.activation', 'friction.criteria', 'cold-standby.failover.c1'],
  },
  {
    name: 'drill',
    does: 'Loses a region, recovers by the runbook, goes back, and times every step.',
    by: [rehearse],
    requirements: ['test.drills', 'test.rehearse', 'friction.failback'],
  },
  {
    name: 'tabletop',
    does: 'Walks people through the runbook without a system, calls them out unannounced, and tries it without key people.',
    by: [walked],
    requirements: ['test.rehearse'],
  },
  {
    name: 'evidence',
    does: 'Holds recovery times and counted losses against the objectives, in files that anybody can verify.',
    by: [judge, verifyEvidence],
    requirements: ['test.drills', 'test.gaps', 'backup-restore.restore-tests.c3'],
  },
  {
    name: 'run',
    does: 'Drives a runbook through the death of its own process and the decisions of people, and ends when all is settled.',
    by: [decide, drive],
    requirements: ['runbook.procedures', 'muster.reconciliation', 'friction.failback'],
  },
  {
    name: 'forecast',
    does: 'Times the runbook many times, and gives the odds of each objective, and what decides them.',
    by: [simulate],
    requirements: [
      'muster.objectives.warm-standby',
      'muster.objectives.cold-standby',
      'muster.objectives.backup-restore',
    ],
  },
  {
    name: 'alive',
    does: 'Names what must be alive for each step, and every loss, or pair of losses, that blocks recovery.',
    by: [aliveFor],
    requirements: ['muster.liveness'],
  },
  {
    name: 'replay',
    does: 'Holds the plan against incidents that have happened, and finds the fewest failures that break an objective.',
    by: [replay, breaksOf],
    requirements: ['muster.liveness', 'disaster.extended', 'disaster.multi-tier'],
  },
  {
    name: 'dry-run',
    does: 'Asks every server who it is and how far behind it is, and shows the loss to whoever has to accept it.',
    by: [identities, lossNow],
    requirements: ['muster.loss-acceptance'],
  },
]
