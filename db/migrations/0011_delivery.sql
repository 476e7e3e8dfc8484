-- Delivery under each platform's limits, shared by all processes (X6).

-- When the next message may leave by a channel, by the database's own clock: processes stand on several machines. Nameless.
create table pace (
  channel text primary key,
  next_at timestamptz not null default '-infinity',
  -- The platform has asked for a pause.
  held_until timestamptz not null default '-infinity'
);
alter table chat_address add column next_at timestamptz not null default '-infinity';

-- What leaves first when much waits: answers, then who was given a seat or must know now, then who waits, then reminders (urgency_of).
alter table delivery add column urgency smallint not null default 0;
create index delivery_order on delivery (channel, urgency, seq) where state = 'due';

alter table pace enable row level security;
alter table pace force row level security;
grant select, insert, update, delete on pace to guichet_router;
create policy router_all on pace to guichet_router using (true) with check (true);
