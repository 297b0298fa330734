import { expect, test } from 'vitest'
import { defaultSpec } from '../spec.ts'
import { configText } from './config.ts'
import { slotsOf } from './slots.ts'

test('HAProxy starts with every server shut, gives up nothing too early, and is told what to do by the owner alone', () => {
  const slots = slotsOf({ ...defaultSpec, instances: { full: 1, first: 1, second: 0 } })
  expect(configText({ at: { host: '127.0.0.1', port: 24100 }, socket: "/tmp/Ann's lab/socket", slots })).toBe(`global
  nbthread 1
  maxconn 400
  stats socket '/tmp/Ann'\\''s lab/socket' mode 600 level admin
  log stdout format raw local0
defaults
  mode tcp
  log global
  option tcplog
  option dontlog-normal
  option redispatch 1
  retries 4
  timeout connect 100ms
  timeout check 1s
  timeout client 1h
  timeout server 1h
  timeout client-fin 100ms
  timeout server-fin 100ms
frontend customers
  bind 127.0.0.1:24100
  default_backend regions
backend regions
  balance random(8)
  default-server check inter 500ms downinter 100ms rise 1 fall 2 observe layer4 error-limit 1 on-error mark-down disabled
  server east-1 127.0.0.1:1
  server east-2 127.0.0.1:1
  server west-1 127.0.0.1:1
  server west-2 127.0.0.1:1
`)
})
