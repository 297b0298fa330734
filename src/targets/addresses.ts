import { BlockList, isIP } from 'node:net'

/** Addresses of this very machine. */
const loopback = listOf(['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128'])

/**
 * Addresses that only the link or the provider answers, with credentials as a rule; nothing of a workload lives there.
 * Sources: RFC 3927 and RFC 4291 for the link-local ranges; the providers' own documentation of their instance
 * metadata services for the others.
 */
const near = listOf([
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::254/128',
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
])

/**
 * What a target may be reached at.
 * @param subject loopback addresses are allowed for `nonprod` alone
 * @param listed addresses that the plan allows by name
 * @returns why nothing may connect to an address, in a sentence, or undefined where it may
 */
export function ruleFor(
  subject: 'nonprod' | 'prod' | 'unknown',
  listed: readonly string[],
): (address: string) => string | undefined {
  const allowed = listOf(
    listed.filter((address) => isIP(address) !== 0).map((one) => `${one}/${isIP(one) === 4 ? 32 : 128}`),
  )
  return (address) => {
    const plain = plainOf(address)
    if (within(allowed, plain)) return undefined
    if (within(near, plain))
      return "link-local and metadata addresses answer with what is nobody's business. If it is meant, list it under mayReach of the target."
    if (subject !== 'nonprod' && within(loopback, plain))
      return 'it is this machine itself, which only a target with subject nonprod may be.'
    return undefined
  }
}

/** An IPv4 address that is wrapped in an IPv6 one, by itself; otherwise the address without its zone. */
function plainOf(address: string): string {
  const bare = address.replace(/%.*$/, '')
  if (isIP(bare) !== 6) return bare
  // The parser of URLs writes every IPv6 address in one way, the wrapped IPv4 address as two groups of hexadecimals.
  const short = new URL(`http://[${bare}]/`).hostname.slice(1, -1)
  const wrapped = /^(?:::ffff:|64:ff9b::|::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short)
  if (!wrapped) return short
  const [high, low] = [Number.parseInt(wrapped[1] ?? '', 16), Number.parseInt(wrapped[2] ?? '', 16)]
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

function within(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}
