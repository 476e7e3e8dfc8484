-- What a catalogue, table or allotment file said of a performance at its last import, a term a key. The next
-- import compares with it and not with today's row: what the house changed since (seats a venue added, an
-- hour it moved) stays. It takes the place of a fingerprint, which nobody had written yet.
alter table performance drop column fingerprint;
alter table performance add column imported jsonb not null default '{}';
-- Catalogues name performances by their instant: one that moved keeps its row and takes the new name (A19).
grant insert (imported), update (external_id, imported) on performance to guichet_operator;

-- set_quota() counts the seats that are held already, which an operator may not write.
grant insert, update, delete on quota to guichet_engine;
