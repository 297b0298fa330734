import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineDown, lineUp, making, type Network, networkOf, regionDown, regionUp } from './network.ts'

const regions = ['east', 'west'] as const

function addressesIn(network: Network): readonly string[] {
  return making(network).flatMap(({ lines }) =>
    lines.flatMap((line) => /^address add ([\d.]+)\/31 dev \S+$/.exec(line)?.[1] ?? []),
  )
}

function devicesIn(network: Network): readonly string[] {
  return making(network).flatMap(({ lines }) =>
    lines.flatMap((line) => [...line.matchAll(/(?:link add|peer name) (\S+)/g)].map(([, device]) => device ?? '')),
  )
}

test('labs that share no port share no address, and every address is of the block for tests', () => {
  const port = fc.integer({ min: 1024, max: 65_524 })
  fc.assert(
    fc.property(port, port, (one, other) => {
      fc.pre(Math.abs(one - other) >= 8)
      const [mine, theirs] = [addressesIn(networkOf(regions, one)), addressesIn(networkOf(regions, other))]
      expect(new Set([...mine, ...theirs]).size).toBe(20)
      for (const address of mine) expect(address).toMatch(/^198\.1[89]\.\d+\.\d+$/)
    }),
  )
})

test('names of interfaces are as short as the system wants them, and each is given once in a network', () => {
  const devices = devicesIn(networkOf(regions, 65_524))
  expect(devices.filter((name) => name.length > 15)).toEqual([])
  expect(devices.filter((name) => name.startsWith('muster'))).toEqual(
    [...new Set(devices)].filter((name) => name.startsWith('muster')),
  )
})

test('what is made for a lab', () => {
  expect(making(networkOf(regions, 24_100))).toMatchInlineSnapshot(`
    [
      {
        "lines": [
          "netns add muster-24100-east",
          "netns add muster-24100-west",
          "netns add muster-24100",
          "link add muster24100-0 address 02:00:c6:12:bc:40 type veth peer name open address 02:00:c6:12:bc:41 netns muster-24100-east",
          "address add 198.18.188.64/31 dev muster24100-0",
          "link add muster24100-1 address 02:00:c6:12:bc:42 type veth peer name open address 02:00:c6:12:bc:43 netns muster-24100-west",
          "address add 198.18.188.66/31 dev muster24100-1",
          "link add muster24100-2 address 02:00:c6:12:bc:44 type veth peer name open address 02:00:c6:12:bc:45 netns muster-24100",
          "address add 198.18.188.68/31 dev muster24100-2",
          "link set muster24100-0 up",
          "neighbour replace 198.18.188.65 lladdr 02:00:c6:12:bc:41 dev muster24100-0 nud permanent",
          "link set muster24100-1 up",
          "neighbour replace 198.18.188.67 lladdr 02:00:c6:12:bc:43 dev muster24100-1 nud permanent",
          "link set muster24100-2 up",
          "neighbour replace 198.18.188.69 lladdr 02:00:c6:12:bc:45 dev muster24100-2 nud permanent",
        ],
      },
      {
        "lines": [
          "link set lo up",
          "address add 198.18.188.69/31 dev open",
          "link add region-0 address 02:00:c6:12:bc:46 type veth peer name line address 02:00:c6:12:bc:47 netns muster-24100-east",
          "address add 198.18.188.70/31 dev region-0",
          "link add region-1 address 02:00:c6:12:bc:48 type veth peer name line address 02:00:c6:12:bc:49 netns muster-24100-west",
          "address add 198.18.188.72/31 dev region-1",
        ],
        "namespace": "muster-24100",
      },
      {
        "lines": [
          "link set open up",
          "neighbour replace 198.18.188.68 lladdr 02:00:c6:12:bc:44 dev open nud permanent",
          "link set region-0 up",
          "neighbour replace 198.18.188.71 lladdr 02:00:c6:12:bc:47 dev region-0 nud permanent",
          "route replace 198.18.188.65/32 via 198.18.188.71 dev region-0",
          "link set region-1 up",
          "neighbour replace 198.18.188.73 lladdr 02:00:c6:12:bc:49 dev region-1 nud permanent",
          "route replace 198.18.188.67/32 via 198.18.188.73 dev region-1",
        ],
        "namespace": "muster-24100",
      },
      {
        "lines": [
          "link set lo up",
          "address add 198.18.188.65/31 dev open",
          "address add 198.18.188.71/31 dev line",
        ],
        "namespace": "muster-24100-east",
      },
      {
        "lines": [
          "link set open up",
          "neighbour replace 198.18.188.64 lladdr 02:00:c6:12:bc:40 dev open nud permanent",
          "link set line up",
          "neighbour replace 198.18.188.70 lladdr 02:00:c6:12:bc:46 dev line nud permanent",
          "route replace 198.18.188.69/32 via 198.18.188.70 dev line",
        ],
        "namespace": "muster-24100-east",
      },
      {
        "lines": [
          "link set lo up",
          "address add 198.18.188.67/31 dev open",
          "address add 198.18.188.73/31 dev line",
        ],
        "namespace": "muster-24100-west",
      },
      {
        "lines": [
          "link set open up",
          "neighbour replace 198.18.188.66 lladdr 02:00:c6:12:bc:42 dev open nud permanent",
          "link set line up",
          "neighbour replace 198.18.188.72 lladdr 02:00:c6:12:bc:48 dev line nud permanent",
          "route replace 198.18.188.69/32 via 198.18.188.72 dev line",
        ],
        "namespace": "muster-24100-west",
      },
    ]
  `)
})

test('what cuts the line and a region off is told at the end that falls silent', () => {
  const network = networkOf(regions, 24_100)
  expect([lineDown(network), regionDown(network, 'east')]).toMatchInlineSnapshot(`
    [
      {
        "lines": [
          "link set region-0 down",
          "link set region-1 down",
          "link set open down",
        ],
        "namespace": "muster-24100",
      },
      {
        "lines": [
          "link set line down",
          "link set open down",
        ],
        "namespace": "muster-24100-east",
      },
    ]
  `)
  expect(making(network)).toEqual(expect.arrayContaining([lineUp(network), regionUp(network, 'east')]))
  expect(() => regionDown(network, 'north')).toThrow('The lab has no network for north.')
})
