import { expect, test } from 'vitest'
import { actions } from '#catalog'
import { registry } from './index.ts'
import { texts } from './arguments.ts'

test('the catalog and the registry know the same actions, with the same effect of repeating them', () => {
  expect([...registry.keys()].sort()).toEqual(Object.keys(actions).sort())
  for (const [use, action] of registry)
    expect({ use, effect: action.effect }).toEqual({ use, effect: actions[use as keyof typeof actions].effect })
})

test('an action can be looked at exactly where the catalog says that a look tells', () => {
  for (const [use, action] of registry)
    expect({ use, probe: action.probe !== undefined }).toEqual({ use, probe: action.effect === 'probed' })
})

test('arguments that are missing, empty, of another kind or unknown are named', () => {
  const accepts = texts('component', 'region')
  expect(accepts({ component: 'db', region: 'west' })).toBeUndefined()
  expect(accepts({ component: 'db' })).toContain('region')
  expect(accepts({ component: '', region: 'west' })).toContain('component')
  expect(accepts({ component: 'db', region: 5 })).toContain('region')
  expect(accepts({ component: 'db', region: 'west', force: true })).toContain('force')
})
