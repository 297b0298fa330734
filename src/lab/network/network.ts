/** One end of a pair of interfaces that lead to each other. */
interface End {
  readonly device: string
  readonly address: string
}

/** Such a pair: how one network is reached from another. */
interface Leg {
  /** In the machine's own network, or in the line's where it leads on to a region. */
  readonly outer: End
  readonly inner: End
}

/** The network of a region. */
interface RegionNetwork {
  readonly namespace: string
  /** By this one it is reached from the machine, by customers and by the lab itself; its parts listen at the inner end. */
  readonly open: Leg
  /** From here it reaches the line, which is at the outer end. */
  readonly line: Leg
}

/** The networks of a lab: one for each region, and one between them that is the line. */
export interface Network {
  readonly regions: Readonly<Record<string, RegionNetwork>>
  /** The near ends of the line listen at the inner end of its own leg, whoever comes. */
  readonly line: { readonly namespace: string; readonly open: Leg }
}

/** Lines for one `ip -batch`, in the namespace that it runs in; in the machine's own where none is named. */
export interface Batch {
  readonly namespace?: string
  readonly lines: readonly string[]
}

/** 198.18.0.0, the first address of the block for tests between networks (RFC 2544), which nobody routes. */
const first = (198 << 24) | (18 << 16)
/** The block as PostgreSQL writes it. */
export const block = '198.18.0.0/15'
/** Five legs have two addresses each; a lab has at least so many ports, so that no two labs share any. */
const [addressesEach, portsEach] = [16, 8]

/** The networks of the lab whose first port that is. Names and addresses follow from the port. */
export function networkOf(regions: readonly [string, string], basePort: number): Network {
  const own = first + addressesEach * Math.floor(basePort / portsEach)
  const leg = (number: number, outer: string, inner: string): Leg => ({
    outer: { device: outer, address: written(own + 2 * number) },
    inner: { device: inner, address: written(own + 2 * number + 1) },
  })
  // The system takes no name of an interface that is longer than 15 characters.
  const device = (number: number): string => `muster${basePort}-${number}`
  const region = (name: string, index: number): readonly [string, RegionNetwork] => [
    name,
    {
      namespace: `muster-${basePort}-${name}`,
      open: leg(index, device(index), 'open'),
      line: leg(3 + index, `region-${index}`, 'line'),
    },
  ]
  return {
    regions: Object.fromEntries(regions.map(region)),
    line: { namespace: `muster-${basePort}`, open: leg(2, device(2), 'open') },
  }
}

/** What the machine shows of the networks, and what has to go with the lab. */
export interface Traces {
  readonly namespaces: readonly string[]
  readonly devices: readonly string[]
}

export function tracesOf({ regions, line }: Network): Traces {
  const all = [...Object.values(regions), line]
  return {
    namespaces: all.map(({ namespace }) => namespace),
    devices: all.map(({ open }) => open.outer.device),
  }
}

/** Makes the networks, in this order. */
export function making(network: Network): readonly Batch[] {
  const { line } = network
  const regions = Object.values(network.regions)
  return [
    {
      lines: [
        ...tracesOf(network).namespaces.map((name) => `netns add ${name}`),
        ...[...regions, line].flatMap(({ namespace, open }) => added(open, namespace)),
        ...[...regions, line].flatMap(({ open }) => up(open.outer, open.inner)),
      ],
    },
    {
      namespace: line.namespace,
      lines: [
        'link set lo up',
        addressed(line.open.inner),
        ...regions.flatMap((region) => added(region.line, region.namespace)),
      ],
    },
    lineUp(network),
    ...Object.entries(network.regions).flatMap(([name, { namespace, open, line: towards }]): readonly Batch[] => [
      { namespace, lines: ['link set lo up', addressed(open.inner), addressed(towards.inner)] },
      regionUp(network, name),
    ]),
  ]
}

/** Takes every leg of the line down at its own end: whoever sends something to it sends it into the void. */
export function lineDown({ regions, line }: Network): Batch {
  const devices = [...Object.values(regions).map((region) => region.line.outer), line.open.inner]
  return { namespace: line.namespace, lines: devices.map(({ device }) => `link set ${device} down`) }
}

/** What a leg forgets when it is taken down is said again. */
export function lineUp({ regions, line }: Network): Batch {
  return {
    namespace: line.namespace,
    lines: [
      ...up(line.open.inner, line.open.outer),
      ...Object.values(regions).flatMap(({ open, line: { outer, inner } }) => [
        ...up(outer, inner),
        `route replace ${open.inner.address}/32 via ${inner.address} dev ${outer.device}`,
      ]),
    ],
  }
}

/** Takes the legs of a region down at its end: nothing leaves it, and nobody is told. */
export function regionDown({ regions }: Network, name: string): Batch {
  const { namespace, open, line } = known(regions, name)
  return { namespace, lines: [line, open].map(({ inner }) => `link set ${inner.device} down`) }
}

export function regionUp({ regions, line: wide }: Network, name: string): Batch {
  const { namespace, open, line } = known(regions, name)
  return {
    namespace,
    lines: [
      ...up(open.inner, open.outer),
      ...up(line.inner, line.outer),
      `route replace ${wide.open.inner.address}/32 via ${line.outer.address} dev ${line.inner.device}`,
    ],
  }
}

function known(regions: Network['regions'], name: string): RegionNetwork {
  const region = regions[name]
  if (!region) throw new Error(`The lab has no network for ${name}.`)
  return region
}

/** Makes a leg whose inner end lies in a namespace, and gives the outer one its address. */
function added({ outer, inner }: Leg, namespace: string): readonly string[] {
  const each = ({ device, address }: End) => `${device} address ${hardware(address)}`
  return [`link add ${each(outer)} type veth peer name ${each(inner)} netns ${namespace}`, addressed(outer)]
}

function addressed({ device, address }: End): string {
  return `address add ${address}/31 dev ${device}`
}

/**
 * The neighbour is told and never asked for: a question that nobody answers would make the system say after some seconds
 * that the host cannot be reached, which a network that loses everything does not say.
 */
function up({ device }: End, { address }: End): readonly string[] {
  return [
    `link set ${device} up`,
    `neighbour replace ${address} lladdr ${hardware(address)} dev ${device} nud permanent`,
  ]
}

function octets(address: number): readonly number[] {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255)
}

function written(address: number): string {
  return octets(address).join('.')
}

/** A hardware address of nobody's making, from an address; one that is given is changed by no daemon. */
function hardware(address: string): string {
  const each = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'))
  return `02:00:${each.join(':')}`
}
