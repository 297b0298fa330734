/** The steps of the SQLite file's schema, in order. A step that has been released is never edited; a change is a new step at the end. */
export const migrations: readonly string[] = [
  `
  create table run (
    run text primary key,
    last_seq integer not null,
    head text not null,
    created_at text not null
  ) strict;
  create table record (
    run text not null references run (run),
    seq integer not null,
    hash text not null,
    body text not null,
    primary key (run, seq)
  ) strict, without rowid;
  create table lease (
    run text primary key,
    host text not null,
    pid integer not null,
    started_at text not null,
    epoch integer not null,
    renewals integer not null,
    held integer not null
  ) strict;
  create table signal (
    id text primary key,
    run text not null,
    kind text not null,
    step text,
    sender text not null,
    comment text,
    at text not null,
    settled integer not null default 0
  ) strict;
  create index signal_open on signal (run, settled);
  `,
  `
  alter table lease add column taken_at text;
  alter table lease add column place text;
  alter table signal add column data text;
  alter table run add column kept_from text;
  `,
]
