import type { Declared } from '../importer.ts'
import { textOf, Unknown, type Value } from '../value.ts'
import type { Target } from './scope.ts'

/** The words in place of the names of a subscription and of a group that are the day's. */
export const subscriptionWords = '{subscription().subscriptionId}'
export const groupWords = '{resourceGroup().name}'

/** Where a template is deployed of which nothing is known but what a person has said. */
export function rootTarget(location: string | undefined): Target {
  const say = 'is not in the template; say it by --location'
  return {
    group: groupWords,
    location: location ?? new Unknown(`the region of the resource group ${say}`, '{resourceGroup().location}'),
    deployedIn: location ?? new Unknown(`the region of the deployment ${say}`, '{deployment().location}'),
  }
}

/** Where a template within a template is deployed: in a group of its own, whose region is that of the group declared beside. */
export function groupTarget(group: string, { deployedIn }: Target, declared: readonly Declared[]): Target {
  const own = declared.find(
    ({ type, name }) =>
      type.toLowerCase() === 'microsoft.resources/resourcegroups' &&
      (textOf(name) ?? '').toLowerCase() === group.toLowerCase(),
  )
  const location: Value =
    own?.location ??
    new Unknown(`the region of the resource group ${group} is not in the input`, `{region of ${group}}`)
  return { group, location, deployedIn }
}
