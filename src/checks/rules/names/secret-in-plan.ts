import type { Rule } from '../../rule.ts'

/** A reference as a target writes it; what it names is read where it is used, never into the plan. */
const reference = /\$\{secret:([a-z]+):[^}]+\}/g
/** A password in an address, in front of the host. */
const password = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]+@/i
const sources = ['env', 'file', 'kv']

export const secretInPlan: Rule = {
  code: 'secret-in-plan',
  severity: 'error',
  title: 'Target holds a secret, or refers to one that cannot be read',
  why: 'A plan is read by many and kept for ever in git; a password in it is known to all of them.',
  fix: 'Write a reference instead, such as ${secret:env:ORDERS_DB_WEST}: env names an environment variable, file a file, kv a key vault.',
  requirements: ['warm-standby.security.c2', 'active-active.security.c2'],
  bad: `
targets:
  prod:
    components:
      shop:
        east: { url: "postgres://notes:hunter2@db.east.example/notes" } # ERROR: The address of "shop" in east has a password in it.
        west: { url: "\${secret:vault:NOTES_DB}" } # ERROR: "vault" is no place that secrets are read from; those are env, file, kv.
`,
  good: `
targets:
  prod:
    components:
      shop:
        east: { url: "\${secret:env:NOTES_DB_EAST}" }
        west: { url: "postgres://notes:\${secret:file:notes-db.txt}@db.west.example/notes" }
`,
  check({ plan, at }, report, seen) {
    const address = <T extends object>(part: T, key: keyof T & string, whose: string): void => {
      const text = part[key]
      if (typeof text !== 'string') return
      seen()
      for (const [, source] of text.matchAll(reference))
        if (source !== undefined && !sources.includes(source)) report(at(part, key), unreadable(source))
      if (password.test(text.replaceAll(reference, '')))
        report(at(part, key), `The address of ${whose} has a password in it.`)
    }
    const token = (opened: { readonly token?: string | undefined }, whose: string): void => {
      if (opened.token === undefined) return
      for (const [, source] of opened.token.matchAll(reference))
        if (source !== undefined && !sources.includes(source)) report(at(opened, 'token'), unreadable(source))
      if (opened.token.replaceAll(reference, '') !== '')
        report(at(opened, 'token'), `The token of ${whose} is written out.`)
    }
    const control = (controlled: Controlled | undefined, whose: string): void => {
      if (!controlled) return
      address(controlled, 'url', whose)
      token(controlled, whose)
    }
    for (const { components, traffic, heartbeats, flows, isolated } of Object.values(plan.targets ?? {})) {
      control(traffic, 'the traffic manager')
      control(isolated?.setUp, 'what sets the copies up')
      control(isolated?.takeDown, 'what takes the copies down')
      for (const [store, heartbeat] of Object.entries(heartbeats ?? {})) {
        address(heartbeat, 'write', `the heartbeat of "${store}"`)
        for (const region of Object.keys(heartbeat.read ?? {}))
          address(heartbeat.read ?? {}, region, `the heartbeat of "${store}" in ${region}`)
        token(heartbeat, `the heartbeat of "${store}"`)
      }
      for (const [flow, asked] of Object.entries(flows ?? {})) {
        address(asked, 'http', `what is asked of the flow "${flow}"`)
        token(asked, `what is asked of the flow "${flow}"`)
      }
      for (const [component, regions] of Object.entries(components))
        for (const [region, reached] of Object.entries(regions)) {
          address(reached, 'url', `"${component}" in ${region}`)
          control(reached.manage, `what manages "${component}" in ${region}`)
        }
    }
  },
}

interface Controlled {
  readonly url: string
  readonly token: string
}

function unreadable(source: string): string {
  return `"${source}" is no place that secrets are read from; those are ${sources.join(', ')}.`
}
