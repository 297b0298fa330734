import type { Pace, SettingsName } from './model.ts'

/** Raised whenever figures are no longer to be put beside earlier ones. */
export const method = 1

/** Milliseconds that a byte is under way between two places, one way. */
export const delay = 40

/**
 * The same for all systems. `default` is what Patroni has where nothing is set (its documentation of the dynamic
 * configuration, 3.0); `tuned` lies below the `ttl` of 20 s that it names as the least, so it is an experiment.
 */
export const paces: Readonly<Record<SettingsName, Pace>> = {
  default: { ttl: 30, loop: 10, timeout: 10 },
  tuned: { ttl: 6, loop: 1, timeout: 2 },
}

/** What pg_auto_failover's monitor is set to, in milliseconds. */
export interface MonitorPace {
  readonly health_check_period: number
  readonly health_check_timeout: number
  readonly health_check_max_retries: number
  readonly health_check_retry_delay: number
  readonly node_considered_unhealthy_timeout: number
  readonly primary_demote_timeout: number
}

/**
 * pg_auto_failover splits what a lease does at once: it waits until a node counts as unhealthy, and again until that node
 * must have stepped down. Half of the `ttl` for each comes nearest.
 * @returns undefined for `default`: it stays as it is installed
 */
export function monitorPace(settings: SettingsName): MonitorPace | undefined {
  if (settings === 'default') return undefined
  const { ttl, loop, timeout } = paces[settings]
  return {
    health_check_period: loop * 1000,
    health_check_timeout: timeout * 1000,
    health_check_max_retries: 1,
    health_check_retry_delay: loop * 500,
    node_considered_unhealthy_timeout: ttl * 500,
    primary_demote_timeout: ttl * 500,
  }
}

/**
 * How long before the end of its lease a primary that could not renew it is being stopped, in seconds: half the patience
 * with one question. An immediate stop of PostgreSQL takes a tenth of a second.
 */
export function fencingMargin({ timeout }: Pace): number {
  return timeout / 2
}
