import type { Probe } from '../resource.ts'
import { at, number, textOf, type Value } from '../value.ts'

/** A health probe, by the words of any of the services that have one. */
export function probeOf(value: Value): Probe {
  const protocol = textOf(at(value, 'protocol') ?? at(value, 'probeProtocol'))
  const path = textOf(at(value, 'path') ?? at(value, 'probePath'))
  const interval = number(at(value, 'intervalInSeconds') ?? at(value, 'probeIntervalInSeconds'))
  const timeout = number(at(value, 'timeoutInSeconds'))
  const tolerated = number(at(value, 'toleratedNumberOfFailures'))
  return {
    ...(protocol !== undefined && { protocol }),
    ...(path !== undefined && { path }),
    ...(interval !== undefined && { interval }),
    ...(timeout !== undefined && { timeout }),
    ...(tolerated !== undefined && { tolerated }),
  }
}
