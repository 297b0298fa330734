import { expect, test } from 'vitest'
import { systemNames } from './model.ts'
import { assureTools, findTools, lackOf, type Tools } from './programs.ts'

const everything: Tools = {
  postgres: '/usr/lib/postgresql/15/bin',
  setpriv: '/usr/bin/setpriv',
  ipcrm: '/usr/bin/ipcrm',
  patroni: '/usr/bin/patroni',
  etcd: '/usr/bin/etcd',
  pgAutoctl: '/usr/bin/pg_autoctl',
}

test.runIf(process.platform === 'linux')('what is missing is named with one command that installs it', () => {
  expect(() => assureTools(systemNames, everything)).not.toThrow()
  const { etcd: _, pgAutoctl: __, ...some } = everything
  expect(() => assureTools(['muster'], some)).not.toThrow()
  expect(() => assureTools(systemNames, some)).toThrow(
    expect.objectContaining({
      kind: 'unreachable',
      message:
        'patroni needs etcd.\npg-auto-failover needs pg_autoctl with its extension.\n' +
        'On Debian 12, or a system with the same packages, install what is missing and stop what that starts:\n' +
        '  apt-get install etcd-server pg-auto-failover-cli postgresql-15-auto-failover\n' +
        'or choose among the systems with --system; `muster lab compare --list` tells which can be run here.',
    }),
  )
})

test('without anything every system lacks something', () => {
  expect(systemNames.map((system) => lackOf(system, {}) === undefined)).toEqual(systemNames.map(() => false))
})

test('what is found is a program that can be run', () => {
  expect(findTools('/nowhere')).toEqual(findTools(''))
  for (const path of Object.values(findTools())) expect(path).toMatch(/^\//)
})
