-- What an article says in short (64 bits), by which copies of one dispatch are found; null where it is too short, or was stored before.
alter table articles add column fingerprint integer;
