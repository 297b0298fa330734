import { describe, expect, it } from 'vitest'
import { maskedText } from './masks.ts'
import { withoutSecrets } from './secrets.ts'
import { at, Unknown } from './value.ts'

describe('a text', () => {
  it.each([
    ['amqp://guest:hush@queue:5672/x', 'amqp://guest:{secret}@queue:5672/x'],
    ['postgres://books@ledger/x', 'postgres://books@ledger/x'],
    ['DB_PASSWORD=hush psql', 'DB_PASSWORD={secret} psql'],
    ['Server=ledger;Password=hush;Encrypt=true', 'Server=ledger;Password={secret};Encrypt=true'],
    ['login --user me --password hush -v', 'login --user me --password {secret} -v'],
    ['login --api-key=hush', 'login --api-key={secret}'],
    ['curl -H "Authorization: Bearer abcdefgh12"', 'curl -H "Authorization: Bearer {secret}"'],
    ['seats: 4\n  password: hush\n', 'seats: 4\n  password: {secret}\n'],
    ['Password: ask the desk', 'Password: ask the desk'],
    ['TOKEN_URL=https://sign.in', 'TOKEN_URL=https://sign.in'],
    ['sqlcmd -S srv -U sa -P hush -Q "select 1"', 'sqlcmd -S srv -U sa -P {secret} -Q "select 1"'],
    ['mysql -u root -phush -h db', 'mysql -u root -p{secret} -h db'],
    ['mysql -u root -p123456 -P 3306 \\\n  -h db', 'mysql -u root -p{secret} -P 3306 \\\n  -h db'],
    ['mongosh -u me -p "hush hush" x', 'mongosh -u me -p {secret} x'],
    [
      'az login --service-principal -u id -p hush --tenant t',
      'az login --service-principal -u id -p {secret} --tenant t',
    ],
    ['docker login -u me -p hush registry', 'docker login -u me -p {secret} registry'],
    ['redis-cli -h cache -a hush ping', 'redis-cli -h cache -a {secret} ping'],
    ['curl -u admin:hush https://x', 'curl -u admin:{secret} https://x'],
    ['curl -H "X-Api-Key: hush hush" https://x', 'curl -H "X-Api-Key: {secret}" https://x'],
    ["curl -H 'Authorization: Token hush' https://x", "curl -H 'Authorization: Token {secret}' https://x"],
    ['login --password "hush hush" -v', 'login --password {secret} -v'],
    ['export PGPASSWORD=hush', 'export PGPASSWORD={secret}'],
    ['$env:DB_PASSWORD = "hush hush"', '$env:DB_PASSWORD = "{secret}"'],
    ['az x --account-key hush --sas-token "sv=1&sig=hush"', 'az x --account-key {secret} --sas-token {secret}'],
    ['az keyvault secret set --name db --value hush', 'az keyvault secret set --name db --value {secret}'],
    [
      'kubectl create secret generic a --from-literal=k=hush',
      'kubectl create secret generic a --from-literal=k={secret}',
    ],
    ['run --from-literal=password=hush', 'run --from-literal=password={secret}'],
    ['ConvertTo-SecureString "hush" -AsPlainText', 'ConvertTo-SecureString {secret} -AsPlainText'],
    [`curl -d '{"password":"hush"}' x`, `curl -d '{"password":"{secret}"}' x`],
    ['AccountName=a;AccountKey=hush==', 'AccountName=a;AccountKey={secret}'],
    ['https://x/y?sv=1&sig=hush%3D', 'https://x/y?sv=1&sig={secret}'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMII/hush==\n-----END RSA PRIVATE KEY-----\nx', '{secret}\nx'],
    ['use eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.hush', 'use {secret}'],
    ['https://f/api?code=hush&x=1', 'https://f/api?code={secret}&x=1'],
    ['postgres://me:hu@sh@db/x', 'postgres://me:{secret}@db/x'],
    ['git clone https://0123456789abcdef01234567@example.org/x', 'git clone https://{secret}@example.org/x'],
  ])('%s is kept as %s', (text, kept) => {
    expect(maskedText(text)).toBe(kept)
    expect(maskedText(kept)).toBe(kept)
  })

  it.each([
    ['docker run -p 8080:80 mysql'],
    ['docker run --name mysql -p 127.0.0.1:3306:3306 mysql:8'],
    ['docker compose up -d && mkdir -p dir && cp -p a b'],
    ['ssh -p 22 me@host'],
    ['psql -h db -p 5432 -U me'],
    ['docker run -u 1000:1000 shop'],
    ['az webapp create -p plan -g group'],
    ['mkdir -p /var/lib/mysql'],
    ['curl -H "Accept: text/plain" https://x'],
    ['az keyvault secret show --name db --vault-name v'],
    ['az sql db show --name orders --query "status == x"'],
  ])('%s is kept as it is', (text) => {
    expect(maskedText(text)).toBe(text)
  })

  it.each([
    ['-p '.repeat(60_000)],
    ['mysql "'.repeat(20_000)],
    ['a='.repeat(60_000)],
    ['://a:'.repeat(20_000)],
    ["-H '".repeat(20_000)],
  ])('of many signs takes no time (%#)', (text) => {
    const begun = performance.now()
    maskedText(text)
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it.each([['name=value', 'name=value']])('%s is kept as %s', (text, kept) => {
    expect(maskedText(text)).toBe(kept)
  })
})

describe('a value', () => {
  it('is kept without what its keys, variables and flags say to be secret', () => {
    const value = withoutSecrets({
      env: [
        { name: 'API_KEY', value: 'hush' },
        { name: 'SEATS', value: 'seen' },
      ],
      args: ['--token', 'hush', '--seats', 'seen'],
      password: 1234,
      secretName: 'seen',
      empty: { password: '' },
    })
    expect(JSON.stringify(value)).not.toMatch(/"hush"|1234/)
    expect(at(value, 'password')).toBeInstanceOf(Unknown)
    expect(at(value, 'secretName')).toBe('seen')
    expect(at(value, 'args')).toEqual(['--token', '{secret}', '--seats', 'seen'])
    expect(at(value, 'empty.password')).toBe('')
  })
})
