import { describe, expect, test } from 'vitest'
import { ruleFor } from './addresses.ts'

const near = [
  '169.254.169.254',
  '169.254.0.1',
  'fe80::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  'FD00:0EC2:0000:0000:0000:0000:0000:0254',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::169.254.169.254',
  '64:ff9b::a9fe:a9fe',
]
const own = ['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1', '::ffff:7f00:1']
const anywhere = [
  '10.0.0.4',
  '192.168.1.1',
  '203.0.113.7',
  '2001:db8::1',
  '::ffff:203.0.113.7',
  '169.253.0.1',
  'fec0::1',
]

describe('where a target may be reached', () => {
  test.each(near)('%s never, whatever its subject', (address) => {
    for (const subject of ['nonprod', 'prod', 'unknown'] as const)
      expect(ruleFor(subject, [])(address)).toContain('list it under mayReach of the target')
  })

  test.each(own)('%s in nonprod alone', (address) => {
    expect(ruleFor('nonprod', [])(address)).toBeUndefined()
    for (const subject of ['prod', 'unknown'] as const)
      expect(ruleFor(subject, [])(address)).toContain('only a target with subject nonprod may be')
  })

  test.each(anywhere)('%s always', (address) => {
    for (const subject of ['nonprod', 'prod', 'unknown'] as const) expect(ruleFor(subject, [])(address)).toBeUndefined()
  })

  test('what the plan lists, in any spelling, and nothing next to it', () => {
    const rule = ruleFor('prod', ['169.254.20.1', 'fe80::5', 'db.example'])
    expect(rule('169.254.20.1')).toBeUndefined()
    expect(rule('::ffff:169.254.20.1')).toBeUndefined()
    expect(rule('fe80:0::5')).toBeUndefined()
    expect(rule('169.254.20.2')).toBeDefined()
    expect(rule('fe80::6')).toBeDefined()
  })
})
