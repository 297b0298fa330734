import { describe, expect, it } from 'vitest'
import { arm } from './importers/arm.ts'
import { resourceGraph } from './importers/resource-graph.ts'
import { terraformPlan } from './importers/terraform-plan.ts'
import { namesSecret } from './secret-keys.ts'
import { declaredWithoutSecrets, problemsWithoutSecrets, withoutAnySecret, withoutSecrets } from './secrets.ts'
import { troubled } from './trouble.ts'
import { understand } from './understand.ts'
import { at as valueAt, isList, Unknown, type Value } from './value.ts'

/** What stands under a path, whose numbers are those of lists. */
function at(value: Value | undefined, path: string): Value | undefined {
  let here = value
  for (const key of path.split('.')) here = isList(here) ? here[Number(key)] : valueAt(here, key)
  return here
}

const place = { file: 'x', line: 1, column: 1, endLine: 1, endColumn: 1 }
const declared = (type: string, body: Value, name = 'x') =>
  declaredWithoutSecrets({ type, name, address: 'x', body, dependsOn: [], place }).body
const given = { values: {}, read: () => undefined }
const read = (importer: typeof arm, document: unknown, values: Record<string, string> = {}) =>
  understand(importer.read([{ name: 'x.json', text: JSON.stringify(document) }], { ...given, values }))

describe('a key', () => {
  it.each(
    [
      'adminPassword administrator_login_password passwords DB_PWD pwd Pwd DB_PASS customData customdata userData',
      'masterKey signingKey encryptionKey functionKey hostKey APPINSIGHTS_INSTRUMENTATIONKEY primaryKey accountKey',
      'connectionString namespaceConnectionString securityToken X-Api-Key sasToken protected_settings STRIPE_KEY',
      'kube_config client_certificate token secret secrets adminPasswordOrKey secureValue secure_environment_variables',
    ].flatMap((line) => line.split(' ')),
  )('%s says that it is secret', (key) => {
    expect(namesSecret(key)).toBe(true)
  })

  it.each(
    [
      'passwordAuthenticationEnabled keyVaultName keyVaultId secretName secret_name secretUri keyVaultUri keyName',
      'partitionKey PARTITION_KEY PUBLIC_KEY keyPolicy securityRules publicKeys tokenUrl TOKEN_URL secretPermissions',
      'sku.name key_vault_secret_id passwordExpirationDays clientCertificateMode sharedAccessKeyName bypass secretRef',
      'subnetId version tenantId currentServiceObjectiveName rotationPollInterval host',
    ].flatMap((line) => line.split(' ')),
  )('%s does not', (key) => {
    expect(namesSecret(key)).toBe(false)
  })
})

describe('a value', () => {
  it('loses every leaf below a secret key, and keeps names, switches and what is not said', () => {
    const value = withoutSecrets({
      adminPassword: 111111,
      passwords: ['hush'],
      secrets: [{ name: 'db', value: 'hush', keyVaultUrl: 'https://v.example/a', more: { inside: 'hush' } }],
      passwordAuth: 'Enabled',
      token: null,
      secret: true,
      password: '',
    })
    expect(JSON.stringify(value)).not.toMatch(/"hush"|111111/)
    expect(at(value, 'adminPassword')).toBeInstanceOf(Unknown)
    expect(at(value, 'secrets.0.name')).toBe('db')
    expect(at(value, 'secrets.0.keyVaultUrl')).toBe('https://v.example/a')
    expect([at(value, 'passwordAuth'), at(value, 'secret'), at(value, 'password')]).toEqual(['Enabled', true, ''])
  })

  it('loses what a pair, a mark or a flag says to be secret', () => {
    const value = withoutSecrets({
      appSettings: [
        { name: 'DB_PWD', value: 'hush' },
        { name: 'SEATS', value: '4' },
      ],
      named: { displayName: 'x', secret: true, value: 'hush' },
      command: ['run', '--token', 'hush', '--seats', '4'],
    })
    expect(JSON.stringify(value)).not.toContain('"hush"')
    expect(at(value, 'appSettings.1.value')).toBe('4')
    expect(at(value, 'command')).toEqual(['run', '--token', '{secret}', '--seats', '4'])
  })

  it.each([
    ['DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hush==;EndpointSuffix=core', 'AccountName=a;'],
    ['Endpoint=sb://a/;SharedAccessKeyName=root;SharedAccessKey=hush=', 'SharedAccessKeyName=root;'],
    ['rediss://:hush@cache:6380', '@cache:6380'],
    ['https://a.blob.example/x?sv=1&sig=hush%3D&se=2', '?sv=1&sig={secret}&se=2'],
    ['{"user":"me","password":"hush"}', '"user":"me"'],
  ])('loses the secret in %s, and keeps the rest', (text, kept) => {
    const value = withoutSecrets({ setting: text })
    expect(at(value, 'setting')).not.toContain('hush')
    expect(at(value, 'setting')).toContain(kept)
    expect(withoutSecrets(value)).toBe(value)
  })

  it('is the very same where nothing is secret, and shares what is not', () => {
    const sku = { name: 'Premium' }
    const same = { sku, properties: { a: [1, { b: 'c' }], permissions: { secrets: ['get'], keys: ['get'] } } }
    expect(withoutSecrets(same)).toBe(same)
    const other = withoutSecrets({ sku, properties: { password: 'hush' } })
    expect(at(other, 'sku')).toBe(sku)
  })

  it('is cleaned once for each of its parts, however often it stands in it', () => {
    let value: Value = { password: 'hush', name: 'x' }
    for (let i = 0; i < 60; i++) value = [value, value]
    expect(withoutSecrets(value)).not.toBe(value)
  })

  it('that is passed on as a secret keeps its shape', () => {
    const value = withoutAnySecret([{ name: 'a', what: 'hush' }, 'hush'])
    expect(at(value, '0.name')).toBe('a')
    expect(JSON.stringify(value)).not.toContain('"hush"')
  })
})

