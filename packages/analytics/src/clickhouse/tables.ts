import type { ClickHouseClient } from './client.ts'

/**
 * The same columns as on PostgreSQL; JSON is text. A batch that is sent again is recognised by its token, and, when
 * that is forgotten, rows of the same key become one: so reads say `final`.
 */
const TABLES: readonly string[] = [
  `create table if not exists analytics_events (
  brand_id String,
  message_id String,
  type LowCardinality(String),
  event LowCardinality(String),
  anonymous_id Nullable(String),
  member_id Nullable(String),
  person_id String,
  session_id Nullable(String),
  occurred_at Int64,
  received_at Int64,
  sent_at Nullable(Int64),
  bot Nullable(String),
  properties String,
  context String
) engine = ReplacingMergeTree
partition by intDiv(occurred_at, 86400000)
order by (brand_id, event, occurred_at, message_id)
settings non_replicated_deduplication_window = 10000`,
  `create table if not exists analytics_identities (
  brand_id String,
  anonymous_id String,
  member_id String,
  linked_at Int64,
  version UInt64
) engine = ReplacingMergeTree(version)
order by (brand_id, anonymous_id)`,
]

/** Makes the tables unless they are there. */
export async function makeTables(client: ClickHouseClient): Promise<void> {
  for (const query of TABLES) await client.command({ query })
}
