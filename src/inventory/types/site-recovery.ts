import { at, items, number, textOf, type Value, yes } from '../value.ts'
import type { Node } from '../world.ts'
import type { Reading, ResourceType } from './type.ts'

const vault = 'Microsoft.RecoveryServices/vaults'
const container = `${vault}/replicationFabrics/replicationProtectionContainers`

function policy({ declared: { body } }: Node): Reading {
  const says = at(body, 'properties.providerSpecificInput') ?? at(body, 'properties.providerSpecificDetails')
  const minutes = (key: string) => number(at(says, key))
  return {
    recovery: {
      ...given('historyMinutes', minutes('recoveryPointHistory') ?? minutes('recoveryPointRetentionInMinutes')),
      ...given('crashConsistentMinutes', minutes('crashConsistentFrequencyInMinutes')),
      ...given('appConsistentMinutes', minutes('appConsistentFrequencyInMinutes')),
      ...given('together', yes(at(says, 'multiVmSyncStatus'))),
    },
  }
}

function given<T>(key: string, value: T | undefined): Record<string, T> {
  return value === undefined ? {} : { [key]: value }
}

/** Everything that a part of site recovery refers to. */
function refers(...keys: readonly string[]): (node: Node) => Reading {
  return ({ declared: { body } }) => {
    const properties = at(body, 'properties')
    const details = at(properties, 'providerSpecificDetails') ?? at(properties, 'fabricSpecificDetails')
    return {
      mentions: keys.flatMap((key) => {
        const mention = textOf(at(properties, key) ?? at(details, key))
        return mention === undefined || mention === '' ? [] : [[key, mention] as const]
      }),
    }
  }
}

/** Which networks belong together. The fabric on the other side is named without its vault. */
function mapping(node: Node): Reading {
  const fabric = textOf(at(node.declared.body, 'properties.recoveryFabricName'))
  const [own = ''] = node.name.split('/')
  const named =
    fabric === undefined
      ? []
      : [['recoveryFabricName', `/providers/${vault}/${own}/replicationFabrics/${fabric}`] as const]
  return { mentions: [...(refers('recoveryNetworkId', 'primaryNetworkId')(node).mentions ?? []), ...named] }
}

/** A recovery plan: its groups in their order, what is done before and after each, and the machines of each. */
function plan({ declared: { body } }: Node): Reading {
  const groups = items(at(body, 'properties.groups'))
  const machines = groups.flatMap((one) => items(at(one, 'replicationProtectedItems')))
  const actions = (group: Value, key: string) => items(at(group, key)).map((one) => textOf(at(one, 'actionName')) ?? '')
  return {
    recovery: {
      groups: groups.map((one) => ({
        kind: textOf(at(one, 'groupType')) ?? '',
        machines: items(at(one, 'replicationProtectedItems')).length,
        before: actions(one, 'startGroupActions'),
        after: actions(one, 'endGroupActions'),
      })),
    },
    mentions: machines.map((one: Value) => ['groups', textOf(at(one, 'id')) ?? ''] as const),
  }
}

/** Machines that are copied to be started in another region. */
export const siteRecoveryTypes: readonly ResourceType[] = [
  { type: `${vault}/replicationFabrics` },
  {
    type: `${vault}/replicationFabrics/replicationNetworks/replicationNetworkMappings`,
    read: mapping,
  },
  { type: container },
  {
    type: `${container}/replicationProtectionContainerMappings`,
    read: refers('policyId', 'targetProtectionContainerId'),
  },
  { type: `${container}/replicationProtectedItems`, read: refers('policyId', 'fabricObjectId', 'recoveryContainerId') },
  { type: `${vault}/replicationPolicies`, read: policy },
  { type: `${vault}/replicationRecoveryPlans`, read: plan },
]
