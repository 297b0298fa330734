import { glossary } from './glossary.ts'
import { activeActive } from './requirements-active-active.ts'
import { backupRestore } from './requirements-backup-restore.ts'
import { coldStandby } from './requirements-cold-standby.ts'
import { ofKind, type Requirement } from './requirements-row.ts'
import { warmStandby } from './requirements-warm-standby.ts'
import { strategyNames } from './strategies.ts'

/** Where the ids and their meaning come from; what is of kind `beyond` is Muster's own. */
export const requirementsOrigin = {
  source: 'Azure Well-Architected Framework, Develop a disaster recovery plan (2025-09-19), in our words',
  asOf: '2026-11-24',
}

const terms: readonly Requirement[] = glossary.flatMap(({ requirement, says }) =>
  requirement === undefined ? [] : [{ id: requirement, says, kind: 'term' as const }],
)

/** What Muster asks for besides; the last word of some ids names the strategy that is asked. */
const beyond: readonly Requirement[] = ofKind('beyond', {
  'muster.security.cold-standby':
    'Identity, access, residency and audit of a cold standby are those of the first side.',
  'muster.security.backup-restore': 'Identity, access, residency and audit hold where data is restored, too.',
  'muster.objectives.warm-standby': 'Objectives of what has a warm standby are stated and measured.',
  'muster.objectives.cold-standby': 'Objectives of what has a cold standby are stated and measured.',
  'muster.objectives.backup-restore': 'Objectives of what is restored from backups are stated and measured.',
  'muster.failback.active-active': 'Bringing a region back into active-active service is planned and drilled.',
  'muster.failback.warm-standby': 'Going back from a warm standby is planned and drilled.',
  'muster.failback.cold-standby': 'Going back from a cold standby is planned and drilled.',
  'muster.failback.backup-restore': 'Going back to where the data came from is planned and drilled.',
  'muster.hot-standby': 'A standby that runs at full size and serves nobody is a strategy of its own.',
  'muster.degradation': 'Each flow has a least service, which is measured apart from the full one.',
  'muster.reconciliation': 'What the lost side still had is found, listed and settled, by somebody who owns it.',
  'muster.re-protection': 'A failover ends with a new standby, or the plan is open about having none.',
  'muster.parity': 'Nothing that a failover needs differs between standby and first side.',
  'muster.loss-acceptance': 'Whoever owns the data accepts a known loss before a failover is forced.',
  'muster.max-downtime': 'Beside the RTO stands the time after which the harm cannot be borne.',
  'muster.liveness': 'For each step it is known what must be alive, and whether the disaster took it.',
}).map((one) => {
  const strategy = strategyNames.find((name) => one.id.endsWith(`.${name}`))
  return strategy ? { ...one, strategy } : one
})

/** Every requirement that Muster knows, each id once: strategies, terms, disasters, tiers and the rest. */
export const requirements: readonly Requirement[] = [
  ...activeActive,
  ...warmStandby,
  ...coldStandby,
  ...backupRestore,
  ...terms,
  ...ofKind('disaster', {
    'disaster.region': 'A region is gone as a whole.',
    'disaster.control-plane': 'Services run, but nobody can create, change or manage anything.',
    'disaster.corruption': 'Production is spoilt, by an attacker or by a grave mistake, and copies are spoilt with it.',
    'disaster.multi-tier': 'Several layers of the workload fail together.',
    'disaster.extended': 'A catastrophe or a conflict keeps services away for a long time.',
    'disaster.partition': 'Regions no longer see each other, or only a part of the service answers.',
    'disaster.blip': 'A short disturbance that heals by itself must not set off the plan.',
    'disaster.escalation': 'A disturbance that does not heal has a deadline, after which it is a disaster.',
  }),
  ...ofKind('tier', {
    'tier.0':
      'Tier 0 works for more than 99.99 %, recovers in seconds and loses next to nothing, active in several regions.',
    'tier.1': 'Tier 1 works for about 99.95 % and recovers within minutes, active-active or from a warm standby.',
    'tier.2': 'Tier 2 works for about 99.9 % and recovers within hours, from a warm or a cold standby.',
    'tier.3': 'Tier 3 promises less than 99.9 % and recovers within hours or days, from backups.',
    'tier.3.integrity': 'In the lowest tier, too, data must not be lost or spoilt for good.',
    'tier.component': 'A component can have a tier of its own.',
  }),
  ...ofKind('classification', {
    'classify.flows': 'Each flow is listed with its purpose, its users, and the harm that an outage does.',
    'classify.sign-off': 'Those who bear the harm have signed the tier, the RTO and the RPO.',
    'classify.review': 'The classification is looked at again by a timetable.',
    'classify.right-size': 'Too much protection for little harm is found, and so is too little for much.',
  }),
  ...ofKind('cost', {
    'cost.tier-0':
      'Tier 0 buys its standing capacity at a discount, builds nothing beyond its objectives, and saves nothing on code, automation and tests.',
    'cost.tier-1':
      'Tier 1 keeps its standby small, lets it grow when activated, and fails over by a runbook that a person starts.',
    'cost.tier-2':
      'Tier 2 pays for compute only while it uses it, and has criteria that prevent a failover without need.',
    'cost.tier-3': 'Tier 3 pays for backups in another region and for restore tests, and for no standby.',
    'cost.tooling': 'Spending is watched and forecast, with tags and thresholds by which each team is charged.',
  }),
  ...ofKind('variant', {
    'variant.at-capacity': 'In active-active at capacity each region has its share, and grows to carry everything.',
    'variant.overprovisioned': 'In active-active overprovisioned each region could carry everything at any moment.',
  }),
  ...ofKind('runbook', {
    'runbook.activation':
      'The runbook says what counts as a disaster, who decides, who is called next, and what is asked first.',
    'runbook.communication':
      'The runbook names people, roles and deputies, who tells whom, and holds approved messages for each channel.',
    'runbook.procedures':
      'The runbook holds every step of failing over and back, the tools for it, and when to go back.',
    'runbook.verification': 'The runbook checks application, infrastructure and data before anybody relies on them.',
    'runbook.review': 'The runbook ends with cleaning up, reconciling data, finding the cause and talking it over.',
    'runbook.versioned': 'Plan and runbook are kept under version control, like code.',
    'runbook.reachable': 'The runbook can be read during the outage: in several forms, offline and on paper.',
  }),
  ...ofKind('testing', {
    'test.rehearse': 'People walk through the runbook and learn their roles.',
    'test.drills': 'Failovers are really carried out, whole or in part, and every step is timed.',
    'test.gaps': 'What a drill has shown is soon mended, in the system and in the runbook.',
  }),
  ...ofKind('friction', {
    'friction.budget': 'What is promised can be had for what is budgeted.',
    'friction.shared': 'What the workload shares or buys has a way to recover that fits its own objectives.',
    'friction.criteria': 'Everyone who answers for an activation reads its criteria in the same way.',
    'friction.failback': 'Going back is planned and tested, and happens under control, when people decide.',
    'friction.shared-responsibility':
      'For each component it is known what the provider recovers and what is left to its owner.',
  }),
  ...beyond,
]
