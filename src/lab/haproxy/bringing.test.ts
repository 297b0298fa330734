import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Address } from '../addresses.ts'
import { HttpFailure } from '../http.ts'
import { defaultSpec, type LabSpec } from '../spec.ts'
import { commandsFor } from './bringing.ts'
import { type ServerSeen, serversIn } from './runtime.ts'
import { isSame, placed, type Slot, slotsOf } from './slots.ts'

const regions: LabSpec['regions'] = ['east', 'west']
const slots = slotsOf({ ...defaultSpec, regions, instances: { full: 2, first: 2, second: 1 } })
const instance = (port: number): Address => ({ host: '127.0.1.1', port })
const ports = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 })

test('an instance keeps its server for as long as it runs, and those that come take the ones that are free', () => {
  const changes = fc.array(fc.tuple(fc.constantFrom(...regions), ports), { maxLength: 8 })
  fc.assert(
    fc.property(changes, (all) => {
      let now: readonly Slot[] = slots
      for (const [region, given] of all) {
        const before = now
        now = placed(now, region, given.map(instance))
        expect(now.map(({ name }) => name)).toEqual(slots.map(({ name }) => name))
        const held = now.filter((slot) => slot.region === region).flatMap(({ address }) => address?.port ?? [])
        expect(new Set(held)).toEqual(new Set(given))
        expect(held).toHaveLength(given.length)
        for (const [index, { address, region: of }] of before.entries())
          if (of !== region) expect(now[index]).toBe(before[index])
          else if (address && given.includes(address.port)) expect(now[index]?.address).toEqual(address)
      }
    }),
  )
})

test('more instances than there are servers are refused', () => {
  expect(slots.map(({ name }) => name)).toHaveLength(8)
  expect(() => placed(slots, 'east', [1, 2, 3, 4, 5].map(instance))).toThrow(HttpFailure)
  expect(() => placed(slots, 'east', [1, 2, 3, 4, 5].map(instance))).toThrow(
    'HAProxy was started with 4 servers for east, and 5 instances run there.',
  )
})

/** What HAProxy does when it is told. */
function after(seen: ReadonlyMap<string, ServerSeen>, command: string): ReadonlyMap<string, ServerSeen> {
  const [, name = '', state, host, port] =
    /regions\/(\S+)(?: state (\w+)| addr (\S+) port (\d+)| health up)?$/.exec(command) ?? []
  const server = seen.get(name)
  if (!server) throw new Error(`HAProxy has no server for "${command}".`)
  const change: Partial<ServerSeen> = command.startsWith('shutdown')
    ? { connections: 0 }
    : state !== undefined
      ? { shut: state === 'maint' }
      : host !== undefined
        ? { address: `${host}:${port}` }
        : { down: false }
  return new Map([...seen, [name, { ...server, ...change }]])
}

test('whatever HAProxy is like, it is brought to what was decided, and at no moment more is open than may be', () => {
  const states = fc.array(
    fc.record({
      shut: fc.boolean(),
      down: fc.boolean(),
      connections: fc.nat(3),
      address: fc.constantFrom('127.0.0.1:1', '127.0.1.1:3', '127.0.1.1:7'),
    }),
    { minLength: slots.length, maxLength: slots.length },
  )
  fc.assert(
    fc.property(states, ports, ports, fc.subarray<string>([...regions]), (given, east, west, serving) => {
      const wanted = placed(placed(slots, 'east', east.map(instance)), 'west', west.map(instance))
      let seen: ReadonlyMap<string, ServerSeen> = new Map(
        slots.map(({ name }, index) => [name, given[index] as ServerSeen]),
      )
      const commands = commandsFor(wanted, serving, seen)
      let opened = false
      for (const command of commands) {
        // All that is shut and cut comes before anything that is opened.
        const opens = command.endsWith('state ready')
        if (command.endsWith('maint') || command.startsWith('shutdown')) expect(opened).toBe(false)
        opened ||= opens
        seen = after(seen, command)
      }
      for (const { name, region, address } of wanted) {
        const server = seen.get(name)
        const open = address !== undefined && serving.includes(region)
        expect(server?.shut).toBe(!open)
        if (open) expect(server?.address).toBe(`${address.host}:${address.port}`)
        if (!serving.includes(region)) expect(server?.connections).toBe(0)
        // Who is in a region that stays open is not cut off.
        else expect(server?.connections).toBe(given[wanted.findIndex((one) => one.name === name)]?.connections)
      }
      expect(commandsFor(wanted, serving, seen)).toEqual([])
    }),
  )
  expect(isSame(instance(1), instance(2))).toBe(false)
})

test('servers are read from the statistics by the names of the columns, after what else was said', () => {
  const text = `
no need to change the addr

# pxname,svname,scur,status,last_chk,addr,
customers,FRONTEND,3,OPEN,,,
regions,east-1,2,UP 1/2,,127.0.1.1:24101,
regions,east-2,0,MAINT,,127.0.0.1:1,
regions,west-1,1,DOWN 1/2,"Detected 1 consecutive errors, last one was: ""L4""",127.0.2.1:24103,
regions,BACKEND,3,UP,,,

`
  expect(Object.fromEntries(serversIn(text))).toEqual({
    'east-1': { shut: false, down: false, connections: 2, address: '127.0.1.1:24101' },
    'east-2': { shut: true, down: false, connections: 0, address: '127.0.0.1:1' },
    'west-1': { shut: false, down: true, connections: 1, address: '127.0.2.1:24103' },
  })
  expect(serversIn('Unknown command').size).toBe(0)
})
