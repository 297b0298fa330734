import type { VaultSeen } from '../inspection.ts'
import { at, inspections, type Judge, long, type Seen, verdict } from './seen.ts'

/** The delay of copying is read, an alarm comes when it is held, and goes when it is let go. */
export const replicationMonitoring: Judge = (seen) => {
  const found = at(seen, 'before')?.replication
  if (!found) return undefined
  const { unit, limit, usual, held, alarmAfter, clearAfter } = found
  const figure = (amount: number) => (unit === 'seconds' ? long(amount) : `${amount} segments`)
  return verdict(
    [
      ...(usual === undefined ? ['The delay of copying cannot be read.'] : []),
      ...(usual !== undefined && usual > limit ? [`Copying is ${figure(usual)} behind with nobody holding it.`] : []),
      ...(usual !== undefined && alarmAfter === undefined ? ['No alarm came when copying was held.'] : []),
      ...(alarmAfter !== undefined && clearAfter === undefined ? ['The alarm stayed when copying was let go.'] : []),
    ],
    `Copying is ${figure(usual ?? 0)} behind; held until ${figure(held ?? 0)}, the alarm came after ${long(alarmAfter ?? 0)} and went ${long(clearAfter ?? 0)} after the release.`,
  )
}

/** What lies in both regions is the same. */
export const copiesAgree: Judge = (seen) => {
  const compared = inspections(seen).flatMap(({ moment, copies = [] }) => copies.map((copy) => ({ moment, ...copy })))
  if (compared.length === 0) return undefined
  const against = compared.flatMap(({ what, digests }) => {
    const [names, all] = [Object.keys(digests), Object.values(digests)]
    if (all.length < 2) return [`${what} could be read ${names.length === 0 ? 'nowhere' : `in ${names.join()} alone`}.`]
    return new Set(all).size === 1 ? [] : [`${what} is not the same in ${names.join(' and ')}.`]
  })
  const size = compared.reduce((sum, copy) => sum + copy.size, 0)
  const empty = size === 0 && against.length === 0 ? ['Copies of nothing were compared.'] : []
  return verdict(
    [...against, ...empty],
    `${compared.length} copies were compared, ${size} rows or bytes of them, and are the same.`,
  )
}

/** Vaults that were looked at and hold anything, or all of them where none does. */
function vaultsOf(seen: Seen): readonly VaultSeen[] {
  const all = inspections(seen).flatMap(({ vaults = [] }) => vaults)
  const used = all.filter(({ backups, logAge }) => backups.length > 0 || logAge !== undefined)
  return used.length > 0 ? used : all
}

/** More turns than this may not be missed before the log counts as not shipped. */
const turns = 3

/** There is a backup, and the log comes as often as it should. */
export const backupExecution: Judge = (seen) => {
  const before = at(seen, 'before')?.vaults?.filter(({ backups, logAge }) => backups.length > 0 || logAge !== undefined)
  if (!before || at(seen, 'before')?.vaults?.length === 0) return undefined
  const [vault] = before
  if (!vault) return { shown: false, says: 'No vault holds a backup.' }
  const { backups, logAge, logEvery } = vault
  return verdict(
    [
      ...(backups.length === 0 ? [`The vault in ${vault.region} holds no backup.`] : []),
      ...(logAge === undefined ? ['No part of the log was shipped.'] : []),
      ...(logAge !== undefined && logAge > logEvery * turns
        ? [`The newest part of the log is ${long(logAge)} old, and one is to come every ${long(logEvery)}.`]
        : []),
    ],
    `${backups.length} backups lie in ${vault.region}, and the newest part of the log is ${long(logAge ?? 0)} old.`,
  )
}

/** Every backup is as it was when it was made, and its log has no hole. */
export const backupIntegrity: Judge = (seen) => {
  const vaults = vaultsOf(seen)
  const backups = vaults.flatMap((vault) => vault.backups)
  if (vaults.length === 0) return undefined
  if (backups.length === 0) return { shown: false, says: 'No vault holds a backup that could be read.' }
  return verdict(
    [
      ...backups.filter(({ whole }) => !whole).map(({ name }) => `${name} is not as it was when it was made.`),
      ...vaults.flatMap(({ missing }) => missing.map((name) => `${name} of the log is missing.`)),
    ],
    `${backups.length} backups were read in full and are as they were made; their log has no hole.`,
  )
}

/** No more backups are kept than are to be, none is gone before its time, and none can be deleted. */
export const retentionEnforced: Judge = (seen) => {
  const vaults = vaultsOf(seen).filter(({ backups }) => backups.length > 0)
  if (vaults.length === 0) return undefined
  return verdict(
    vaults.flatMap(({ region, backups, keeps, deletion, missing }) => [
      ...(backups.length > keeps ? [`${region} keeps ${backups.length} backups, and ${keeps} are to be kept.`] : []),
      ...(deletion === 'deleted' ? [`The application can delete what is kept in ${region}.`] : []),
      ...backups.filter(({ gone }) => gone).map(({ name }) => `${name} is listed in ${region} and is gone.`),
      ...missing.map((name) => `${name} of the log is gone from ${region}.`),
    ]),
    `${vaults.map(({ region, backups, keeps }) => `${region} keeps ${backups.length} of at most ${keeps} backups`).join('; ')}, and what is kept cannot be deleted by the application.`,
  )
}
