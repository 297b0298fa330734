import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostsIn, namesAddress } from './hosts.ts'

describe('hosts that a value names', () => {
  it.each([
    ['seats:9000', ['seats!']],
    ['http://Seats/all?x=http://other', ['seats!']],
    ['amqp://me:pass@queue:5672', ['queue!']],
    ['jdbc:postgresql://ledger:5432/books', ['ledger!']],
    ['me:pass@tcp(ledger:3306)/books', ['ledger!']],
    ['mongodb://one:1,two:2/x', ['one!', 'two!']],
    ['Server=tcp:ledger,1433;Database=books', ['ledger!']],
    ['host=ledger port=5432', ['ledger!']],
    ['ledger.night.svc.cluster.local:80', ['ledger.night.svc.cluster.local!']],
    ['seats', ['seats']],
    ['10.0.0.1:80', []],
    ['localhost:80', []],
    ['$(HOST):80', []],
    ['${HOST}:80', []],
    ['', []],
  ])('%j are %j', (value, hosts) => {
    expect(hostsIn(value).map(({ host, sure }) => `${host}${sure ? '!' : ''}`)).toEqual(hosts)
  })

  it('are found in any text without harm, and in the time of a blink', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => hostsIn(text).every(({ host }) => host !== '')))
    expect(hostsIn('a.'.repeat(2000)).length + hostsIn('a:'.repeat(2000)).length).toBeLessThan(10)
  })
})

describe('a variable', () => {
  it.each(['CART_ADDR', 'MAIL_HOST', 'database.url', 'Queue__Uri', 'KAFKA_BROKERS', 'endpoint'])(
    '%s holds an address',
    (name) => {
      expect(namesAddress(name)).toBe(true)
    },
  )

  it.each(['TITLE', 'PORT', 'CURLY', 'GHOST', 'URL_COUNT'])('%s holds none', (name) => {
    expect(namesAddress(name)).toBe(false)
  })
})
