import type { DatabaseSync } from 'node:sqlite'
import { signalColumns } from './signal.ts'

/** The statements of the SQLite store, prepared once for a file that is open. */
export type Statements = ReturnType<typeof statementsOf>

export function statementsOf(database: DatabaseSync) {
  const of = (sql: string) => database.prepare(sql)
  return {
    head: of('select last_seq as seq, head as hash, kept_from from run where run = ?'),
    create: of('insert into run (run, last_seq, head, created_at, kept_from) values (?, ?, ?, ?, ?)'),
    move: of('update run set last_seq = ?, head = ? where run = ?'),
    insert: of('insert into record (run, seq, hash, body) values (?, ?, ?, ?)'),
    // As bytes: a text is decoded, and what is no UTF-8 any more would be mended without a word.
    read: of('select seq, hash, cast(body as blob) as body from record where run = ? order by seq'),
    body: of('select body from record where run = ? and seq = ?'),
    runs: of(
      `select run.run, last_seq as lastSeq, head, coalesce(epoch, 0) as epoch from run left join lease using (run)
       order by created_at desc, run.run desc`,
    ),
    lease: of('select * from lease where run = ?'),
    take: of(
      `insert into lease (run, host, pid, started_at, place, taken_at, epoch, renewals, held)
       values (?, ?, ?, ?, ?, ?, ?, 0, 1)
       on conflict (run) do update set host = excluded.host, pid = excluded.pid, started_at = excluded.started_at,
       place = excluded.place, taken_at = excluded.taken_at, epoch = excluded.epoch, renewals = 0, held = 1`,
    ),
    renew: of('update lease set renewals = ? where run = ? and epoch = ? and held = 1'),
    release: of('update lease set held = 0 where run = ? and epoch = ?'),
    send: of(`insert into signal (${signalColumns}) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`),
    // In the order in which they arrived: the clocks of their senders may differ.
    signals: of('select * from signal where run = ? and settled = 0 order by rowid'),
    settle: of('update signal set settled = 1 where id = ?'),
  }
}
