import { expect, test } from 'vitest'
import { configText, zoneText } from './config.ts'
import { changeOf } from './control.ts'

test('Knot answers at one address, is told what to do by its socket alone, and keeps nothing', () => {
  const folder = '/tmp/a "lab"\\.knot'
  expect(configText({ at: { host: '127.0.0.1', port: 24101 }, folder, socket: '/tmp/socket' })).toBe(`server:
    rundir: "/tmp/a \\"lab\\"\\\\.knot"
    listen: 127.0.0.1@24101
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
    identity: ""
    version: ""
control:
    listen: "/tmp/socket"
database:
    storage: "/tmp/a \\"lab\\"\\\\.knot"
    journal-db-max-size: 4M
    kasp-db-max-size: 5M
    timer-db-max-size: 1M
log:
  - target: stderr
    any: info
template:
  - id: default
    storage: "/tmp/a \\"lab\\"\\\\.knot"
    file: zone
    zonefile-sync: -1
    journal-content: none
zone:
  - domain: muster.test
`)
})

test('the zone begins with a name that leads nowhere, and is changed in one piece', () => {
  expect(zoneText(5, 71)).toBe(`$ORIGIN muster.test.
$TTL 5
@ SOA ns hostmaster 71 3600 600 86400 0
@ NS ns
shop.muster.test. TXT "customers"
`)
  expect(changeOf(['127.0.1.1', '127.0.2.1'], 5, true)).toEqual([
    'zone-begin muster.test',
    'zone-unset muster.test shop.muster.test. A',
    'zone-set muster.test shop.muster.test. 5 A 127.0.1.1',
    'zone-set muster.test shop.muster.test. 5 A 127.0.2.1',
    'zone-commit muster.test',
  ])
  expect(changeOf(['127.0.1.1'], 5, false)).toEqual([
    'zone-begin muster.test',
    'zone-set muster.test shop.muster.test. 5 A 127.0.1.1',
    'zone-commit muster.test',
  ])
})
