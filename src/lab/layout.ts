import type { Control } from './http.ts'
import type { ServerAddress } from './postgres/sql.ts'
import type { LabSpec } from './spec.ts'

/** How the parts of a running lab are reached. */
export interface Layout {
  readonly spec: LabSpec
  readonly clients: string
  readonly traffic: Control
  readonly regions: Readonly<Record<string, { readonly postgres: ServerAddress; readonly web: string }>>
}
