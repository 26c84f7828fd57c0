-- What stood in front of an item's page when it was last asked for: a wall is not a fault of the network, and a person may know a way
-- round it. Cleared once the page is had.
alter table items add column page_problem text
    check (page_problem in ('challenge', 'consent', 'paywall', 'error_page', 'no_text', 'needs_scripts'));

create index items_by_page_problem on items (page_problem, next_try_at) where page_problem is not null;
