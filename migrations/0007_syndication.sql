-- What a page says of its article besides the text, and the agency that a dispatch is credited to. utc_offset_s is the zone that
-- stood beside the time of publication, null where none did.
alter table articles add column subtitle text;
alter table articles add column section text;
alter table articles add column image_url text;
alter table articles add column modified_at integer;
alter table articles add column utc_offset_s integer;
alter table articles add column agency text;

-- A copy of a dispatch comes within days of it: all fingerprints of that time are read from this index alone.
create index articles_by_fingerprint on articles (at, fingerprint) where fingerprint is not null;
