import { describe, expect, it } from 'vitest'
import { masked, maskedText } from './masks.ts'
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
  ])('%s is kept as %s', (text, kept) => {
    expect(maskedText(text)).toBe(kept)
  })
})

describe('a value', () => {
  it('is kept without what its keys, variables and flags say to be secret', () => {
    const value = masked({
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
