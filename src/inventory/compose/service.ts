import type { Place } from '#diagnostics'
import { takesTelemetry } from '../telemetry.ts'
import { at, isList, isObject, items, textOf, type Value } from '../value.ts'

/** One service of a compose file, with what it says under any form. */
export interface Service {
  readonly name: string
  readonly value: Value
  readonly place: Place
}

/** What a service must be started after; both forms. One that may be missing is left out where it is. */
export function startsAfter(value: Value): ReadonlyArray<{ readonly name: string; readonly required: boolean }> {
  const said = at(value, 'depends_on')
  if (isList(said)) return said.flatMap((one) => (typeof one === 'string' ? [{ name: one, required: true }] : []))
  if (!isObject(said)) return []
  return Object.entries(said).map(([name, how]) => ({ name, required: at(how, 'required') !== false }))
}

/** Services that it reaches by name: `links` and what shares its network or its volumes. */
export function linkedTo(value: Value): ReadonlyArray<readonly [by: string, name: string]> {
  const before = (text: string) => text.split(':')[0] ?? ''
  const texts = (key: string) => items(at(value, key)).flatMap((one) => (typeof one === 'string' ? [one] : []))
  const shared = ['network_mode', 'pid', 'ipc'].flatMap((key) => {
    const text = textOf(at(value, key)) ?? ''
    return text.startsWith('service:') ? [[key, text.slice('service:'.length)] as const] : []
  })
  return [
    ...texts('links').map((one) => ['links', before(one)] as const),
    ...texts('volumes_from')
      .filter((one) => !one.startsWith('container:'))
      .map((one) => ['volumes_from', before(one)] as const),
    ...shared,
  ]
}

/** Variables of its environment; both forms. One without a value is left out. */
export function environmentOf(value: Value): ReadonlyArray<readonly [name: string, value: string]> {
  const said = at(value, 'environment')
  if (isObject(said))
    return Object.entries(said).flatMap(([name, one]) => {
      const text = textOf(one)
      return text === undefined ? [] : [[name, text] as const]
    })
  return items(said).flatMap((one) => (typeof one === 'string' ? assignment(one) : []))
}

/** `NAME=value` as name and value. */
export function assignment(text: string): ReadonlyArray<readonly [name: string, value: string]> {
  const is = text.indexOf('=')
  return is > 0 ? [[text.slice(0, is).trim(), text.slice(is + 1).trim()]] : []
}

/** The names of the volumes that it mounts; paths of its host are none. */
export function volumesOf(value: Value): readonly string[] {
  return items(at(value, 'volumes')).flatMap((one) => {
    const source = typeof one === 'string' ? (one.includes(':') ? (one.split(':')[0] ?? '') : '') : named(one)
    return /^[a-z0-9][\w.-]*$/i.test(source) ? [source] : []
  })
}

function named(mount: Value): string {
  const type = textOf(at(mount, 'type')) ?? 'volume'
  return type === 'volume' ? (textOf(at(mount, 'source')) ?? '') : ''
}

/** The names of the networks to which it belongs. */
export function networksOf(value: Value): readonly string[] {
  const said = at(value, 'networks')
  return isObject(said) ? Object.keys(said) : items(said).flatMap((one) => textOf(one) ?? [])
}

/** The names by which others may reach it. */
export function hostsOf({ name, value }: Service): readonly string[] {
  const networks = at(value, 'networks')
  const aliases = isObject(networks) ? Object.values(networks).flatMap((one) => items(at(one, 'aliases'))) : []
  const others = [at(value, 'container_name'), at(value, 'hostname'), ...aliases]
  return [name, ...others.flatMap((one) => textOf(one) ?? [])].map((one) => one.toLowerCase())
}

/** Whether it only takes what others tell of themselves. */
export function isTelemetry({ name, value }: Service): boolean {
  return takesTelemetry(name, textOf(at(value, 'image')) ?? '')
}
