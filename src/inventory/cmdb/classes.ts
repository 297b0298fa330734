import { componentTypes } from '#catalog'

/** Classes as exports call them, by the word that a plan has for them. */
const usual: Readonly<Record<string, readonly string[]>> = {
  postgres: ['postgresql', 'azure-database-for-postgresql', 'postgresql-database', 'cmdb-ci-db-postgresql-instance'],
  mysql: ['mysql-database', 'azure-database-for-mysql', 'cmdb-ci-db-mysql-instance'],
  'azure-sql': ['sql-database', 'cmdb-ci-db-mssql-database'],
  'cosmos-db': ['cosmosdb', 'azure-cosmos-db'],
  cache: ['redis', 'azure-cache-for-redis', 'redis-cache'],
  'object-storage': ['storage-account', 'blob-storage'],
  queue: ['service-bus', 'azure-service-bus'],
  stream: ['event-hub', 'event-hubs', 'azure-event-hubs', 'kafka'],
  kubernetes: ['aks', 'azure-kubernetes-service', 'cmdb-ci-kubernetes-cluster'],
  'web-service': ['web-app', 'web-application', 'app-service', 'azure-app-service'],
  vm: ['cmdb-ci-vm-instance', 'azure-virtual-machine'],
  'scale-set': ['vmss', 'virtual-machine-scale-set'],
  'key-vault': ['azure-key-vault'],
  'container-registry': ['azure-container-registry'],
  'front-door': ['azure-front-door'],
  'traffic-manager': ['azure-traffic-manager'],
  dns: ['dns-zone'],
  'third-party': ['saas', 'external-service'],
}

const words: ReadonlyMap<string, string> = new Map([
  ...Object.entries(usual).flatMap(([word, classes]) => classes.map((one) => [one, word] as const)),
  ...Object.entries(componentTypes).flatMap(([word, { title }]) => [
    [slug(title), word] as const,
    [word, word] as const,
  ]),
])

/** What a plan calls a class, such as `virtual-machine` or `PostgreSQL`; undefined where it has no word for it. */
export function componentOfClass(name: string): string | undefined {
  return words.get(slug(name))
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
