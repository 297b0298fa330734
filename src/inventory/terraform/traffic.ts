import { textOf, Unknown, type Value } from '../value.ts'
import { type Arguments, object, worded } from './arguments.ts'
import { ownerOf } from './hosts.ts'
import type { Translation } from './translation.ts'

const enabled = (value: Value | undefined) => worded(value ?? true, 'Enabled', 'Disabled')

const endpoint = (args: Arguments) =>
  object({
    properties: object({
      targetResourceId: args.get('target_resource_id'),
      target: args.get('target'),
      priority: args.get('priority'),
      weight: args.get('weight'),
      endpointLocation: args.get('endpoint_location'),
      endpointStatus: enabled(args.get('enabled')),
    }),
  })

const profile = (args: Arguments) => {
  const [monitor, dns] = [args.block('monitor_config'), args.block('dns_config')]
  return object({
    properties: object({
      profileStatus: args.get('profile_status'),
      trafficRoutingMethod: args.get('traffic_routing_method'),
      dnsConfig: object({ relativeName: dns.get('relative_name'), ttl: dns.get('ttl') }),
      monitorConfig: object({
        protocol: monitor.get('protocol'),
        port: monitor.get('port'),
        path: monitor.get('path'),
        intervalInSeconds: monitor.get('interval_in_seconds') ?? 30,
        timeoutInSeconds: monitor.get('timeout_in_seconds') ?? 10,
        toleratedNumberOfFailures: monitor.get('tolerated_number_of_failures') ?? 3,
      }),
    }),
  })
}

/** A name inside a resource, as the id that Resource Manager wants of it. */
const named = (type: string, name: Value | undefined) =>
  object({
    id:
      name === undefined || name instanceof Unknown
        ? name
        : `/providers/Microsoft.Network/frontDoors/{self}/${type}/${textOf(name) ?? ''}`,
  })

const classic = (args: Arguments) =>
  object({
    properties: object({
      enabledState: enabled(args.get('load_balancer_enabled')),
      routingRules: args.each('routing_rule', (rule) =>
        object({
          name: rule.get('name'),
          properties: object({
            patternsToMatch: rule.get('patterns_to_match'),
            enabledState: enabled(rule.get('enabled')),
            routeConfiguration: object({
              backendPool: named('backendPools', rule.block('forwarding_configuration').get('backend_pool_name')),
            }),
          }),
        }),
      ),
      healthProbeSettings: args.each('backend_pool_health_probe', (probe) =>
        object({
          name: probe.get('name'),
          properties: object({
            path: probe.get('path') ?? '/',
            protocol: probe.get('protocol') ?? 'Http',
            intervalInSeconds: probe.get('interval_in_seconds') ?? 120,
          }),
        }),
      ),
      backendPools: args.each('backend_pool', (pool) =>
        object({
          name: pool.get('name'),
          properties: object({
            healthProbeSettings: named('healthProbeSettings', pool.get('health_probe_name')),
            backends: pool.each('backend', (backend) =>
              object({
                address: backend.get('address'),
                azureOrigin: object({ id: ownerOf(backend.get('address')) }),
                priority: backend.get('priority') ?? 1,
                weight: backend.get('weight') ?? 50,
                enabledState: enabled(backend.get('enabled')),
              }),
            ),
          }),
        }),
      ),
    }),
  })

const originGroup = (args: Arguments) => {
  const probe = args.blocks('health_probe')[0]
  return object({
    properties: object({
      healthProbeSettings:
        probe &&
        object({
          probePath: probe.get('path') ?? '/',
          probeProtocol: probe.get('protocol'),
          probeIntervalInSeconds: probe.get('interval_in_seconds'),
        }),
      sessionAffinityState: enabled(args.get('session_affinity_enabled')),
    }),
  })
}

const origin = (args: Arguments) =>
  object({
    properties: object({
      hostName: args.get('host_name'),
      azureOrigin: object({ id: ownerOf(args.get('host_name')) }),
      priority: args.get('priority') ?? 1,
      weight: args.get('weight') ?? 500,
      enabledState: enabled(args.get('enabled')),
    }),
  })

/** What sends clients to one place or another. */
export const trafficTranslations: Readonly<Record<string, Translation>> = {
  azurerm_traffic_manager_profile: { type: 'Microsoft.Network/trafficManagerProfiles', body: profile },
  azurerm_traffic_manager_azure_endpoint: {
    type: 'Microsoft.Network/trafficManagerProfiles/azureEndpoints',
    within: 'profile_id',
    body: endpoint,
  },
  azurerm_traffic_manager_external_endpoint: {
    type: 'Microsoft.Network/trafficManagerProfiles/externalEndpoints',
    within: 'profile_id',
    body: endpoint,
  },
  azurerm_traffic_manager_nested_endpoint: {
    type: 'Microsoft.Network/trafficManagerProfiles/nestedEndpoints',
    within: 'profile_id',
    body: endpoint,
  },
  azurerm_frontdoor: { type: 'Microsoft.Network/frontDoors', body: classic },
  azurerm_cdn_frontdoor_profile: {
    type: 'Microsoft.Cdn/profiles',
    body: (args) => object({ sku: object({ name: args.get('sku_name') }) }),
  },
  azurerm_cdn_frontdoor_endpoint: { type: 'Microsoft.Cdn/profiles/afdEndpoints', within: 'cdn_frontdoor_profile_id' },
  azurerm_cdn_frontdoor_origin_group: {
    type: 'Microsoft.Cdn/profiles/originGroups',
    within: 'cdn_frontdoor_profile_id',
    body: originGroup,
  },
  azurerm_cdn_frontdoor_origin: {
    type: 'Microsoft.Cdn/profiles/originGroups/origins',
    within: 'cdn_frontdoor_origin_group_id',
    body: origin,
  },
  azurerm_cdn_frontdoor_route: {
    type: 'Microsoft.Cdn/profiles/afdEndpoints/routes',
    within: 'cdn_frontdoor_endpoint_id',
    body: (args) =>
      object({
        properties: object({
          originGroup: object({ id: args.get('cdn_frontdoor_origin_group_id') }),
          enabledState: enabled(args.get('enabled')),
          patternsToMatch: args.get('patterns_to_match'),
        }),
      }),
  },
  azurerm_cdn_frontdoor_custom_domain: {
    type: 'Microsoft.Cdn/profiles/customDomains',
    within: 'cdn_frontdoor_profile_id',
  },
  azurerm_cdn_frontdoor_rule_set: { type: 'Microsoft.Cdn/profiles/ruleSets', within: 'cdn_frontdoor_profile_id' },
  azurerm_cdn_frontdoor_rule: { type: 'Microsoft.Cdn/profiles/ruleSets/rules', within: 'cdn_frontdoor_rule_set_id' },
  azurerm_cdn_frontdoor_security_policy: {
    type: 'Microsoft.Cdn/profiles/securityPolicies',
    within: 'cdn_frontdoor_profile_id',
  },
  azurerm_cdn_frontdoor_firewall_policy: { type: 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies' },
  azurerm_dns_zone: { type: 'Microsoft.Network/dnsZones' },
  azurerm_dns_a_record: { type: 'Microsoft.Network/dnsZones/A', within: 'zone_name' },
  azurerm_dns_cname_record: { type: 'Microsoft.Network/dnsZones/CNAME', within: 'zone_name' },
  azurerm_dns_txt_record: { type: 'Microsoft.Network/dnsZones/TXT', within: 'zone_name' },
  azurerm_private_dns_zone: { type: 'Microsoft.Network/privateDnsZones' },
  azurerm_private_dns_zone_virtual_network_link: { type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks' },
}
