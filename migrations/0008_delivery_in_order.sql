-- Delivery in order, held back and bundled. A delivery knows its event (or, below zero, its feed), so that what belongs to one event leaves one after the
-- other, and how urgent it is (0 low to 3 critical), so that what is urgent is not held back.
alter table deliveries add column event_id integer not null default 0;
alter table deliveries add column severity integer not null default 1;
-- Whether it was held back (quiet hours, a scheduled digest, a rate limit); when it is due again it leaves with the others held.
alter table deliveries add column held integer not null default 0;
-- The digest it leaves in: its members are tried, delivered and given up together.
alter table deliveries add column digest_id integer;
update deliveries set event_id = coalesce((select coalesce(a.event_id, -a.feed_id) from alerts a where a.id = deliveries.alert_id), 0);

create index deliveries_of_channel on deliveries (channel, next_try_at, alert_id) where state = 'pending';
create index deliveries_in_order on deliveries (channel, event_id, alert_id) where state = 'pending';
create index deliveries_of_digest on deliveries (digest_id) where digest_id is not null;

create table digests (
    id integer primary key autoincrement,
    channel text not null,
    created_at integer not null
) strict;

-- How a channel is doing: failures in a row, until when it is left alone, and how many messages left since when.
create table channel_states (
    channel text primary key not null,
    failures integer not null default 0,
    blocked_until integer not null default 0,
    window_start integer not null default 0,
    sent integer not null default 0,
    last_error text,
    failed_at integer,
    delivered_at integer
) strict, without rowid;

-- Words about rasid itself, as that another channel gave something up; about whom they are, so that several become one.
create table notices (
    id integer primary key autoincrement,
    channel text not null,
    about text not null,
    count integer not null default 1,
    text text not null,
    created_at integer not null,
    state text not null check (state in ('pending', 'delivered', 'dead')),
    tries integer not null default 0,
    next_try_at integer not null,
    last_error text,
    delivered_at integer
) strict;

create index notices_to_send on notices (channel, next_try_at) where state = 'pending';
