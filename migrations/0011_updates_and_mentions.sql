-- Alerts that a person has dealt with, updates of what was told, and watches on mentions.

-- What a watch is on, and of which changes of an event it wants to hear once more.
alter table watches add column "on" text not null default 'events' check ("on" in ('events', 'mentions'));
alter table watches add column updates text not null default '[]';

-- Whether a report went away because its article was edited, rather than read again: then the event is matched only when it is put
-- together afresh, and that is news.
alter table events add column edited integer not null default 0 check (edited in (0, 1));

-- Whether the watches on mentions have still to see an article.
alter table articles add column to_match integer not null default 0 check (to_match in (0, 1));
create index articles_to_match on articles (id) where to_match = 1;

-- An alert may be raised by a mention, carry on another one, and be acknowledged. Its uniqueness and its checks cannot be changed in
-- place, so the table is built anew; its deliveries are put aside, because they go with the rows they belong to.
create table deliveries_kept as select * from deliveries;

create table alerts_anew (
    id integer primary key autoincrement,
    key text not null unique,
    cause text not null check (cause in ('event', 'mention', 'feed')),
    watch_id integer,
    event_id integer,
    article_id integer,
    feed_id integer,
    -- The first alert of the watch on the event, which this one carries on, and what has changed; null and empty in a first one.
    update_of integer,
    change text not null default '',
    -- Of the watch or the feed, as it was then.
    name text not null,
    reason text not null,
    payload text not null,
    created_at integer not null,
    acknowledged_at integer,
    unique (watch_id, event_id, change),
    unique (watch_id, article_id),
    check ((cause = 'feed') = (watch_id is null) and (cause = 'event') = (event_id is not null)
        and (cause = 'mention') = (article_id is not null) and (cause = 'feed') = (feed_id is not null)
        and (update_of is null) = (change = ''))
) strict;

insert into alerts_anew (id, key, cause, watch_id, event_id, feed_id, name, reason, payload, created_at)
    select id, key, cause, watch_id, event_id, feed_id, name, reason, payload, created_at from alerts;
-- A number that was given to an alert is not given again, though that alert may be forgotten.
insert into sqlite_sequence (name, seq) select 'alerts_anew', 0
    where not exists (select 1 from sqlite_sequence where name = 'alerts_anew');
update sqlite_sequence set seq = coalesce((select seq from sqlite_sequence where name = 'alerts'), 0) where name = 'alerts_anew';
drop table alerts;
alter table alerts_anew rename to alerts;

create index alerts_by_time on alerts (created_at);
create index alerts_by_event on alerts (event_id);
create index alerts_by_article on alerts (article_id) where article_id is not null;

-- As before, but that what has no event and no feed (a mention) need not wait for anything.
drop table deliveries;
create table deliveries (
    alert_id integer not null references alerts (id) on delete cascade,
    channel text not null,
    state text not null check (state in ('pending', 'delivered', 'dead')),
    tries integer not null default 0,
    next_try_at integer not null,
    last_error text,
    delivered_at integer,
    -- The event, or, below zero, the feed: what belongs to one leaves one after the other.
    event_id integer,
    severity integer not null default 1,
    held integer not null default 0,
    digest_id integer,
    primary key (alert_id, channel),
    check ((state = 'delivered') = (delivered_at is not null))
) strict, without rowid;

insert or ignore into deliveries
    select alert_id, channel, state, tries, next_try_at, last_error, delivered_at, event_id, severity, held, digest_id from deliveries_kept;
drop table deliveries_kept;

create index deliveries_to_send on deliveries (next_try_at, alert_id) where state = 'pending';
create index deliveries_dead on deliveries (alert_id) where state = 'dead';
create index deliveries_of_channel on deliveries (channel, next_try_at, alert_id) where state = 'pending';
create index deliveries_in_order on deliveries (channel, event_id, alert_id) where state = 'pending';
create index deliveries_of_digest on deliveries (digest_id) where digest_id is not null;

-- An event as a watch that was alerted of it knows it, as JSON: what changes are measured against.
create table told (
    watch_id integer not null references watches (id) on delete cascade,
    event_id integer not null references events (id) on delete cascade,
    state text not null,
    primary key (watch_id, event_id)
) strict, without rowid;

create index told_by_event on told (event_id);

-- What raises no alerts any more. 0 stands for any. No foreign keys: muted stays muted, whatever becomes of the causes.
create table mutes (
    watch_id integer not null default 0,
    event_id integer not null default 0,
    article_id integer not null default 0,
    feed_id integer not null default 0,
    muted_at integer not null,
    primary key (watch_id, event_id, article_id, feed_id),
    check (watch_id <> 0 or event_id <> 0 or article_id <> 0 or feed_id <> 0)
) strict, without rowid;
