/** What Muster reads of a row; every other column is kept as it is. */
export type Field =
  | 'name'
  | 'type'
  | 'location'
  | 'owner'
  | 'environment'
  | 'tier'
  | 'dependsOn'
  | 'id'
  | 'description'
  | 'rto'
  | 'rpo'

/** Usual headers without case, spaces and marks; one that stands further left is taken before the others. */
const headers: Readonly<Record<Field, readonly string[]>> = {
  name: [
    'name',
    'ciname',
    'displayname',
    'configurationitem',
    'assetname',
    'applicationname',
    'servicename',
    'hostname',
  ],
  type: ['type', 'class', 'kind', 'citype', 'ciclass', 'sysclassname', 'assettype', 'category'],
  location: ['region', 'azureregion', 'location', 'datacenter', 'datacentre', 'site'],
  owner: ['owner', 'ownedby', 'serviceowner', 'businessowner', 'managedby', 'supportgroup', 'team'],
  environment: ['environment', 'env', 'usedfor', 'stage'],
  tier: ['tier', 'criticality', 'businesscriticality', 'importance'],
  dependsOn: ['dependson', 'dependencies', 'dependency', 'requires', 'upstream'],
  id: ['id', 'ciid', 'sysid', 'assetid', 'assettag', 'key'],
  description: ['description', 'shortdescription'],
  rto: ['rto', 'recoverytimeobjective'],
  rpo: ['rpo', 'recoverypointobjective'],
}

/** One column: what is read of it, and how it is called. */
export interface Column {
  readonly field: Field | undefined
  readonly header: string
  /** The unit that a header gives the numbers below it, as durations have it: `m`, `h` or `d`. */
  readonly unit?: string
}

/** The columns of a header, in its order; no field has two. */
export function columnsOf(header: readonly string[]): readonly Column[] {
  const words = header.map(wordOf)
  const fields = new Map<number, Field>()
  for (const [field, usual] of Object.entries(headers) as ReadonlyArray<[Field, readonly string[]]>) {
    const found = usual.map((one) => words.findIndex(({ word }) => word === one)).find((i) => i >= 0)
    if (found !== undefined) fields.set(found, field)
  }
  return header.map((one, i) => {
    const unit = words[i]?.unit
    return { field: fields.get(i), header: one.trim(), ...(unit !== undefined && { unit }) }
  })
}

/** A header as a word, and the unit that `RTO (hours)` has beside it. */
function wordOf(header: string): { readonly word: string; readonly unit?: string } {
  const plain = header.toLowerCase().replaceAll(/[^a-z0-9]+/g, '')
  const [, word, unit = ''] = /^(rto|rpo)(?:in)?(minutes|minute|mins|min|hours|hour|hrs|h|days|day)$/.exec(plain) ?? []
  return word === undefined ? { word: plain } : { word, unit: unit.slice(0, 1) }
}
