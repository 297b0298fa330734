/** What a plan calls that which the best-known images run, by the last word of their names. */
const known: ReadonlyArray<readonly [image: RegExp, component: string]> = [
  [/^(postgres|postgresql|postgis|timescaledb|pgvector|cloudnative-pg)(-|$)/, 'postgres'],
  [/^(mysql|mysql-server|mariadb|percona|percona-server)(-|$)/, 'mysql'],
  [/^(redis|redis-stack|valkey|keydb|memcached|dragonfly)(-|$)/, 'cache'],
  [/^(rabbitmq|activemq|activemq-artemis|nats|nsqd)(-|$)/, 'queue'],
  [/^(kafka|cp-kafka|redpanda|pulsar)(-|$)/, 'stream'],
  [/^(minio|azurite)(-|$)/, 'object-storage'],
]

/** What a plan calls that which an image runs, such as `docker.io/library/postgres:17`; undefined where it does not say. */
export function componentOfImage(image: string): string | undefined {
  const name = image.toLowerCase().replace(/@.*$/, '').split('/').at(-1)?.replace(/:.*$/, '') ?? ''
  return known.find(([pattern]) => pattern.test(name))?.[1]
}

/** Ports on which what answers over HTTP usually listens. */
const usualPorts = new Set([80, 443, 3000, 5000, 8000, 8080, 8081, 8443])

/** Whether a container listens where, or under a name by which, services of the web do. */
export function isWebPort(port: number | string, name = ''): boolean {
  return usualPorts.has(Number(port)) || /^(https?|grpc|web)(-|$)/.test(name)
}
