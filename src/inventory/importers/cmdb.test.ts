import { describe, expect, it } from 'vitest'
import { links, readText, resource, troubles } from '../testing/platform.ts'
import { at, Unknown } from '../value.ts'
import { cmdb } from './cmdb.ts'

const read = (text: string) => readText(cmdb, text, {}, 'systems.csv')

describe('a table of systems', () => {
  it('is read by what its columns are usually called, in any case and with any marks', () => {
    const inventory = read(
      `CI_Name;Class;Data Center;Owned By;Business-Criticality;Depends On;Sys ID;RTO (hours);Shelf
Kiosk;Web App;North Europe;sales;1;A-2 | Mailer;A-1;4;seven
Ledger;PostgreSQL;westeurope;books;1;;A-2;;
Mailer;Printer;Hall 3;;;;A-3;30m;`,
    )
    expect(inventory.resources.map(({ type, name, component }) => [type, name, component])).toEqual([
      ['cmdb/web-service', 'Kiosk', 'web-service'],
      ['cmdb/postgres', 'Ledger', 'postgres'],
      ['cmdb/Printer', 'Mailer', undefined],
    ])
    expect(inventory.resources.map(({ region }) => (region instanceof Unknown ? '?' : region))).toEqual([
      'northeurope',
      'westeurope',
      '?',
    ])
    expect(links(inventory)).toEqual(['Kiosk depends on Ledger', 'Kiosk depends on Mailer'])
    const { body } = resource(inventory, 'cmdb/web-service', 'Kiosk')
    expect(['owner', 'tier', 'rto', 'Shelf'].map((one) => at(body, one))).toEqual(['sales', '1', '4h', 'seven'])
    expect(troubles(inventory)).toEqual(['4 type-unknown'])
  })

  it('keeps the lines of rows whose cells have several', () => {
    const inventory = read(
      '\uFEFFname,description\r\nKiosk,"one\r\ntwo, with ""marks""\r\n"\r\n\r\n,nameless\r\nLedger,x\r\n',
    )
    expect(inventory.resources.map(({ name, source }) => [name, source.line])).toEqual([
      ['Kiosk', 2],
      ['Ledger', 7],
    ])
    expect(at(inventory.resources[0]?.body, 'description')).toBe('one\r\ntwo, with "marks"')
    expect(troubles(inventory)).toEqual(['6 name-missing'])
  })

  it('tells of a need that is in no row, which may be elsewhere', () => {
    const inventory = read('name,dependencies\nKiosk,Ledger;Kiosk')
    expect(links(inventory)).toEqual(['Kiosk depends on Ledger!'])
    expect(troubles(inventory)).toEqual(['2 reference-outside'])
  })

  it('keeps no secret', () => {
    const inventory = read('name,admin password,url\nKiosk,HUSH,https://me:HUSH@kiosk')
    expect(JSON.stringify(inventory)).not.toContain('HUSH')
  })

  it('may say itself what parts its cells', () => {
    expect(read('sep=|\nname|tier\nKiosk|1').resources.map(({ name, source }) => [name, source.line])).toEqual([
      ['Kiosk', 3],
    ])
  })

  it.each([
    ['no names', 'shelf,room\n1,2', '1 input-of-another-format'],
    ['another format', '{ "a": 1 }', '1 input-of-another-format'],
    ['only a header', 'name', '1 input-empty'],
    ['nothing', '\n\n', '1 input-empty'],
    ['quotes that stay open', 'name\nKiosk\n"Ledger\nMailer', '3 input-unreadable'],
    ['more cells than columns', 'name,tier\nKiosk,1,2', '2 input-unreadable'],
  ])('is told of where it has %s', (_what, text, told) => {
    expect(troubles(read(text))).toEqual([told])
  })
})