describe('a resource', () => {
  it.each([
    ['Microsoft.KeyVault/vaults/secrets', { properties: { value: 'hush', contentType: 'text' } }],
    ['azurerm_key_vault_secret', { properties: { value: 'hush' }, arguments: { value: 'hush' } }],
    ['random_password', { properties: { result: 'hush', length: 20 } }],
  ])('of type %s has no value', (type, body) => {
    expect(JSON.stringify(declared(type, body))).not.toContain('"hush"')
  })

  it('that is a list of connection strings has names alone', () => {
    const body = { properties: { main: { value: 'hush', type: 'SQLAzure' } } }
    const kept = declared('Microsoft.Web/sites/config', body, 'shop/connectionstrings')
    expect(at(kept, 'properties.main.type')).toBe('SQLAzure')
    expect(at(kept, 'properties.main.value')).toBeInstanceOf(Unknown)
  })

  it('loses the words of what is unknown where they are part of a secret', () => {
    const body = { password: new Unknown('x', 'hush{a}'), setting: new Unknown('x', 'Password=hush;Server={a}') }
    expect(JSON.stringify(declared('a/b', body))).not.toContain('hush')
  })

  it('of a template has no secret, from whatever it came', () => {
    const { resources } = read(
      arm,
      {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        parameters: {
          adminPassword: { type: 'string', defaultValue: 'hush-default' },
          sharedKey: { type: 'string' },
          passwordAuth: { type: 'string', defaultValue: 'Enabled', allowedValues: ['Enabled', 'Disabled'] },
          keyVaultName: { type: 'string', defaultValue: 'vault-1' },
          secrets: { type: 'array', defaultValue: [] },
          otherToken: { type: 'string', defaultValue: '' },
        },
        resources: [
          {
            type: 'Microsoft.KeyVault/vaults',
            name: "[parameters('keyVaultName')]",
            location: 'eastus',
            tags: {
              a: "[parameters('adminPassword')]",
              b: "[parameters('sharedKey')]",
              c: "[parameters('passwordAuth')]",
              d: "[parameters('secrets')[0].what]",
              e: "[if(empty(parameters('otherToken')), 'none', 'some')]",
            },
            properties: {
              osProfile: { adminPassword: 'hush-literal', customData: 'hush-data' },
              configuration: { secrets: [{ name: 'db', value: 'hush-value' }] },
            },
          },
        ],
      },
      { sharedKey: 'hush-said', secrets: '[{"what":"hush-list"}]' },
    )
    expect(resources[0]?.name).toBe('vault-1')
    expect(at(resources[0]?.body, 'tags.c')).toBe('Enabled')
    expect(at(resources[0]?.body, 'tags.e')).toBe('none')
    expect(JSON.stringify(resources)).not.toContain('hush')
  })

  it('of an export has no secret at its top either', () => {
    const { resources } = read(resourceGraph, [
      { type: 'Microsoft.Cache/redis', name: 'a', adminPassword: 'hush', accessKeys: { primaryKey: 'hush' } },
    ])
    expect(JSON.stringify(resources)).not.toContain('hush')
  })

  it('of azapi, whose body is a text, has no secret', () => {
    const values = { type: 'Microsoft.Web/sites@2022', name: 'a', body: '{"properties":{"adminPassword":"hush"}}' }
    const app = { name: 'b', secret: [{ name: 'db', value: 'hush' }] }
    const one = (type: string, name: string, of: object) => ({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      values: of,
    })
    const { resources } = read(terraformPlan, {
      format_version: '1.0',
      values: {
        root_module: { resources: [one('azapi_resource', 'a', values), one('azurerm_container_app', 'b', app)] },
      },
    })
    expect(resources).toHaveLength(2)
    expect(JSON.stringify(resources)).not.toContain('hush')
  })
})

describe('a problem', () => {
  it('does not repeat a secret of an address', () => {
    const [told] = problemsWithoutSecrets([troubled('part-unread', place, 'It lies at https://a/x?sv=1&sig=hush.')])
    expect(told?.detail).toContain('sig={secret}')
  })
})
