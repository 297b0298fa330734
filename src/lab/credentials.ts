import { randomBytes } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Places } from './places.ts'
import { identifier } from './postgres/sql.ts'

/** A role of PostgreSQL that logs in. */
export interface Credential {
  readonly user: string
  /** Letters and digits. */
  readonly password: string
}

/** Whom PostgreSQL lets in besides the lab's superuser; the same in both regions. */
export interface Credentials {
  /** What the services log in as: it reads orders and adds some. */
  app(): Credential
  /** Whose the tables are: what a release changes them with, and what whoever steals it ruins them with. */
  owner(): Credential
  /** Where services read `{user, password}` of the app at each new connection. */
  readonly file: string
  /** New passwords for both, in the file too. PostgreSQL is told by whoever calls. */
  renew(): Promise<void>
}

/** Makes first passwords and writes the file, which nobody else can read. */
export async function createCredentials({ lab }: Pick<Places, 'lab'>): Promise<Credentials> {
  const file = join(lab, 'app-credential.json')
  let [app, owner] = ['', '']
  const credentials: Credentials = {
    app: () => ({ user: 'app', password: app }),
    owner: () => ({ user: 'app_owner', password: owner }),
    file,
    async renew() {
      app = randomBytes(18).toString('hex')
      owner = randomBytes(18).toString('hex')
      // Renamed into place, so that whoever reads it meets a whole one.
      await writeFile(`${file}.new`, JSON.stringify(credentials.app()), { mode: 0o600 })
      await rename(`${file}.new`, file)
    },
  }
  await credentials.renew()
  return credentials
}

/** SQL that makes both roles, or sets their passwords where they are there. */
export function rolesAsSql({ app, owner }: Credentials): string {
  return [app(), owner()]
    .map(({ user, password }) => {
      const name = identifier(user)
      return `do $$ begin
        if not exists (select from pg_roles where rolname = '${user}') then create role ${name} login; end if;
        alter role ${name} password '${password}';
      end $$;`
    })
    .join('\n')
}
