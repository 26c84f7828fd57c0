-- The whole first schema: feeds and their items, articles and what was found in them, events, watches, alerts, and the
-- daemon's own book-keeping.
--
-- Times are integer milliseconds since 1970 in UTC, days are ISO texts. Lists that are only ever read back whole are
-- JSON texts; whatever is searched or joined is a table. Ids that leave the database (in commands, addresses and
-- idempotency keys) are never given twice, hence AUTOINCREMENT.

create table meta (
    key text primary key not null,
    value text not null
) strict, without rowid;

-- FEEDS ---------------------------------------------------------------------------------------------------------------

-- What the user gave (given_*) is kept apart from what the feed says of itself, so that the feed can never overwrite it.
create table feeds (
    id integer primary key autoincrement,
    url text not null unique,
    given_title text,
    title text,
    link text,
    given_lang text,
    lang text,
    state text not null check (state in ('active', 'paused', 'gone')),
    every_ms integer check (every_ms > 0),
    ignore_cache integer not null check (ignore_cache in (0, 1)),
    user_agent text,
    etag text,
    last_modified text,
    body_hash text,
    interval_ms integer,
    next_poll_at integer not null,
    last_polled_at integer,
    last_success_at integer,
    -- When the feed last answered with a document that was parsed: items that were not in it have left the feed.
    last_document_at integer,
    last_new_at integer,
    consecutive_failures integer not null default 0,
    failure_kind text check (failure_kind in (
        'address', 'blocked', 'dns', 'connect', 'timeout', 'tls', 'http_status', 'limited', 'gone', 'too_large',
        'redirect', 'protocol', 'robots', 'challenge', 'not_a_feed', 'empty', 'parse', 'no_article', 'internal')),
    failure_text text,
    failure_at integer,
    moved_to text,
    moved_count integer not null default 0,
    baseline_done integer not null default 0 check (baseline_done in (0, 1)),
    n_items integer not null default 0,
    created_at integer not null,
    check ((failure_kind is null) = (failure_text is null) and (failure_kind is null) = (failure_at is null))
) strict;

create index feeds_to_poll on feeds (next_poll_at, id) where state = 'active';

create table feed_tags (
    feed_id integer not null references feeds (id) on delete cascade,
    tag text not null,
    primary key (feed_id, tag)
) strict, without rowid;

-- ARTICLES ------------------------------------------------------------------------------------------------------------

-- content_hash is not unique: two addresses may come to carry the same text only after both were stored.
-- extracted_with is the engine's version, or the empty text for what is to be extracted in any case; so "differs from the
-- engine's version" is two ranges of one index, and what is new sorts before what is merely out of date.
create table articles (
    id integer primary key autoincrement,
    url text unique,
    title text not null,
    body text not null,
    body_source text not null check (body_source in ('page', 'feed_content', 'feed_summary')),
    author text,
    lang text,
    published_at integer,
    first_seen_at integer not null,
    -- published_at, else first_seen_at: what lists are sorted by.
    at integer not null,
    baseline integer not null check (baseline in (0, 1)),
    outlet text,
    fetch_note text,
    content_hash text not null,
    extracted_with text not null default '',
    extracted_at integer,
    notes text not null default '[]'
) strict;

create index articles_by_content on articles (content_hash);
create index articles_to_extract on articles (extracted_with, id);
create index articles_by_time on articles (at, id);

-- Earlier texts of an article, by their hash: enough to say that and when it was changed.
create table article_versions (
    article_id integer not null references articles (id) on delete cascade,
    changed_at integer not null,
    content_hash text not null,
    primary key (article_id, changed_at, content_hash)
) strict, without rowid;

-- Fed with terms that are already folded and split by spaces, in any script: the ascii tokenizer leaves them whole, where
-- unicode61 would split at combining marks. No content is kept here, the article has it.
create virtual table article_fts using fts5 (terms, content = '', contentless_delete = 1, tokenize = 'ascii');

create table article_entities (
    article_id integer not null references articles (id) on delete cascade,
    position integer not null,
    entity text,
    kind text not null check (kind in ('person', 'organisation', 'country')),
    name text not null,
    folded text not null,
    country text,
    mentions text not null,
    primary key (article_id, position)
) strict, without rowid;

create index article_entities_by_entity on article_entities (entity, article_id) where entity is not null;
create index article_entities_by_name on article_entities (folded);

-- ITEMS ---------------------------------------------------------------------------------------------------------------

