/**
 * What is used of ClickHouse's official client, `@clickhouse/client`: whoever has one may pass it in. The package is
 * optional, so its own types are not named here.
 */
export type ClickHouseClient = {
  readonly command: (params: Command) => Promise<unknown>
  readonly query: (
    params: Command & { readonly format: 'JSONEachRow' },
  ) => Promise<{ readonly json: () => Promise<unknown> }>
  readonly insert: (params: Insert) => Promise<unknown>
  readonly exec: (params: Command) => Promise<{ readonly stream: AsyncIterable<Uint8Array> }>
  readonly close: () => Promise<void>
}

type Settings = Record<string, string | number>
type Command = {
  readonly query: string
  readonly query_params?: Record<string, unknown>
  readonly clickhouse_settings?: Settings
}
type Insert = {
  readonly table: string
  readonly values: readonly object[]
  readonly format: 'JSONEachRow'
  readonly clickhouse_settings?: Settings
}

/** The official client for an address such as `http://default:@127.0.0.1:8123/siyu`, loaded when it is asked for. */
export async function openClickHouse(url: string): Promise<ClickHouseClient> {
  const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client')
  // Its errors are thrown and told by whoever catches them; once is enough.
  return createClient({ url, log: { level: ClickHouseLogLevel.OFF } }) as unknown as ClickHouseClient
}
