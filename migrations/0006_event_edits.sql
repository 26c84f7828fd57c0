-- What an article said of an event before its publisher changed its text: reports are replaced when an article is read again, and
-- without this the event would not show that somebody once told it otherwise. No foreign key to the article: it may be forgotten.
create table event_edits (
    event_id integer not null references events (id) on delete cascade,
    at integer not null,
    article_id integer not null,
    outlet text,
    title text not null,
    content_hash text not null,
    status text not null check (status in ('occurred', 'ongoing', 'planned', 'proposed', 'denied', 'refused', 'cancelled')),
    evidence text not null,
    primary key (event_id, at, article_id)
) strict, without rowid;