-- A sighting of an article in a feed. summary and content are emptied once the article is stored; content_hash stays, to
-- tell whether the feed's own words have changed.
create table items (
    id integer primary key autoincrement,
    feed_id integer not null references feeds (id) on delete cascade,
    key text not null,
    guid text,
    link text,
    title text,
    author text,
    published_at integer,
    updated_at integer,
    summary text,
    content text,
    lang text,
    content_hash text not null,
    revisions integer not null default 0,
    first_seen_at integer not null,
    -- To the day only, so that a feed that changes often does not rewrite all its items every time.
    last_seen_at integer not null,
    baseline integer not null check (baseline in (0, 1)),
    state text not null check (state in ('new', 'done', 'failed')),
    tries integer not null default 0,
    next_try_at integer not null,
    failure_kind text check (failure_kind in (
        'address', 'blocked', 'dns', 'connect', 'timeout', 'tls', 'http_status', 'limited', 'gone', 'too_large',
        'redirect', 'protocol', 'robots', 'challenge', 'not_a_feed', 'empty', 'parse', 'no_article', 'internal')),
    failure_text text,
    failure_at integer,
    article_id integer references articles (id) on delete set null,
    unique (feed_id, key)
) strict;

create index items_to_fetch on items (next_try_at, id) where state = 'new';
create index items_by_article on items (article_id) where article_id is not null;
create index items_by_last_seen on items (last_seen_at);

-- Every key an item was ever known by. Not unique within a feed: some feeds give all their items one link.
create table item_keys (
    feed_id integer not null references feeds (id) on delete cascade,
    key text not null,
    item_id integer not null references items (id) on delete cascade,
    primary key (feed_id, key, item_id)
) strict, without rowid;

create index item_keys_by_item on item_keys (item_id);

-- EVENTS --------------------------------------------------------------------------------------------------------------

create table events (
    id integer primary key autoincrement,
    event_type text not null check (event_type in (
        'call', 'meeting', 'visit', 'message', 'negotiation', 'mediation', 'agreement', 'withdrawal',
        'relations_restored', 'relations_cut', 'recognition', 'mission_opened', 'mission_closed',
        'ambassador_summoned', 'ambassador_recalled', 'diplomat_expelled', 'appointment', 'departure', 'sanction',
        'sanction_lifted', 'accusation', 'condemnation', 'demand', 'threat', 'support', 'aid', 'intelligence_sharing',
        'spy_arrest', 'spy_trial', 'prisoner_swap', 'defection', 'leak', 'covert_action', 'cyber_operation',
        'assessment')),
    domain text not null check (domain in ('diplomacy', 'intelligence')),
    status text not null check (status in ('occurred', 'ongoing', 'planned', 'proposed', 'denied', 'refused', 'cancelled')),
    when_start text,
    when_end text,
    when_precision text check (when_precision in ('day', 'month', 'year', 'range')),
    when_basis text check (when_basis in ('explicit', 'relative', 'published')),
    country text,
    place text,
    mode text check (mode in ('phone', 'video', 'in_person', 'letter')),
    confidence real not null check (confidence between 0 and 1),
    n_reports integer not null default 0,
    n_sources integer not null default 0,
    first_reported_at integer not null,
    created_at integer not null,
    updated_at integer not null,
    -- The interval in which it took place, else first_reported_at twice: what is sorted and filtered by date.
    date_from integer not null,
    date_to integer not null,
    -- Counts changes; the event is to be matched while matched_version differs.
    version integer not null default 1,
    matched_version integer not null default 0,
    -- Whether something came in since the last matching that may raise an alert.
    news integer not null check (news in (0, 1)),
    -- Whether a report went away, so that the event must be put together afresh from those that are left.
    recount integer not null default 0 check (recount in (0, 1)),
    check ((when_start is null) = (when_end is null) and (when_start is null) = (when_precision is null)
        and (when_start is null) = (when_basis is null))
) strict;

create index events_by_date on events (date_from, id);
create index events_by_type on events (event_type, date_to);
create index events_by_first_report on events (first_reported_at);
create index events_to_match on events (id) where version <> matched_version;
create index events_to_recount on events (id) where recount = 1;
create index events_without_reports on events (updated_at) where n_reports = 0;
create index events_by_update on events (updated_at);

create table event_participants (
    event_id integer not null references events (id) on delete cascade,
    position integer not null,
    role text not null check (role in ('actor', 'target', 'subject', 'participant', 'mediator', 'host')),
    kind text not null check (kind in ('person', 'organisation', 'country')),
    entity text,
    name text not null,
    text text not null,
    country text,
    organisation text,
    office text,
    -- Name and text, folded: somebody unknown can be found by name, and be known later.
    folded text not null,
    primary key (event_id, position)
) strict, without rowid;

-- The index of events: each entity (its id), each country taking part or being the place ('country=RU'), each word of a
-- participant's name ('word=petrov'). With the date in the key, "the newest events with X" reads only what it shows.
create table event_terms (
    term text not null,
    date_from integer not null,
    event_id integer not null references events (id) on delete cascade,
    primary key (term, date_from, event_id)
) strict, without rowid;

create index event_terms_by_event on event_terms (event_id);

-- report_id has no foreign key: reports are replaced when their article is extracted again, the history stays.
create table event_status_changes (
    event_id integer not null references events (id) on delete cascade,
    position integer not null,
    status text not null check (status in ('occurred', 'ongoing', 'planned', 'proposed', 'denied', 'refused', 'cancelled')),
    at integer not null,
    report_id integer not null,
    primary key (event_id, position)
) strict, without rowid;

