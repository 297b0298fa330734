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
    const address = (reached: { readonly url: string }, whose: string): void => {
      seen()
      for (const [, source] of reached.url.matchAll(reference))
        if (source !== undefined && !sources.includes(source)) report(at(reached, 'url'), unreadable(source))
      if (password.test(reached.url.replaceAll(reference, '')))
        report(at(reached, 'url'), `The address of ${whose} has a password in it.`)
    }
    const control = (controlled: Controlled | undefined, whose: string): void => {
      if (!controlled) return
      address(controlled, whose)
      for (const [, source] of controlled.token.matchAll(reference))
        if (source !== undefined && !sources.includes(source)) report(at(controlled, 'token'), unreadable(source))
      if (controlled.token.replaceAll(reference, '') !== '')
        report(at(controlled, 'token'), `The token of ${whose} is written out.`)
    }
    for (const { components, traffic } of Object.values(plan.targets ?? {})) {
      control(traffic, 'the traffic manager')
      for (const [component, regions] of Object.entries(components))
        for (const [region, reached] of Object.entries(regions)) {
          address(reached, `"${component}" in ${region}`)
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
