/** A word and what Muster means by it. */
export interface Term {
  readonly term: string
  /** What it means, in one or two sentences of our own. */
  readonly says: string
  /** The id of the requirement that this word answers; absent for Muster's own words. */
  readonly requirement?: string
  /** Other words for the same. */
  readonly also?: readonly string[]
}

/** Words that the guidance asks everybody to share, and after them Muster's own. Each term once. */
export const glossary: readonly Term[] = [
  {
    term: 'active-active',
    says: 'Several regions serve customers at the same time. When one is lost, the others carry its share, almost unnoticed.',
    requirement: 'active-active',
  },
  {
    term: 'active-passive',
    says: 'One region serves everybody; another one receives copies of the data, waits, and takes over when the first is lost.',
    requirement: 'active-passive',
  },
  {
    term: 'cold standby',
    says: 'A second region in which no compute runs: it is created or started, and data is restored where it is not copied, once it is needed. Cheap and slow. With live copies of the data it is also called pilot light.',
    requirement: 'cold-standby',
    also: ['pilot light'],
  },
  {
    term: 'hot standby',
    says: 'A second region that runs at full size and in step with the first, and serves nobody until it takes over, which it can do at once.',
    requirement: 'hot-standby',
  },
  {
    term: 'warm standby',
    says: 'A second region that runs at a small size with copied data, and grows when it takes over.',
    requirement: 'warm-standby',
  },
  {
    term: 'business continuity',
    says: 'All that lets an organisation go on with what matters through a disruption: people, communication and processes, and disaster recovery as one part.',
    requirement: 'business-continuity',
  },
  {
    term: 'disaster-recovery plan',
    says: 'How one workload is recovered, in steps that can be carried out: what is done, in which order, by whom, and who is told. In Muster, a file of kind Plan.',
    requirement: 'dr-plan',
    also: ['DR plan', 'plan'],
  },
  {
    term: 'disaster-recovery strategy',
    says: 'The principles behind the plans: what is protected how well, and with which kind of standby. In Muster, the `strategy` of each component.',
    requirement: 'dr-strategy',
    also: ['DR strategy', 'strategy'],
  },
  {
    term: 'activation',
    says: 'The decision, by somebody with the authority, that a disaster has happened and that its runbook starts.',
    requirement: 'dr-activation',
    also: ['DR activation', 'declaration'],
  },
  {
    term: 'failback',
    says: 'Going back to the first side once it is sound again. It is planned, and may lose nothing.',
    requirement: 'failback',
  },
  {
    term: 'failover',
    says: 'Moving a workload to its standby because the side that served is lost or spoilt.',
    requirement: 'failover',
  },
  {
    term: 'graceful degradation',
    says: 'Keeping what matters most at work while lesser parts are gone. In Muster, what a flow `degradesWithout`, and its minimum service.',
    requirement: 'graceful-degradation',
  },
  {
    term: 'RPO',
    says: 'Recovery point objective: how much of the newest data may be lost, given as a length of time before the disaster.',
    requirement: 'rpo',
    also: ['recovery point objective'],
  },
  {
    term: 'RTO',
    says: 'Recovery time objective: how long a flow may be down, counted from the disaster and not from its declaration.',
    requirement: 'rto',
    also: ['recovery time objective'],
  },
  {
    term: 'maximum tolerable downtime',
    says: 'The time after which an outage does harm that cannot be borne. It holds recovery and reconciliation together, so it is longer than the RTO.',
    also: ['MTD', 'MTPD'],
  },
  { term: 'SLO', says: 'Service level objective: the share of requests, or of time, in which a flow works.' },
  { term: 'workload', says: 'What one plan is about: flows, and the components that serve them.' },
  {
    term: 'flow',
    says: 'Something that a user does with the workload, such as placing an order. Objectives belong to flows.',
  },
  { term: 'component', says: 'A part of a workload that is recovered as one: a database, a service, a queue.' },
  { term: 'tier', says: 'How critical a flow or a component is, from 0 (mission critical) to 3 (administrative).' },
  { term: 'scenario', says: 'A disaster as a plan sees it coming: its class, and what it takes away.' },
  {
    term: 'blip',
    says: 'A disturbance that heals by itself within a time that the plan states; after that it is treated as the scenario that it becomes.',
  },
  {
    term: 'runbook',
    says: 'The steps of one recovery, compiled from a plan for one scenario and one direction. Forecast, document, drill and evidence read the same runbook.',
  },
  {
    term: 'drill',
    says: 'A runbook carried out to see whether it works, with the disaster caused on purpose and everything measured.',
  },
  { term: 'target', says: 'Where a drill runs: the lab, or an environment of the workload.' },
  {
    term: 'lab',
    says: 'Two regions of real software on one machine. What happens there proves a pattern, and Muster, but nothing about a workload.',
  },
  {
    term: 'evidence',
    says: 'A run, judged against what its runbook promised, with all the files that are needed to judge it again.',
  },
  { term: 'grade', says: 'How much is behind a point of a plan: proven, observed, declared or attested.' },
  { term: 'proven', says: 'A run on the workload itself has shown it, and what it showed has not changed since.' },
  { term: 'observed', says: 'An inventory of the environment shows it.' },
  { term: 'declared', says: 'The plan says it, and the rules find nothing against it.' },
  { term: 'attested', says: 'A person vouches for it, by name, with a date, until a date.' },
  { term: 'needs verified', says: 'It was proven once, and what was proven has changed since.' },
  {
    term: 'reconciliation',
    says: 'Finding, listing and settling what the lost side still had when the other one took over.',
  },
  { term: 're-protection', says: 'Building a new standby after a failover, so that the next disaster finds one.' },
  {
    term: 'fence',
    says: 'Keeping traffic and writes away from the old side, so that there are never two sides that take writes.',
  },
  { term: 'in doubt', says: 'Said of a step of which nobody can know whether it has happened, until a person looks.' },
  { term: 'suppression', says: 'A finding that somebody accepts until a date, by name and with a reason.' },
  { term: 'attestation', says: 'The statement by which a person vouches for a point of the guidance until a date.' },
]
