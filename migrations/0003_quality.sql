-- How far two extractors agree on the body of an article's page, 0 to 1; null where the feed gave it, only one of them found any,
-- or it was stored before.
alter table articles add column quality real;
