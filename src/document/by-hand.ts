import type { ActionName } from '#catalog'
import type { Step } from '#runbook'

/** How people do what an action does: in words, with what they type, and what they should see. */
export interface ByHand {
  readonly does: readonly string[]
  readonly commands?: readonly string[]
  readonly expect: string
}

type Arguments = Readonly<Record<string, string>>

const psql = (where: string, ...sql: readonly string[]): string =>
  `psql "host=<${where}> dbname=<database>" ${sql.map((one) => `-c "${one}"`).join(' ')}`

const hands: Readonly<Record<ActionName, (args: Arguments) => ByHand>> = {
  'activation.watch': () => ({
    does: ['See for yourself whether the activation criteria hold, from a place outside of what is lost.'],
    expect:
      'Every criterion holds, and nothing that speaks against it does; or somebody with the authority says so all the same.',
  }),
  'activation.clear': () => ({
    does: ['See from outside whether the activation criteria no longer hold, several times in a row.'],
    expect: 'None of the criteria holds any more.',
  }),
  'component.operate': ({ component = '', operation = '' }) => ({
    does: [`Do to ${component} by its own management what the title says${operation === '' ? '' : ` (${operation})`}.`],
    expect: 'Its management says that it is done, and it is seen on the component itself.',
  }),
  'notify.console': ({ audience = '', channel = '' }) => ({
    does: [
      `Send the words below to ${audience || 'those concerned'} by ${channelWord(channel)}, without adding to them.`,
    ],
    expect: 'You see the message where they read it.',
  }),
  'traffic.fence': ({ region = '' }) => ({
    does: [
      `In the management of what directs customers, switch off the endpoint of ${region}, so that no health check switches it on again.`,
      `Where that cannot be reached, close ${region} at its own entry: its gateway, its firewall.`,
    ],
    expect: `A request that is directed to ${region} is refused, from two places outside.`,
  }),
  'traffic.hold': () => ({
    does: [
      'In the management of what directs customers, switch off every endpoint, or show the page that says that you work on it. Write down which of the two.',
    ],
    expect: 'A new request is refused or sees that page, and no connection of before is left.',
  }),
  'traffic.route': ({ region = '' }) => ({
    does: [
      `Open whatever was closed by hand at ${region} or before it (its gateway, its firewall), and take the page away that says that you work on it.`,
      `In the management of what directs customers, switch the endpoint of ${region} on, and make it the first or the only one. Every other endpoint stays off.`,
    ],
    expect: `Requests from two places outside are answered by ${region}; allow for the time for which old addresses are remembered.`,
  }),
  'traffic.release': () => ({
    does: ['In the management of what directs customers, switch the endpoints on again that were on before the hold.'],
    expect: 'A new request is answered as before the hold.',
  }),
  'traffic.unfence': ({ region = '' }) => ({
    does: [
      `See first that another endpoint serves customers. In the management of what directs customers, put the endpoint of ${region} behind it, with the last priority or no weight, and only then switch it on.`,
    ],
    expect: `The health check of ${region} is green, and no customer is sent there.`,
  }),
  'traffic.share': ({ regions = '' }) => ({
    does: [
      `In the management of what directs customers, switch the endpoints of ${regions} on, with the weights of an ordinary day.`,
    ],
    expect: `Requests are answered by each of ${regions}.`,
  }),
  'traffic.enough': ({ without = '' }) => ({
    does: [`Count the regions that answer customers, ${without} left out.`],
    expect: 'There are as many as the plan asks for.',
  }),
  'postgres.promote': ({ component = '', region = '' }) => ({
    does: [
      `Promote the PostgreSQL server of ${component} in ${region}. Be sure first that the old primary takes no writes: two primaries are worse than none.`,
    ],
    commands: [
      psql(`${component} in ${region}`, 'select pg_promote(wait => true, wait_seconds => 60)'),
      psql(`${component} in ${region}`, "select pg_is_in_recovery(), current_setting('transaction_read_only')"),
    ],
    expect: 'The first answer is t; then f and off.',
  }),
  'postgres.drain': ({ component = '', region = '', standby = '' }) => ({
    does: [
      `Stop writes to ${component} in ${region}, end the open connections, and wait until the server in ${standby} has everything.`,
    ],
    commands: [
      psql(`${component} in ${region}`, 'alter system set default_transaction_read_only = on'),
      psql(`${component} in ${region}`, 'select pg_reload_conf()'),
      psql(
        `${component} in ${region}`,
        "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      ),
      psql(`${component} in ${region}`, 'select pg_current_wal_flush_lsn()'),
      psql(`${component} in ${standby}`, 'select pg_last_wal_replay_lsn()'),
    ],
    expect: `The place that ${standby} has replayed is the one that ${region} has written, or beyond. Ask until it is.`,
  }),
  'postgres.reopen': ({ component = '', region = '' }) => ({
    does: [`Let the PostgreSQL server of ${component} in ${region} take writes again.`],
    commands: [
      psql(`${component} in ${region}`, 'alter system reset default_transaction_read_only'),
      psql(`${component} in ${region}`, 'select pg_reload_conf()'),
    ],
    expect: 'A new connection answers off to: show transaction_read_only.',
  }),
  'postgres.identity': ({ component = '', region = '' }) => ({
    does: [`Make sure that what answers is ${component} in ${region}, and not another server of the same name.`],
    commands: [
      psql(`${component} in ${region}`, 'select system_identifier, pg_is_in_recovery() from pg_control_system()'),
    ],
    expect: 'The identifier is the one that you know, and the role is the one that is expected.',
  }),
  'postgres.verify': ({ component = '', region = '' }) => ({
    does: [`Write a row to ${component} in ${region} and read it back, in a transaction that is taken back.`],
    commands: [
      psql(
        `${component} in ${region}`,
        'begin',
        'create table muster_by_hand (at timestamptz)',
        'insert into muster_by_hand values (now())',
        'select * from muster_by_hand',
        'rollback',
      ),
    ],
    expect: 'The row comes back, the last word is ROLLBACK, and no line is an error.',
  }),
  'postgres.caught-up': ({ component = '', region = '', source = '' }) => ({
    does: [
      `See on ${component} in ${source} how far the copy in ${region} is behind, several times. While customers write it is never nothing.`,
    ],
    commands: [
      psql(
        `${component} in ${source}`,
        'select application_name, state, pg_current_wal_flush_lsn() - replay_lsn as lag from pg_stat_replication',
      ),
    ],
    expect: 'The state is streaming, and lag stays below 1000000 (bytes) and does not grow.',
  }),
  'postgres.rebuild-standby': ({ component = '', region = '', source = '' }) => ({
    does: [
      `Make ${component} in ${region} a copy of ${source} again, on the machine of ${region}, as the user that the server runs as.`,
      `What ${region} still had and ${source} lacks must be settled first. Stop the server in ${region}, and move its data folder aside; delete it only once the copy streams.`,
      'Take the copy into an empty folder, and start the server on it.',
    ],
    commands: [
      'pg_ctl stop -D "<data folder>" -m fast',
      'mv "<data folder>" "<data folder>.before"',
      `pg_basebackup -h "<${component} in ${source}>" -D "<data folder>" -R -X stream -P`,
      'pg_ctl start -D "<data folder>"',
      psql(`${component} in ${source}`, 'select application_name, state from pg_stat_replication'),
    ],
    expect: `The server in ${region} is in the list, and its state is streaming.`,
  }),
  'http.verify': ({ component = '', region = '' }) => ({
    does: [
      `Use ${component} in ${region} by its own address, past what directs customers: write something, read it back, take it away.`,
    ],
    expect: 'It answers, and what was written comes back.',
  }),
  'service.start': ({ component = '', region = '' }) => ({
    does: [`Start ${component} in ${region}, as many instances as the plan says.`],
    expect: 'Every instance is healthy, and one of them answers a request.',
  }),
  'region.wait': ({ region = '' }) => ({
    does: [`Ask the provider, and see for yourself, whether ${region} can be worked in again.`],
    expect: `You can sign in to ${region}, start something there, and it stays up.`,
  }),
}

/** How a step is done by hand; undefined where its action is not in the catalog, or it is no action. */
export function byHandOf({ work }: Pick<Step, 'work'>): ByHand | undefined {
  if (work.kind !== 'action' || !Object.hasOwn(hands, work.use)) return undefined
  const texts = Object.fromEntries(Object.entries(work.with).map(([name, value]) => [name, String(value)]))
  return hands[work.use as ActionName](texts)
}

/** A channel of the plan, as one says it. */
export function channelWord(channel: string): string {
  const words: Readonly<Record<string, string>> = {
    email: 'e-mail',
    'status-page': 'the status page',
    'incident-channel': 'the incident channel',
    phone: 'telephone',
    console: 'the console',
  }
  return Object.hasOwn(words, channel) ? (words[channel] ?? channel) : channel || 'the usual channel'
}
