import { type ComponentType, componentTypes } from '#catalog'
import type { Component, Strategy } from '#plan'

/** What is known of a component's type; undefined for a type that nobody knows. */
export function typeOf({ type }: Component): ComponentType | undefined {
  return Object.hasOwn(componentTypes, type) ? componentTypes[type] : undefined
}

const machines = /^(vm|virtual-machine|scale-set)/
const beside = /^(cache|batch|registry|container-registry)/
const vaults = /^(key-vault|secrets|certificates|identity|workload-identity|vault)/

/** Whether it runs in a region and answers requests, so that it has a size and takes traffic. */
export function answersRequests(component: Component): boolean {
  const type = typeOf(component)
  if (type?.scope !== 'regional' || beside.test(component.type) || vaults.test(component.type)) return false
  return !type.holdsData || machines.test(component.type)
}

/** Whether it is a store of the workload's own data in a region; vaults and disks of machines are looked at apart. */
export function storesData(component: Component): boolean {
  const type = typeOf(component)
  return type?.scope === 'regional' && type.holdsData && !machines.test(component.type) && !vaults.test(component.type)
}

/** Whether one server takes the writes and others may serve reads. */
export function isRelational({ type }: Component): boolean {
  return /^(postgres|azure-sql|mysql|mariadb|sql-server)/.test(type)
}

/** Whether it keeps objects or files. */
export function isStorage({ type }: Component): boolean {
  return /^(object-storage|storage|blob|file|data-lake)/.test(type)
}

/** Whether it takes messages that are delivered once: a queue or a stream. */
export function isQueue({ type }: Component): boolean {
  return /^(queue|stream|event-|service-bus|topic|kafka)/.test(type)
}

/** Whether another region waits and takes over, whatever its size. */
export function isPassive(strategy: Strategy | undefined): boolean {
  return strategy === 'hot-standby' || strategy === 'warm-standby' || strategy === 'cold-standby'
}

/** Whether it is a virtual machine, or a set of them. */
export function isMachine({ type }: Component): boolean {
  return machines.test(type)
}

/** Whether another company runs it; another workload of the portfolio has a plan instead of a contract. */
export function isExternal(component: Component): boolean {
  return typeOf(component)?.scope === 'external' && component.type !== 'workload' && component.workload === undefined
}

/** Whether it keeps secrets, certificates or identities that others need before they can start. */
export function isVault({ type }: Component): boolean {
  return vaults.test(type)
}
