import { randomBytes } from 'node:crypto'
import type { Places } from '../places.ts'
import type { LabSpec } from '../spec.ts'
import { createObjectKeys, type ObjectKeys } from './keys.ts'

/** What the accounts of both regions share. */
export interface Accounts {
  readonly keys: ObjectKeys
  /** Opens each account to the other, and to the lab itself. */
  readonly tokens: { readonly peer: string; readonly control: string }
  /** Under which name the objects of a component lie at present. */
  containerOf(component: string): string
  /** From now on they lie there. */
  moved(component: string, container: string): void
  /** A name under which nothing lies yet. */
  freshFor(component: string): string
  /** All that is in use, and the one in which verifications write. */
  containers(): readonly string[]
  /** Seconds for which a change waits before it is copied. */
  readonly lag: number
  /** Whether no key of a service deletes what they keep of earlier contents. */
  readonly immutable: boolean
}

/** Where an object can be written and removed without anybody taking that for trouble. */
export const trials = 'store-trials'

export async function createAccounts(
  { components, lag, immutable }: NonNullable<LabSpec['objects']>,
  places: Pick<Places, 'lab'>,
): Promise<Accounts> {
  let made = 0
  const token = () => randomBytes(24).toString('hex')
  const names = new Map(components.map((component) => [component, firstOf(component)]))
  return {
    keys: await createObjectKeys(places),
    tokens: { peer: token(), control: token() },
    containerOf: (component) => names.get(component) ?? firstOf(component),
    moved: (component, container) => void names.set(component, container),
    freshFor: (component) => `${firstOf(component)}-${++made}`,
    containers: () => [...names.values(), trials],
    lag,
    immutable: immutable === true,
  }
}

/** Names that are allowed for containers: small letters, digits and hyphens, at most 63 of them. */
function firstOf(component: string): string {
  return `store-${component.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`.slice(0, 40).replace(/-$/, '')
}
