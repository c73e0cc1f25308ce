import type { Migration } from '../../kernel/migrate.ts'

/** Chinese, Japanese and Korean characters, which are written without spaces between words. */
const HAN = '\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff'

/**
 * Options, media, windows and categories, and words to find products by. Texts without spaces are found by their pairs
 * of neighbouring characters, and by single ones; so a query of one or two characters is exact, and a longer one need
 * not be a word of any dictionary.
 */
export const catalog0035: Migration = {
  id: '0035_catalog',
  text: `
create table categories (
  brand_id text not null,
  id text not null,
  name jsonb not null,
  parent_id text,
  rank bigint not null check (rank >= 0),
  version bigint not null default 1,
  primary key (brand_id, id)
);
alter table skus add column choices jsonb not null default '[]';

-- Whether a product is shown at a moment.
create function siyu_shown(published boolean, from_at bigint, until_at bigint, at bigint) returns boolean
  language sql immutable as $$
  select published and (from_at is null or from_at <= at) and (until_at is null or until_at > at)
$$;
-- Words and runs of characters, in lower case and one width.
create function siyu_runs(words text) returns table (run text, place bigint) language sql immutable as $$
  select m[1], ordinality from regexp_matches(
    translate(lower(normalize(words, NFKC)), '''\\:', '   '), '([${HAN}]+|[^${HAN}\\s[:punct:]]+)', 'g')
    with ordinality as r(m, ordinality)
$$;
-- What a text is found by: its words, and of a run of characters each and each pair.
create function siyu_vector(words text, weight text) returns tsvector language sql immutable as $$
  select coalesce(string_agg('''' || left(t, 60) || ''':' || least(n, 16000) || weight, ' '), '')::tsvector
  from (select t, row_number() over (order by place, at, length(t)) as n
    from siyu_runs(words) cross join lateral (
      select run as t, 0 as at where run !~ '[${HAN}]'
      union all select substr(run, i, l), i from generate_series(1, length(run)) i, generate_series(1, 2) l
        where run ~ '[${HAN}]' and i + l - 1 <= length(run)) s limit 4000) q
$$;
-- What a query asks for: words by their beginnings, runs by their pairs, long ones and a lone character by each too.
create function siyu_wanted(words text) returns text[] language sql immutable as $$
  select coalesce(array_agg(distinct '''' || t || ''''  || suffix), '{}') from (
    select left(run, 60) as t, ':*' as suffix from siyu_runs(words) where run !~ '[${HAN}]'
    union all select substr(run, i, 2), '' from siyu_runs(words), generate_series(1, greatest(1, length(run) - 1)) i
      where run ~ '[${HAN}]'
    union all select substr(run, i, 1), '' from siyu_runs(words), generate_series(1, length(run)) i
      where run ~ '[${HAN}]' and length(run) > 2) q
$$;
alter table products
  add column options jsonb not null default '[]',
  add column media jsonb not null default '[]',
  add column publish_from bigint,
  add column publish_until bigint,
  add column search tsvector generated always as (
    siyu_vector((title ->> 'zh') || ' ' || (title ->> 'en'), 'A')
    || siyu_vector(category || ' ' || tags::text || ' ' || attributes::text, 'B')
    || siyu_vector(description, 'D')) stored;
create index products_search on products using gin (search);
`,
}
