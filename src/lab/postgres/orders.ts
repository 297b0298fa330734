/**
 * The table of every store. No key is unique, so that a write that was done twice is seen twice. `sum` is
 * `order_sum(key, amount)`, given by whoever inserts: where it does not hold, somebody has altered the row since.
 */
export const tables = `
  create function order_sum(key text, amount integer) returns text
    language sql immutable return md5(key || ':' || amount);
  create table orders (
    key text not null, flow text not null, client text not null, region text not null,
    at timestamptz not null default clock_timestamp(),
    amount integer not null, sum text not null
  );
  create index orders_by_key on orders (key);
  create index orders_by_flow on orders (flow, at desc);
  alter table orders owner to app_owner;
  grant select, insert on orders to app;`
