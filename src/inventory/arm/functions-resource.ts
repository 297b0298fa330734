import { Unknown, type Value, valueOf } from '../value.ts'
import type { ArmFunction, Scope } from './scope.ts'
import { groupWords, subscriptionWords } from './target.ts'
import { words, wordsOf } from './words.ts'

const notThere = 'is known only when it is deployed'

/**
 * The id of a resource: always unknown in part, for its subscription or group is, and yet the same words for the same
 * resource.
 */
function idOf(prefix: string): ArmFunction {
  return (args, { target }) => {
    const texts = args.map(words)
    const start = texts.findIndex((one) => /^[A-Za-z][\w]*\.[\w.]*\//.test(one))
    const [type = '', ...names] = start < 0 ? texts : texts.slice(start)
    const [provider, ...kinds] = type.replace(/\/$/, '').split('/')
    const parts = names.flatMap((one) => one.split('/'))
    const path = kinds.map((kind, i) => `${kind}/${parts[i] ?? '{?}'}`).join('/')
    const group = start > 0 ? texts[start - 1] : target.group
    const before = prefix.replace(groupWords, group ?? target.group)
    return new Unknown(`a part of the id of a resource ${notThere}`, `${before}/providers/${provider}/${path}`)
  }
}

function extensionId(args: readonly Value[]): Value {
  const [base = '', type = '', ...names] = args.map(words)
  const [provider, ...kinds] = type.split('/')
  const path = kinds.map((kind, i) => `${kind}/${names[i] ?? '{?}'}`).join('/')
  return new Unknown(`a part of the id of a resource ${notThere}`, `${base}/providers/${provider}/${path}`)
}

/** What is known of the group into which a template is deployed: its region, where somebody has said it. */
function resourceGroup(_: readonly Value[], { target }: Scope): Value {
  const unknown = (key: string) =>
    new Unknown(`the ${key} of the resource group ${notThere}`, `{resourceGroup().${key}}`)
  return {
    id: new Unknown(
      `the id of the resource group ${notThere}`,
      `/subscriptions/${subscriptionWords}/resourceGroups/${target.group}`,
    ),
    name: target.group === groupWords ? unknown('name') : target.group,
    location: target.location,
    tags: unknown('tags'),
  }
}

/** What a call asks, by the id behind a symbol, so that both forms of a template say the same. */
export function targetOf(args: readonly Value[], scope: Scope): Value {
  const [target = ''] = args
  return valueOf(scope.symbol(words(target)), 'id') ?? target
}

const unknownOf =
  (name: string): ArmFunction =>
  (args) =>
    new Unknown(`what ${name}() gives ${notThere}`, wordsOf(name, args))

/** What a template asks of Azure itself, and of its own resources. */
export const resourceFunctions = {
  resourceId: idOf(`/subscriptions/${subscriptionWords}/resourceGroups/${groupWords}`),
  subscriptionResourceId: idOf(`/subscriptions/${subscriptionWords}`),
  tenantResourceId: idOf(''),
  managementGroupResourceId: idOf('/managementGroups/{managementGroup().name}'),
  extensionResourceId: extensionId,
  resourceGroup,
  subscription: () => ({
    id: new Unknown(`the subscription ${notThere}`, `/subscriptions/${subscriptionWords}`),
    subscriptionId: new Unknown(`the subscription ${notThere}`, subscriptionWords),
    tenantId: new Unknown(`the tenant ${notThere}`, '{subscription().tenantId}'),
    displayName: new Unknown(`the subscription ${notThere}`, '{subscription().displayName}'),
  }),
  tenant: unknownOf('tenant'),
  managementGroup: unknownOf('managementGroup'),
  deployment: (_, { target }) => ({
    name: new Unknown(`the name of the deployment ${notThere}`, '{deployment().name}'),
    location: target.deployedIn,
    properties: new Unknown(`the deployment ${notThere}`, '{deployment().properties}'),
  }),
  deployer: unknownOf('deployer'),
  environment: unknownOf('environment'),
  providers: unknownOf('providers'),
  pickZones: unknownOf('pickZones'),
  /** A deployment within the template gives its outputs; what a resource answers is the day's. */
  reference: (args, scope) =>
    scope.module(words(args[0] ?? '')) ??
    new Unknown(`what a resource answers ${notThere}`, wordsOf('reference', [targetOf(args, scope)])),
  references: unknownOf('references'),
  resourceInfo: (args, scope) => {
    const [target = ''] = args
    return (
      scope.symbol(words(target)) ??
      new Unknown(`the resource ${words(target)} ${notThere}`, wordsOf('resourceInfo', args))
    )
  },
} satisfies Record<string, ArmFunction>
