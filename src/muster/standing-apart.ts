import { Failure } from '#diagnostics'
import type { Plan } from '#plan'
import { type SecretSources, secretsIn } from '#targets'

type Entry = NonNullable<Plan['targets']>[string]

/** An address as the plan has it, its secrets not put in. */
interface Address {
  readonly what: string
  readonly text: string
}

/** Where something is reached, the same text however its address is written; or, one clause each, why nobody can tell. */
type Place = { readonly place: string } | { readonly missing: readonly string[] }

/**
 * Sees to it that copies are reached nowhere where something of another target is: to recover there promotes, writes and
 * starts. Of a database the server counts, of everything else the path too. Names are taken as they are written, so that
 * two names of one server are two.
 * @throws Failure `refused` with all that they share, or, where an address of another target cannot be had, with the
 * secrets that are missing
 */
export function assureApart(sources: SecretSources, plan: Plan, name: string): void {
  const mine = new Map<string, string>()
  /** By what is shared; the first of several targets is enough to know. */
  const shared = new Map<string, string>()
  const unknown: string[] = []
  for (const [target, entry] of ownFirst(plan, name))
    for (const { what, text } of addressesOf(entry, target === name)) {
      const found = placeOf(text, sources)
      // What cannot be had of the copies themselves is reached by nobody.
      if ('missing' in found) {
        if (target !== name) unknown.push(...found.missing.map((why) => `${what} of ${target}: ${why}`))
      } else if (target === name) mine.set(found.place, what)
      else {
        const here = mine.get(found.place)
        if (here !== undefined && !shared.has(here))
          shared.set(here, `its ${here} is reached where ${what} of ${target} is`)
      }
    }
  if (shared.size > 0)
    throw new Failure(
      'refused',
      `${name} does not stand apart: ${[...shared.values()].join('; ')}. Describe copies that are somewhere else. Nothing was done.`,
    )
  if (unknown.length > 0)
    throw new Failure(
      'refused',
      `Whether ${name} stands apart cannot be told, for nobody knows here where other targets are. Name what is missing, ` +
        'or write these addresses out, with nothing but users, passwords and tokens as secrets: those are not needed.\n' +
        `${unknown.map((line) => `  ${line}`).join('\n')}\nNothing was done.`,
    )
}

function ownFirst({ targets = {} }: Plan, name: string): ReadonlyArray<readonly [string, Entry]> {
  return Object.entries(targets).sort(([one], [other]) => Number(other === name) - Number(one === name))
}

/** Every address of a target; of the copies also who makes them and takes them down. */
function addressesOf(
  { components, traffic, heartbeats = {}, flows = {}, isolated }: Entry,
  own: boolean,
): readonly Address[] {
  return [
    ...Object.entries(components).flatMap(([component, regions]) =>
      Object.entries(regions).flatMap(([region, { url, manage }]) => {
        const what = `${component} in ${region}`
        return [{ what, text: url }, ...(manage ? [{ what: `management of ${what}`, text: manage.url }] : [])]
      }),
    ),
    ...(traffic ? [{ what: 'traffic management', text: traffic.url }] : []),
    ...Object.entries(heartbeats).flatMap(([store, { write, read = {} }]) =>
      [...(write === undefined ? [] : [write]), ...Object.values(read)].map((text) => ({
        what: `address for markers of ${store}`,
        text,
      })),
    ),
    ...Object.entries(flows).map(([flow, { http }]) => ({ what: `flow ${flow}`, text: http })),
    ...(own && isolated?.setUp ? [{ what: 'set-up', text: isolated.setUp.url }] : []),
    ...(own && isolated ? [{ what: 'take-down', text: isolated.takeDown.url }] : []),
  ]
}

function placeOf(text: string, sources: SecretSources): Place {
  const resolved = secretsIn(withoutUser(text), sources)
  if ('missing' in resolved) return resolved
  // The text may be a secret, and so no part of it is shown.
  if (!URL.canParse(resolved.value)) return { missing: ['what is given is no whole address'] }
  const url = new URL(resolved.value)
  if (!/^postgres(ql)?:$/.test(url.protocol)) {
    const port = url.port || (url.protocol === 'https:' ? '443' : '80')
    return { place: `web ${hostOf(url.hostname)}:${port}${url.pathname.replace(/\/+$/, '')}` }
  }
  // Parameters come before what the address itself says, as whoever connects takes them.
  const host = url.searchParams.getAll('host').at(-1) || url.hostname
  const port = url.searchParams.getAll('port').at(-1) || url.port || '5432'
  return { place: `database ${hostOf(host)}:${port}` }
}

/** Who enters does not matter to where it is, and need not be known here. */
function withoutUser(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)(?:\$\{secret:[a-z]+:[^}]+\}|[^/@?#])*@/i, '$1')
}

/** The names of this machine itself, which are one host. */
const thisMachine: readonly string[] = ['', 'localhost', '127.0.0.1', '[::1]', '::1']

/** A host as browsers write it: in small letters, numbers in their usual form, without the dot of the root. */
function hostOf(name: string): string {
  const whole = `http://${name}/`
  const host = /^[^/%]+$/.test(name) && URL.canParse(whole) ? new URL(whole).hostname.replace(/\.$/, '') : name
  return thisMachine.includes(host) ? 'localhost' : host
}
