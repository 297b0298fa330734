import {
  actions,
  capabilities,
  capabilitiesAsOf,
  componentTypes,
  glossary,
  strategies,
  strategyNames,
  tiers,
  type Usual,
  validations,
} from '#catalog'
import type { Topic } from '#report'
import { formatDuration, formatShare, seconds, type Share } from '#units'
import { requirementsOf } from './rules.ts'

const scopes = {
  regional: 'its region',
  global: 'no region: the provider runs it beside the regions',
  external: 'no region of yours: others run it',
} as const

const effects = {
  none: 'harmless, as often as wanted',
  keyed: 'harmless: the other side drops what it has had already',
  probed: 'not done blindly: it is read first whether it has happened',
  unkeyed: 'not done without a person, who says whether it has happened',
} as const

type Fact = Topic['facts'][number]

/** A fact, or none where there is nothing to say. */
const fact = (label: string, says: string | undefined): readonly Fact[] =>
  says === undefined || says === '' ? [] : [{ label, says }]
const sourced = ({ source, asOf }: { readonly source: string; readonly asOf: string }) =>
  fact('Source', `${source}; as of ${asOf}`)
const ended = (text: string) => (text.endsWith('.') ? text : `${text}.`)

/** Every word of the glossary; its other names lead to it too. */
export const termTopics = (): readonly Topic[] =>
  glossary.map(({ term, says, requirement, also = [] }) => ({
    kind: 'term',
    name: term,
    title: says,
    says: [],
    facts: [...fact('Also', also.join(', ')), ...fact('Requirement', requirement)],
    requirements: [],
  }))

export const componentTypeTopics = (): readonly Topic[] =>
  Object.entries(componentTypes).map(([name, type]) => ({
    kind: 'component-type',
    name,
    title: type.title,
    says: [],
    facts: [
      ...fact('The provider', ended(type.providerRecovers)),
      ...fact('The customer', ended(type.customerRecovers)),
      ...fact('Lost with', scopes[type.scope]),
      ...fact('Holds data', type.holdsData ? 'yes' : 'no'),
      ...fact('Needs alive', type.requires.join(', ')),
      ...fact('Source', `${type.source}; as of ${type.asOf}${type.confirmed ? '' : '; to be confirmed'}`),
    ],
    requirements: requirementsOf(['friction.shared-responsibility']),
  }))

export const strategyTopics = (): readonly Topic[] =>
  strategyNames.map((name) => {
    const { title, standby, rtoAtBest, requirements } = strategies[name]
    const served = Object.entries(tiers).filter(([, tier]) => tier.strategies.includes(name))
    return {
      kind: 'strategy',
      name,
      title,
      says: [ended(standby)],
      facts: [
        ...fact('RTO at best', formatDuration(seconds(rtoAtBest))),
        ...fact('Usual for', served.map(([tier]) => `tier ${tier}`).join(', ')),
        ...sourced(strategies[name]),
      ],
      requirements: requirementsOf(requirements),
    }
  })

export const tierTopics = (): readonly Topic[] =>
  Object.entries(tiers).map(([name, tier]) => ({
    kind: 'tier',
    name: `tier ${name}`,
    title: tier.title,
    says: [],
    facts: [
      ...fact('SLO', tier.sloAtLeast === undefined ? undefined : `at least ${formatShare(tier.sloAtLeast as Share)}`),
      ...fact(
        'RTO',
        tier.rtoAtLeast === 0
          ? `at most ${formatDuration(seconds(tier.rtoAtMost))}`
          : `${formatDuration(seconds(tier.rtoAtLeast))} to ${formatDuration(seconds(tier.rtoAtMost))}`,
      ),
      ...fact('RPO', `at most ${formatDuration(seconds(tier.rpoAtMost))}`),
      ...fact('Strategies', tier.strategies.join(', ')),
      ...sourced(tier),
    ],
    requirements: requirementsOf(tier.requirements),
  }))

export const actionTopics = (): readonly Topic[] =>
  Object.entries(actions).map(([name, action]) => ({
    kind: 'action',
    name,
    title: action.does,
    says: [],
    facts: [
      ...fact('Repeating it', `is ${effects[action.effect]}`),
      ...fact('Needs alive', action.requires.join(', ')),
      ...fact('Attempts', `${action.attempts}, each for at most ${formatDuration(seconds(action.timeout))}`),
      ...Object.entries(action.takes).flatMap(([target, usual]: [string, Usual]) =>
        fact(target === '*' ? 'Takes' : `Takes in ${target}`, usually(usual)),
      ),
    ],
    requirements: [],
  }))

const usually = ({ p50, p95, source, asOf }: Usual): string =>
  `${formatDuration(seconds(p50))} as a rule, ${formatDuration(seconds(p95))} in one case of twenty (${source}; as of ${asOf})`

export const capabilityTopics = (): readonly Topic[] =>
  Object.entries(capabilities).map(([name, meaning]) => ({
    kind: 'capability',
    name,
    title: meaning,
    says: [],
    facts: [
      ...fact('Needed by', neededBy(name).join(', ')),
      ...fact('Source', `the incidents from which the list was drawn; as of ${capabilitiesAsOf}`),
    ],
    requirements: requirementsOf(['muster.liveness']),
  }))

function neededBy(capability: string): readonly string[] {
  return [...Object.entries(componentTypes), ...Object.entries(actions)]
    .filter(([, { requires }]) => (requires as readonly string[]).includes(capability))
    .map(([name]) => name)
}

export const validationTopics = (): readonly Topic[] =>
  Object.entries(validations).map(([name, one]) => ({
    kind: 'validation',
    name,
    title: one.says,
    says: [],
    facts: [
      ...fact(
        'Proven by',
        one.proof === 'drill'
          ? 'a drill on the workload itself, which measures it'
          : 'a person who looks: in a verification or drill that names it under `validates`, or in an attestation',
      ),
      ...('by' in one.lab
        ? [...fact('In the lab', one.lab.by), ...fact('Says no when', one.lab.fault)]
        : fact('In the lab', `not shown: ${one.lab.not}`)),
    ],
    requirements: requirementsOf(one.requirements),
  }))
