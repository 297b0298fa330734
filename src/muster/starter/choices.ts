import { componentTypes, strategyNames, type StrategyName, tiers } from '#catalog'
import { Failure, nearest } from '#diagnostics'

export type Tier = 0 | 1 | 2 | 3

/** What a first plan is made from. */
export interface Choices {
  readonly name: string
  readonly owner: string
  readonly strategy: StrategyName
  /** The provider's names of the regions. */
  readonly primary: string
  readonly secondary: string
  readonly tier: Tier
  /** Component type of what keeps the data. */
  readonly type: string
}

/** What somebody has said, word for word; what is absent is chosen for them. */
export type Answers = { readonly [K in keyof Choices]?: string | undefined }

/** The tier for which each strategy is the usual answer. */
const usualTier: Readonly<Record<StrategyName, Tier>> = {
  'active-active': 0,
  'hot-standby': 1,
  'warm-standby': 1,
  'cold-standby': 2,
  'backup-restore': 3,
}

/** Types of which a first plan can say all that has to be said: those that keep data in a region. */
export const starterTypes: readonly string[] = Object.entries(componentTypes)
  .filter(([, { holdsData, scope }]) => holdsData && scope === 'regional')
  .map(([name]) => name)

/** What is chosen where nobody says anything, each following from what is known before it. */
export const usual = {
  name: (folder: string): string =>
    folder
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[-0-9]+|-+$/g, '')
      .slice(0, 40) || 'my-workload',
  owner: ({ name }: Answers): string => `${name ?? 'my'}-team`,
  strategy: (): StrategyName => 'warm-standby',
  primary: (): string => 'eastus2',
  secondary: (): string => 'centralus',
  tier: ({ strategy }: Answers): string => String(usualTier[(strategy ?? 'warm-standby') as StrategyName] ?? 1),
  type: ({ strategy }: Answers): string => (strategy === 'active-active' ? 'cosmos-db' : 'postgres'),
} as const

/**
 * The choices that answers come to.
 * @param folder name of the folder that the plan is for
 * @throws Failure `usage` where an answer is none of those that there are, or two do not go together
 */
export function chosen(answers: Answers, folder: string): Choices {
  const name = answers.name ?? usual.name(folder)
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name))
    throw new Failure(
      'usage',
      `"${name}" is no name for a plan: lower-case letters, digits and hyphens, such as "${usual.name(name)}".`,
    )
  const strategy = oneOf('strategy', answers.strategy ?? usual.strategy(), strategyNames)
  const tier = Number(oneOf('tier', answers.tier ?? usual.tier({ strategy }), ['0', '1', '2', '3'])) as Tier
  const allowed = tiers[tier].strategies
  if (!allowed.includes(strategy))
    throw new Failure(
      'usage',
      `Tier ${tier} asks for more than ${strategy} can give; it is met by ${allowed.join(', ')}. Choose one of these, or a tier from ${usualTier[strategy]} on.`,
    )
  const primary = answers.primary ?? usual.primary()
  const secondary = answers.secondary ?? usual.secondary()
  if (slug(primary) === slug(secondary))
    throw new Failure(
      'usage',
      `Both regions are "${primary}". A plan needs a second one, which is not lost with the first.`,
    )
  return {
    name,
    owner: answers.owner ?? usual.owner({ name }),
    strategy,
    primary,
    secondary,
    tier,
    type: oneOf('type', answers.type ?? usual.type({ strategy }), starterTypes),
  }
}

/** The name that a region has in the plan. */
export function slug(location: string): string {
  return usual.name(location)
}

function oneOf<T extends string>(what: string, value: string, values: readonly T[]): T {
  const found = values.find((one) => one === value)
  if (found !== undefined) return found
  const near = nearest(value, values)
  throw new Failure(
    'usage',
    `There is no ${what} "${value}".${near === undefined ? '' : ` Did you mean "${near}"?`} There are: ${values.join(', ')}.`,
  )
}
