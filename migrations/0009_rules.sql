-- A watch may be a rule in the query language of watches; its name is then only what it is called.
alter table watches add column rule text;
