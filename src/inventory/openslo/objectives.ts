import type { Place } from '#diagnostics'
import type { Objective } from '../importer.ts'
import { at, items, number, textOf, Unknown, type Value } from '../value.ts'

/** What an SLO promises, an objective for each of its own; none where it has none. */
export function objectivesOf(value: Value, placeOf: (part: Value) => Place): readonly Objective[] {
  const spec = at(value, 'spec')
  const own = textOf(at(value, 'metadata.name')) ?? ''
  const service = textOf(at(spec, 'service') ?? at(spec, 'serviceRef')) ?? ''
  const [window] = [...items(at(spec, 'timeWindow')), ...items(at(spec, 'timeWindows'))]
  const windowDays = window === undefined ? undefined : daysOf(window)
  const counted = textOf(at(spec, 'budgetingMethod'))
  const objectives = items(at(spec, 'objectives'))
  return objectives.map((one, i) => ({
    name: objectives.length > 1 ? `${own}: ${textOf(at(one, 'displayName')) ?? String(i + 1)}` : own,
    service,
    target: targetOf(one),
    ...(windowDays !== undefined && { windowDays }),
    ...(counted !== undefined && { counted }),
    place: placeOf(one),
  }))
}

function targetOf(objective: Value): number | Unknown {
  const share = number(at(objective, 'target'))
  const percent = number(at(objective, 'targetPercent'))
  // 99.95 / 100 is 0.9995 for people, and should be so for comparisons too.
  const target = typeof percent === 'number' && share === undefined ? Number((percent / 100).toFixed(12)) : share
  if (target === undefined) return new Unknown('the objective says no target', '{target}')
  if (target instanceof Unknown || (target >= 0 && target <= 1)) return target
  return new Unknown(`a target is a share from 0 to 1, and ${target} is none`, `{${target}}`)
}

/** Days of a unit; a month counts as 30, a quarter as 90 and a year as 365. */
const units: Readonly<Record<string, number>> = {
  m: 1 / 1440,
  h: 1 / 24,
  d: 1,
  w: 7,
  M: 30,
  Q: 90,
  Y: 365,
  second: 1 / 86_400,
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
  quarter: 90,
  year: 365,
}

/** The days of a window, by either way of writing it. One below an hour is most likely months written as minutes. */
function daysOf(window: Value): number | Unknown {
  const short = textOf(at(window, 'duration'))
  const [, amount, letter = ''] = /^(\d{1,6})([mhdwMQY])$/.exec(short ?? '') ?? []
  const unit = short === undefined ? (textOf(at(window, 'unit')) ?? '').toLowerCase() : letter
  const count = short === undefined ? number(at(window, 'count')) : amount === undefined ? undefined : Number(amount)
  const days = Object.hasOwn(units, unit) && typeof count === 'number' ? count * (units[unit] ?? 0) : undefined
  const words = short ?? `${typeof count === 'number' ? count : '?'} ${unit}`
  if (days === undefined) return new Unknown(`“${words}” is no window that OpenSLO knows`, `{${words}}`)
  if (days >= 1 / 24) return days
  return new Unknown(`“${words}” is shorter than an hour; m stands for minutes, and M for months`, `{${words}}`)
}
