import type { Recipe } from '../draft.ts'
import { dns, thirdParty, workload } from './beside.ts'
import { cache } from './cache.ts'
import { batch, containerRegistry, kubernetes, scaleSet } from './compute.ts'
import { cosmosDb } from './cosmos-db.ts'
import { identity, workloadIdentity } from './identity.ts'
import { vm } from './machines.ts'
import { queue, stream } from './messages.ts'
import { objectStorage } from './object-storage.ts'
import { postgres } from './postgres.ts'
import { azureSql, mysql } from './relational.ts'
import { certificates, keyVault } from './secrets.ts'
import { webService } from './web-service.ts'

/**
 * The recipes by component type. A type without one is recovered by hand, and the runbook says so; a traffic manager or
 * an edge has none, for the compiler acts through it.
 */
export const recipes: Readonly<Record<string, Recipe>> = {
  'azure-sql': azureSql,
  batch,
  cache,
  certificates,
  'container-registry': containerRegistry,
  'cosmos-db': cosmosDb,
  dns,
  identity,
  'key-vault': keyVault,
  kubernetes,
  mysql,
  'object-storage': objectStorage,
  postgres,
  queue,
  'scale-set': scaleSet,
  stream,
  'third-party': thirdParty,
  vm,
  'web-service': webService,
  workload,
  'workload-identity': workloadIdentity,
}
