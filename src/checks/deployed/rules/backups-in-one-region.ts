import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const server = (mark: string, geo: string) =>
  resource(
    mark,
    'Microsoft.DBforPostgreSQL/flexibleServers',
    'orders',
    'westeurope',
    `"properties": { "backup": { "geoRedundantBackup": "${geo}" } }`,
  )

/** Databases that keep their own backups. */
const own = ['postgres', 'mysql', 'cosmos-db', 'azure-sql']

export const backupsInOneRegion: DeployedRule = {
  code: 'backups-in-one-region',
  severity: 'warning',
  title: 'The backups of a database stay in its region',
  why: 'When the region is lost there is nothing to restore elsewhere, and a copy there holds the damage too.',
  fix: 'Switch geo-redundant backup on; of some services that can be chosen only when they are made.',
  requirements: ['backup-restore.policies.c2'],
  agrees: [
    'PSRule Azure.PostgreSQL.GeoRedundantBackup',
    'PSRule Azure.MySQL.GeoRedundantBackup',
    'APRL 31f4ac4b-29cb-4588-8de2-d8fe6f13ceb3',
    'APRL 5c96afc3-7d2e-46ff-a4c7-9c32850c441b',
  ],
  bad: `[
  ${server('// WARNING: stay in westeurope', 'Disabled')}
]`,
  good: `[
  ${server('', 'Enabled')}
]`,
  check(inventory, report, unsure, seen) {
    for (const one of made(inventory)) {
      // A copy is backed up by its source.
      const copy = one.replication?.kind === 'replica' && one.replication.between[0] !== one.id
      if (one.component === undefined || !own.includes(one.component) || !one.backup || copy) continue
      seen()
      const { across } = one.backup
      if (across instanceof Unknown) unsure(one, `Where the backups of ${one.address} lie is unknown: ${across.why}.`)
      else if (across === 'none' || across === 'zones')
        report(
          one,
          `The backups of ${one.address} stay in ${one.region instanceof Unknown ? 'its region' : one.region}${one.backup.by === 'default' ? ', as they do where nothing is said' : ''}.`,
        )
    }
  },
}
