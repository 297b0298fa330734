import type { Resource } from './resource.ts'
import { isList, isObject, Unknown, type Value, valueOf } from './value.ts'

/** One value in which two resources differ. */
export interface Difference {
  /** Keys joined by dots, such as `properties.siteConfig.alwaysOn`. */
  readonly path: string
  readonly first: string
  readonly second: string
}

/** Keys that say where something is or how it fares, and so differ between any two. */
const own =
  /^(id|location|fqdn|hostnames?|enabledhostnames|endpoints?|primaryendpoints|secondaryendpoints|primarylocation|secondarylocation|provisioningstate|state|status.*|creationtime|createdat|timecreated|etag|principalid|tenantid|clientid|resourceguid|uniqueid|.*uri|.*url|.*endpoint|outboundipaddresses|possibleoutboundipaddresses|inboundipaddress|virtualips?|privateipaddress(es)?|ipaddress|lastmodified.*|modifiedat|resourcegroup|subscriptionid|managedby|systemdata|dnssettings|domainnamelabel|customdomainverificationid|createmode|sourceserverresourceid|sourcedatabaseid|sourceresourceid|replicationrole|.*_ids?|resource_group_name|create_mode|timeouts)$/i

/**
 * In what two resources of one type differ: size, version, settings, tags, and what others say of them (roles, policies, network
 * rules, private endpoints, secrets and certificates by name). Where either side is unknown nothing is
 * said, and what differs between any two resources is left out, as is the mention of a resource, which each side has of
 * its own. A copy has from its source whatever it does not say itself.
 */
export function differences(a: Resource, b: Resource): readonly Difference[] {
  const found: Difference[] = []
  const copies = [a, b].some(({ replication }) => [a.id, b.id].every((id) => replication?.between.includes(id)))
  const said = ({ body }: Resource) => valueOf(body, 'arguments') ?? body
  compare(said(a), said(b), '', copies, found)
  for (const one of new Set([...a.attached, ...b.attached])) {
    if (a.attached.includes(one) && b.attached.includes(one)) continue
    const [first, second] = a.attached.includes(one) ? ['there', 'missing'] : ['missing', 'there']
    found.push({ path: `attached.${one}`, first, second })
  }
  return found
}

function compare(a: Value | undefined, b: Value | undefined, path: string, copies: boolean, found: Difference[]): void {
  if (copies && (a === undefined || b === undefined)) return
  if (a instanceof Unknown || b instanceof Unknown || found.length >= most) return
  if (isObject(a) && isObject(b)) {
    for (const key of [...new Set([...Object.keys(a), ...Object.keys(b)])])
      if (!own.test(key) && (key !== 'name' || path.endsWith('sku')))
        compare(a[key], b[key], path === '' ? key : `${path}.${key}`, copies, found)
    return
  }
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) found.push({ path, first: `${a.length} entries`, second: `${b.length} entries` })
    else a.forEach((one, i) => compare(one, b[i], `${path}.${i}`, copies, found))
    return
  }
  const [first, second] = [shown(a), shown(b)]
  if (first === second || isId(a) || isId(b)) return
  found.push({ path, first, second })
}

/** Nobody reads further. */
const most = 50

function isId(value: Value | undefined): boolean {
  return typeof value === 'string' && value.startsWith('/subscriptions/')
}

function shown(value: Value | undefined): string {
  if (value === undefined || value === null) return 'not set'
  return typeof value === 'object' ? 'set' : String(value)
}
