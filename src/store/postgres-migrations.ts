/** The steps of the PostgreSQL schema, in order. A step that has been released is never edited; a change is a new step at the end. */
export const migrations: readonly string[] = [
  `
  create table muster.run (
    run text primary key,
    last_seq integer not null,
    head text not null,
    created_at timestamptz not null default clock_timestamp(),
    kept_from text
  );
  create table muster.record (
    run text not null references muster.run (run),
    seq integer not null,
    hash text not null,
    body text not null,
    primary key (run, seq)
  );
  create table muster.lease (
    run text primary key,
    host text not null default '',
    pid integer not null default 0,
    started_at text not null default '',
    place text,
    taken_at text,
    token text,
    epoch integer not null default 0,
    renewals integer not null default 0,
    held boolean not null default false
  );
  create table muster.signal (
    nr bigint generated always as identity primary key,
    id text not null unique,
    run text not null,
    kind text not null,
    step text,
    sender text not null,
    comment text,
    data text,
    at text not null,
    settled boolean not null default false
  );
  create index signal_open on muster.signal (run, nr) where not settled;
  `,
]
