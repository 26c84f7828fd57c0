-- What a feed asks for holds until it asks for something else: a 304 brings no document to read it from again.
alter table feeds add column min_interval_ms integer;
alter table feeds add column skip_hours text not null default '[]';
alter table feeds add column skip_days text not null default '[]';

-- How a feed does, as somebody was last told: feeds that die in silence are news that is missed in silence.
alter table feeds add column health text not null default 'good'
    check (health in ('good', 'failing', 'gone', 'not_a_feed', 'empty', 'quiet', 'dead_links'));
alter table feeds add column health_text text;
alter table feeds add column health_since integer;
-- Items in the last document; null before the first.
alter table feeds add column last_items integer;
-- The feed's habit: when its newest item was published, and the longest it is usually silent; null where too little is known.
alter table feeds add column newest_at integer;
alter table feeds add column silence_ms integer;

-- Why the item's page could not be had when it was last asked for, though the feed's own text may stand in for it.
alter table items add column page_failure text check (page_failure in (
    'address', 'blocked', 'dns', 'connect', 'timeout', 'tls', 'http_status', 'limited', 'gone', 'too_large',
    'redirect', 'protocol', 'robots', 'challenge', 'not_a_feed', 'empty', 'parse', 'no_article', 'internal'));

-- Alerts may also be raised by a feed. A column cannot be made optional, so the table is built anew; its deliveries are put aside,
-- because they go with the rows they belong to.
create table deliveries_kept as select * from deliveries;

create table alerts_anew (
    id integer primary key autoincrement,
    key text not null unique,
    cause text not null check (cause in ('event', 'feed')),
    watch_id integer,
    event_id integer,
    feed_id integer,
    -- Of the watch or the feed, as it was then.
    name text not null,
    reason text not null,
    payload text not null,
    created_at integer not null,
    unique (watch_id, event_id),
    check ((cause = 'event') = (watch_id is not null) and (cause = 'event') = (event_id is not null)
        and (cause = 'feed') = (feed_id is not null))
) strict;

insert into alerts_anew (id, key, cause, watch_id, event_id, name, reason, payload, created_at)
    select id, key, 'event', watch_id, event_id, watch_name, reason, payload, created_at from alerts;
drop table alerts;
alter table alerts_anew rename to alerts;

create index alerts_by_time on alerts (created_at);
create index alerts_by_event on alerts (event_id);

insert or ignore into deliveries select * from deliveries_kept;
drop table deliveries_kept;
