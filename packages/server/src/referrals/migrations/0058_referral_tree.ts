import type { Migration } from '../../kernel/migrate.ts'

/** How many are bound to whom, and how often somebody left a tree: its root knows, so that no circle can be closed. */
export const referrals0058: Migration = {
  id: '0058_referral_tree',
  text: `
alter table referral_nodes add column direct_count bigint not null default 0 check (direct_count >= 0);
alter table referral_nodes add column left_count bigint not null default 0 check (left_count >= 0);
update referral_nodes n set direct_count = d.count from (
  select brand_id, referrer_id, count(*) as count from referral_nodes where referrer_id is not null group by 1, 2) d
where (d.brand_id, d.referrer_id) = (n.brand_id, n.member_id);
drop index referral_nodes_team;
create index referral_nodes_team on referral_nodes (brand_id, referrer_id, bound_at desc, member_id desc)
  where referrer_id is not null;
create index referral_nodes_teams on referral_nodes (brand_id, referrer_id, bound_at desc, member_id desc)
  where referrer_id is not null and direct_count > 0;
`,
}
