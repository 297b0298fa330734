import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describedParts, partsFor, partsOf } from './profile.ts'

const path = process.env['PATH'] ?? ''

test('a lab from npm alone has no program of this machine, whatever there is', () => {
  expect(partsOf('npm', path)).toEqual({})
  expect(describedParts({})).toEqual({})
  expect(partsFor({})).toEqual({})
})

test('what of the full profile this machine has is found with its version', ({ skip }) => {
  const parts = partsOf('full', path)
  if (parts.postgres === undefined)
    return skip('optional: there is no PostgreSQL 15 or newer below /usr/lib/postgresql')
  expect(partsFor(parts)).toEqual({ parts })
  const versions = describedParts(parts)
  expect(Object.keys(versions)).toEqual(Object.keys(parts))
  // Debian's directories have the major version in their name.
  expect(parts.postgres.split('/')).toContain(versions['postgres']?.split('.')[0])
})

test('a program that cannot be run, or says no version, is named', () => {
  const nowhere = join(import.meta.dirname, 'nowhere')
  expect(() => describedParts({ postgres: nowhere })).toThrow(
    /nowhere\/postgres is there and cannot be run: .*ENOENT.*leave MUSTER_LAB_PROFILE out/s,
  )
  expect(() => describedParts({ haproxy: '/bin/true' })).toThrow('/bin/true -v says no version, but: nothing.')
})
