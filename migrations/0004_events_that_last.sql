-- Events of a month or a year are few: with an index of their own, all others that reach into some days are found between two
-- bounds of date_to, where the linker would have read every later event of the type.
create index events_that_last on events (event_type, date_to) where 2764800000 < date_to - date_from;
