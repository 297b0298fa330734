import { wordsOf } from './secret-keys.ts'

/** Words of keys that say which one it is, where it is, when it was made or how it fares; split by underscores. */
const own = new RegExp(
  [
    '(^|_)(ids?|guid|uuid|etag|stamp|fingerprint|thumbprint|hash|checksum|identifier)$',
    '(^|_)(uris?|urls?|links?|fqdns?|endpoints?|hosts?|host_?names?|domain_names?|ips?|ip_?address(es)?)$',
    '(computer|site|dns|server|account|vault|namespace|registry|workspace|resource_group|disk|interface)_names?$',
    '(^|_)(location|location_name|region|resource_group|subscription|web_space|fully_qualified_domain_name)$',
    '^(default_domain|custom_domains?|custom_domain_verification.*|host_?name_ssl_states|.*dns_(prefix|settings)|domain_name_label|name_prefix)$',
    '(availability|standby|primary|secondary|physical)_zone$',
    '^(state|status.*|health(_state|_status)?|instance_view|system_data|system_version|generation|resource_version|in_flight_features)$',
    '(provisioning|power|running|availability|recovery|default|visible|resource|operational|usage|replica|replication|disk|protection|connection|container|health|site)_(state|status)$',
    '^(time_created|earliest_.*|latest_.*|last_.*|current_(?!service|sku).*|used_.*|created.*|modified.*|changed.*|updated.*)$',
    '(creation|created|create|modified|modification|changed?|updated?|started|expiration|expiry|restore|deletion|deleted|connected|failover|sync)_(time|date|at|on|by|time_utc|date_time|timestamp)$',
    '^(managed_by.*|private_endpoint_connections|create_mode|source_(server|database|resource).*|replication_role|replica_capacity|timeouts)$',
  ].join('|'),
)

/** Keys of which an export has made one word in lower case. */
const oneWord =
  /^(.*(hostnames?|domainname|uri|url|endpoints?|fqdn|guid|ipaddress(es)?)|(vm|tenant|subscription|principal|client|object|deployment|unique|serverfarm|customer|app|workspace|resource)id|(primary|secondary)location|resourcegroup|managedby|systemdata|provisioningstate|creationtime|createdtime|changedtime|timecreated|createdat|modifiedat|lastmodified.*|resourceguid|virtualips?|dnssettings|domainnamelabel|customdomainverificationid|createmode|sourceserverresourceid|sourcedatabaseid|sourceresourceid|replicationrole|computername|webspace|homestamp|selflink|repositorysitename|availabilityzone|availabilitystate)$/

const known = new Map<string, boolean>()
const mostKept = 20_000

/** Whether a key says where something is, which one it is or how it fares, and so differs between any two. */
export function isOwn(key: string): boolean {
  const there = known.get(key)
  if (there !== undefined) return there
  const part = key.slice(-200)
  const found = own.test(wordsOf(part)) || oneWord.test(part)
  if (known.size < mostKept && key.length <= 100) known.set(key, found)
  return found
}