create table reports (
    id integer primary key autoincrement,
    article_id integer not null references articles (id) on delete cascade,
    position integer not null,
    event_id integer references events (id) on delete set null,
    -- The article's publication, else sighting: reports are linked in this order.
    at integer not null,
    -- Came of an article's extraction by a newer engine: raises no alert.
    quiet integer not null check (quiet in (0, 1)),
    event_type text not null check (event_type in (
        'call', 'meeting', 'visit', 'message', 'negotiation', 'mediation', 'agreement', 'withdrawal',
        'relations_restored', 'relations_cut', 'recognition', 'mission_opened', 'mission_closed',
        'ambassador_summoned', 'ambassador_recalled', 'diplomat_expelled', 'appointment', 'departure', 'sanction',
        'sanction_lifted', 'accusation', 'condemnation', 'demand', 'threat', 'support', 'aid', 'intelligence_sharing',
        'spy_arrest', 'spy_trial', 'prisoner_swap', 'defection', 'leak', 'covert_action', 'cyber_operation',
        'assessment')),
    domain text not null check (domain in ('diplomacy', 'intelligence')),
    status text not null check (status in ('occurred', 'ongoing', 'planned', 'proposed', 'denied', 'refused', 'cancelled')),
    when_start text,
    when_end text,
    when_precision text check (when_precision in ('day', 'month', 'year', 'range')),
    when_basis text check (when_basis in ('explicit', 'relative', 'published')),
    country text,
    place text,
    mode text check (mode in ('phone', 'video', 'in_person', 'letter')),
    topics text not null,
    evidence text not null,
    evidence_start integer,
    evidence_end integer,
    confidence real not null check (confidence between 0 and 1),
    plover text,
    cameo text,
    trace text not null,
    unique (article_id, position),
    check ((evidence_start is null) = (evidence_end is null)),
    check ((when_start is null) = (when_end is null) and (when_start is null) = (when_precision is null)
        and (when_start is null) = (when_basis is null))
) strict;

create index reports_to_link on reports (at, id) where event_id is null;
create index reports_by_event on reports (event_id, at) where event_id is not null;

create table report_participants (
    report_id integer not null references reports (id) on delete cascade,
    position integer not null,
    role text not null check (role in ('actor', 'target', 'subject', 'participant', 'mediator', 'host')),
    kind text not null check (kind in ('person', 'organisation', 'country')),
    entity text,
    name text not null,
    text text not null,
    country text,
    organisation text,
    office text,
    primary key (report_id, position)
) strict, without rowid;

create table report_attribution (
    report_id integer not null references reports (id) on delete cascade,
    position integer not null,
    name text not null,
    entity text,
    primary key (report_id, position)
) strict, without rowid;

-- WATCHES AND ALERTS --------------------------------------------------------------------------------------------------

create table watches (
    id integer primary key autoincrement,
    name text not null,
    aliases text not null,
    types text not null,
    countries text not null,
    min_confidence real not null check (min_confidence between 0 and 1),
    channels text not null,
    created_at integer not null
) strict;

-- The outbox. No foreign keys to the watch and the event: an alert was raised, whatever becomes of its causes.
create table alerts (
    id integer primary key autoincrement,
    key text not null unique,
    watch_id integer not null,
    watch_name text not null,
    event_id integer not null,
    reason text not null,
    payload text not null,
    created_at integer not null,
    unique (watch_id, event_id)
) strict;

create index alerts_by_time on alerts (created_at);
create index alerts_by_event on alerts (event_id);

create table deliveries (
    alert_id integer not null references alerts (id) on delete cascade,
    channel text not null,
    state text not null check (state in ('pending', 'delivered', 'dead')),
    tries integer not null default 0,
    next_try_at integer not null,
    last_error text,
    delivered_at integer,
    primary key (alert_id, channel),
    check ((state = 'delivered') = (delivered_at is not null))
) strict, without rowid;

create index deliveries_to_send on deliveries (next_try_at, alert_id) where state = 'pending';
create index deliveries_dead on deliveries (alert_id) where state = 'dead';

-- BOOK-KEEPING --------------------------------------------------------------------------------------------------------

-- Units that made the program panic, with the version (of the engine or the row) they did it at. Three times on one
-- version, and the unit is left alone until that version changes.
create table faults (
    unit text not null check (unit in ('article', 'report', 'event')),
    row_id integer not null,
    version text not null,
    tries integer not null,
    error text not null,
    at integer not null,
    primary key (unit, row_id)
) strict, without rowid;

create table stage_runs (
    stage text primary key not null,
    last_run_at integer not null,
    duration_ms integer not null,
    done integer not null,
    runs integer not null,
    total_done integer not null,
    error text,
    error_at integer
) strict, without rowid;

-- What was dropped, cut or capped, by reason: nothing goes silently.
create table drops (
    reason text primary key not null,
    count integer not null,
    last_detail text not null,
    last_at integer not null
) strict, without rowid;

create table daemon_state (
    key text primary key not null,
    value text not null,
    updated_at integer not null
) strict, without rowid;
