/** A traffic manager profile with endpoints, as a resource of a template. */
export function trafficManager(mark: string, method: string, endpoints: readonly string[]): string {
  return `{ ${mark}
    "type": "Microsoft.Network/trafficManagerProfiles", "name": "shop", "location": "global",
    "properties": {
      "trafficRoutingMethod": "${method}",
      "dnsConfig": { "relativeName": "shop", "ttl": 30 },
      "monitorConfig": { "protocol": "HTTPS", "port": 443, "path": "/health", "intervalInSeconds": 30 },
      "endpoints": [${endpoints.join(',\n        ')}]
    }
  }`
}

/** An endpoint in a region, or in one that is not said. */
export function endpoint(name: string, region?: string, more = ''): string {
  const place = region === undefined ? '' : `, "endpointLocation": "${region}"`
  return `{ "name": "${name}", "properties": { "target": "${name}.example"${place}${more} } }`
}

/** A resource of a template with a mark behind its first brace. */
export function resource(mark: string, type: string, name: string, location: string, more = ''): string {
  return `{ ${mark}
    "type": "${type}", "name": "${name}", "location": "${location}"${more === '' ? '' : `, ${more}`}
  }`
}
