import type { Migration } from '../../kernel/migrate.ts'

/** Which lots are a grace: points that came back too late for their own lot. What comes back to them is lost. */
export const points0015: Migration = {
  id: '0015_grace_lots',
  text: `
alter table points_lots add column is_grace boolean not null default false;
update points_lots l set is_grace = true
  from events e cross join jsonb_array_elements(e.data -> 'returns') r
  where e.type in ('points_returned', 'points_released')
    and e.brand_id = l.brand_id and r ->> 'graceLotId' = l.id;
`,
}
