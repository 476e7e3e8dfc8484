-- Chats on other channels than the web page, what is on its way to them, and documents (X1, X4, A9, A19).

-- Routing, nameless: where a platform's chat is, sealed with the intake key, whichever account answers there.
create table chat_address (
  channel text not null,
  chat_key text not null,
  address bytea not null,
  -- Programme time of the last message that came from there: pushes go to the chat that is in use.
  used_at timestamptz not null,
  -- The platform says that nothing gets there (blocked, left); until somebody writes from there again.
  unreachable_at timestamptz,
  primary key (channel, chat_key)
);

-- A row of outbox on its way to one chat. Sent part by part: a second try goes on where the first ended.
create table delivery (
  operator_id uuid not null references operator (id),
  id uuid not null,
  outbox_id uuid not null,
  account_id uuid not null,
  channel text not null,
  chat_key text not null,
  -- Messages of one chat leave in this order.
  seq bigint not null,
  -- What the platform calls the message whose place it takes, and the one that it has become.
  edits text,
  message text,
  parts int not null default 0,
  state text not null default 'due' check (state in ('due', 'sent', 'failed', 'dropped')),
  attempts int not null default 0,
  leased_until timestamptz,
  not_before timestamptz,
  sent_at timestamptz,
  error text,
  primary key (operator_id, id),
  foreign key (operator_id, outbox_id) references outbox (operator_id, id),
  foreign key (operator_id, account_id) references account (operator_id, id)
);
create index delivery_due on delivery (operator_id, channel, chat_key, seq) where state = 'due';
create index delivery_of on delivery (operator_id, outbox_id);

-- Work that one process does at a time (reading Telegram's queue): who does it now, and until when.
create table lease (name text primary key, holder text not null, until timestamptz not null);

do $$
declare name text;
begin
  foreach name in array array['chat_address', 'delivery', 'lease'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to guichet_router', name);
    execute format('create policy router_all on %I to guichet_router using (true) with check (true)', name);
  end loop;
end $$;

-- A2: a chat that its holder has untied. The row stays, so that what was under way there still ends with a goodbye.
alter table chat add column left_at timestamptz;
-- X6: the channel that its holder wants pushes on; 'web': on the page alone; null: on the one used last.
alter table account add column push_channel text;
grant update (push_channel) on account to guichet_person, guichet_structure, guichet_venue, guichet_jury, guichet_operator;

-- X5: what a venue’s contact or a juror does leaves a line, and they read none.
grant insert on audit to guichet_venue, guichet_jury;
create policy venue_doings on audit for insert to guichet_venue, guichet_jury with check (operator_id = g_op() and account_id = g_account() and structure_id is null);

-- A19: how often it moved or changed place, or was cancelled: calendars take the higher one.
alter table performance add column revision int not null default 0;
