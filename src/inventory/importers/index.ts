import type { Importer } from '../importer.ts'
import { arm } from './arm.ts'
import { backstage } from './backstage.ts'
import { cmdb } from './cmdb.ts'
import { compose } from './compose.ts'
import { kubernetes } from './kubernetes.ts'
import { openslo } from './openslo.ts'
import { resourceGraph } from './resource-graph.ts'
import { terraform } from './terraform.ts'
import { terraformPlan } from './terraform-plan.ts'
import { writtenRunbook } from './written-runbook.ts'

/** Every format that Muster reads, in the order in which help lists them. */
export const importers: readonly Importer[] = [
  terraform,
  terraformPlan,
  arm,
  resourceGraph,
  kubernetes,
  compose,
  backstage,
  openslo,
  cmdb,
  writtenRunbook,
]
