import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, faultOf, type Row, type Sql, type SqlParameter } from './database.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import { type TestDatabase, testDatabases } from './testing/postgres.ts'

async function query<R extends Row>(sql: Sql, text: string, ...values: SqlParameter[]): Promise<readonly R[]> {
  return sql.execute<R>({ text, values })
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('should have failed'),
    (error: unknown) => error,
  )
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

async function until(isTrue: () => boolean, what: string): Promise<void> {
  const endsAt = Date.now() + 10_000
  while (!isTrue()) {
    if (Date.now() > endsAt) expect.fail(`not within 10 s: ${what}`)
    await sleep(10)
  }
}

const TYPES = `select 1::int2 as i2, 2::int4 as i4, 9007199254740991::int8 as i8, 1.50::numeric as n, 1.5::float8 as f8,
  true as yes, false as no, 'é中'::text as t, null::text as nothing, '{"a":[1]}'::json as j, '{"b":null}'::jsonb as jb,
  '2026-01-02 03:04:05.678+00'::timestamptz as at, '\\x00ff10'::bytea as bytes,
  array['a','b "c" \\ {d},',null,'','NULL']::text[] as texts, array[1,2,null]::int8[] as numbers,
  '{}'::int8[] as none, array[true,false] as flags, array['{"x":1}'::jsonb] as documents,
  array[[1,2],[3,4]]::int4[] as nested, 'f0000000-0000-4000-8000-000000000000'::uuid as id`

const VALUES = {
  ...{ i2: 1, i4: 2, i8: 9007199254740991, n: '1.50', f8: 1.5, yes: true, no: false, t: 'é中', nothing: null },
  ...{ j: { a: [1] }, jb: { b: null }, at: '2026-01-02T03:04:05.678Z', bytes: new Uint8Array([0, 255, 16]) },
  ...{ texts: ['a', 'b "c" \\ {d},', null, '', 'NULL'], numbers: [1, 2, null], none: [], flags: [true, false] },
  ...{
    documents: [{ x: 1 }],
    nested: [
      [1, 2],
      [3, 4],
    ],
  },
  id: 'f0000000-0000-4000-8000-000000000000',
}

for (const kind of await testDatabases()) {
  describe.skipIf(kind.skip !== undefined)(kind.title, () => {
    let fresh: TestDatabase
    let database: Database
    beforeAll(async () => {
      fresh = await kind.create()
      database = fresh.database
      await database.script('create table t (id int primary key, n int not null check (n >= 0))')
    }, 60_000)
    afterAll(() => database.close())

    it('returns the same JavaScript types', async () => {
      const [row] = await query(database, TYPES)
      expect(row).toStrictEqual(VALUES)
      expect(database.kind).toBe(kind.kind)
    })

    it('refuses an int8 that a number cannot hold', async () => {
      const failure = await failureOf(query(database, 'select 9007199254740993::int8 as x'))
      expect(failure).toBeInstanceOf(RangeError)
      expect(String(failure)).toContain('9007199254740993')
      expect(await query(database, 'select 1 as one')).toStrictEqual([{ one: 1 }])
    })

    it('takes the same parameters', async () => {
      const text = `select $1::text as a, $2::int4 as b, $3::int8 as c, $4::bool as d, $5::jsonb as e, $6::text[] as f,
        $7::int8[] as g, $8::text as h, $9::numeric as i, $10::float8 as j, $11::text as k`
      const strings = ['a"b\\c', null, '', '{,}', 'NULL']
      const values = ['x', 1, 2 ** 53 - 1, true, '{"k":["v"]}', strings, [1, null], null, '12.340', 0.1, 7]
      const [row] = await database.execute({ text, values })
      expect(row).toStrictEqual({
        ...{ a: 'x', b: 1, c: 2 ** 53 - 1, d: true, e: { k: ['v'] }, f: strings },
        ...{ g: [1, null], h: null, i: '12.340', j: 0.1, k: '7' },
      })
      expect(
        await query(database, 'select * from unnest($1::int4[], $2::bool[]) u(a, b)', [1, 2], [true, false]),
      ).toEqual([
        { a: 1, b: true },
        { a: 2, b: false },
      ])
    })

    it('commits what resolves and rolls back what throws', async () => {
      const answer = await database.transaction(async (sql) => {
        await query(sql, 'insert into t values (1, 1)')
        return 'done'
      })
      const failure = await failureOf(
        database.transaction(async (sql) => {
          await query(sql, 'insert into t values (2, 2)')
          throw new Error('changed my mind')
        }),
      )
      expect([answer, String(failure)]).toEqual(['done', 'Error: changed my mind'])
      expect(await query(database, 'select id from t where id in (1, 2)')).toEqual([{ id: 1 }])
    })

    it('never commits what lost a statement silently', async () => {
      const failure = await failureOf(
        database.transaction(async (sql) => {
          await query(sql, 'insert into t values (10, 1)')
          await query(sql, 'insert into t values (10, 1)').catch(() => undefined)
        }),
      )
      expect(failure).toMatchObject({ name: 'TransactionAbortedError' })
      expect(await query(database, 'select id from t where id = 10')).toEqual([])
    })

    it('refuses statements of a transaction that is over', async () => {
      const leaked = await database.transaction(async (sql) => sql)
      expect(String(await failureOf(query(leaked, 'select 1')))).toMatch(/over|closed/)
    })

    it('lets concurrent transactions lose no update', async () => {
      await query(database, 'insert into t values (20, 0)')
      const addOne = () =>
        database.transaction(async (sql) => {
          const [row] = await query<{ n: number }>(sql, 'select n from t where id = 20 for no key update')
          await query(sql, 'update t set n = $1 where id = 20', (row?.n ?? 0) + 1)
        })
      await Promise.all(Array.from({ length: 12 }, addOne))
      expect(await query(database, 'select n from t where id = 20')).toEqual([{ n: 12 }])
    })

    it.each([
      ['40001', { kind: 'retry', reason: 'serialization' }],
      ['40P01', { kind: 'retry', reason: 'deadlock' }],
      ['23505', { kind: 'retry', reason: 'unique' }],
      ['23514', { kind: 'retry', reason: 'check' }],
      ['SY001', { kind: 'retry', reason: 'conflict' }],
      ['55P03', { kind: 'busy' }],
      ['57014', { kind: 'busy' }],
      ['53300', { kind: 'busy' }],
      ['57P01', { kind: 'unknown_outcome' }],
      ['57P02', { kind: 'unknown_outcome' }],
      ['57P03', { kind: 'unknown_outcome' }],
      ['08006', { kind: 'unknown_outcome' }],
      ['42P01', { kind: 'fault' }],
    ])('sorts SQLSTATE %s', async (code, fault) => {
      const raise = `do $$ begin raise exception 'siyu_test' using errcode = '${code}'; end $$`
      const plain = await failureOf(query(database, raise))
      const inside = await failureOf(database.transaction((sql) => query(sql, raise)))
      expect([faultOf(plain), faultOf(inside)]).toEqual([fault, fault])
      expect(faultOf(new Error('wrapped', { cause: plain }))).toEqual(fault)
    })

    it('sorts real violations', async () => {
      await query(database, 'insert into t values (30, 0)')
      const unique = await failureOf(query(database, 'insert into t values (30, 0)'))
      const check = await failureOf(query(database, 'update t set n = n - 1 where id = 30'))
      const syntax = await failureOf(query(database, 'selec 1'))
      expect([unique, check, syntax].map(faultOf)).toEqual([
        { kind: 'retry', reason: 'unique' },
        { kind: 'retry', reason: 'check' },
        { kind: 'fault' },
      ])
    })

    it('runs scripts all or nothing', async () => {
      await database.script('create table s (a int); insert into s values (1); insert into s values (2);')
      const failure = await failureOf(database.script('insert into s values (3); insert into missing values (1);'))
      await failureOf(database.script('begin; insert into s values (4); insert into missing values (1); commit;'))
      expect(faultOf(failure)).toEqual({ kind: 'fault' })
      expect(await query(database, 'select a from s order by a')).toEqual([{ a: 1 }, { a: 2 }])
    })

    it('runs a statement again whose table has changed', async () => {
      await database.script('create table c (a int); insert into c values (1)')
      const select = 'select * from c'
      expect(await query(database, select)).toEqual([{ a: 1 }])
      await database.script('alter table c add column b int default 2')
      expect(await query(database, select)).toEqual([{ a: 1, b: 2 }])
      await database.script('alter table c drop column a')
      const inside = await database.transaction((sql) => query(sql, select)).catch((error: unknown) => faultOf(error))
      expect([[{ b: 2 }], { kind: 'retry', reason: 'conflict' }]).toContainEqual(inside)
      expect(await database.transaction((sql) => query(sql, select))).toEqual([{ b: 2 }])
    })

    it('hears what is notified after commit, until it stops', async () => {
      const heard: string[] = []
      const stop = await database.listen('siyu_test', (payload) => heard.push(payload))
      await database.transaction((sql) => query(sql, `select pg_notify('siyu_test', 'one')`))
      await failureOf(
        database.transaction(async (sql) => {
          await query(sql, `select pg_notify('siyu_test', 'never')`)
          throw new Error('no')
        }),
      )
      await query(database, `select pg_notify('siyu_test', 'two')`)
      await until(() => heard.length >= 2, 'two notifications')
      await stop()
      await query(database, `select pg_notify('siyu_test', 'three')`)
      await sleep(50)
      expect(heard).toEqual(['one', 'two'])
      expect(String(await failureOf(database.listen('a;b', () => undefined)))).toContain('channel')
    })

    it('closes once, and then refuses', async () => {
      const { database: other } = await kind.create()
      await other.listen('siyu_test', () => undefined)
      await Promise.all([other.close(), other.close()])
      await expect(query(other, 'select 1')).rejects.toThrow()
    })
  })
}

const postgres = (await testDatabases()).find(({ kind }) => kind === 'postgres')

describe.skipIf(postgres?.skip !== undefined)(`two clients, ${postgres?.title}`, () => {
  let fresh: TestDatabase
  let one: Database
  let two: Database
  beforeAll(async () => {
    fresh = (await postgres?.create()) as TestDatabase
    one = fresh.database
    two = await openPostgres({ connectionString: fresh.url ?? '', lockTimeoutMs: 150, statementTimeoutMs: 400 })
    await one.script('create table t (id int primary key, n int not null); insert into t values (1, 0), (2, 0)')
  }, 60_000)
  afterAll(async () => {
    await two.close()
    await one.close()
  })

  it('makes the second wait for a locked row, then times it out as busy', async () => {
    const lock = 'select n from t where id = 1 for no key update'
    const failure = await one.transaction(async (sql) => {
      await query(sql, lock)
      return failureOf(two.transaction((other) => query(other, lock)))
    })
    expect([(failure as { code?: string }).code, faultOf(failure)]).toEqual(['55P03', { kind: 'busy' }])
    expect(await two.transaction((sql) => query(sql, lock))).toEqual([{ n: 0 }])
  })

  it('times a long statement out as busy', async () => {
    expect(faultOf(await failureOf(query(two, 'select pg_sleep(5)')))).toEqual({ kind: 'busy' })
  })

  it('hides what is not committed', async () => {
    await one.transaction(async (sql) => {
      await query(sql, 'update t set n = 5 where id = 2')
      expect(await query(two, 'select n from t where id = 2')).toEqual([{ n: 0 }])
    })
    expect(await query(two, 'select n from t where id = 2')).toEqual([{ n: 5 }])
  })

  it('sorts a real deadlock, and one of the two gets through', async () => {
    const patient = await openPostgres({ connectionString: fresh.url ?? '', poolSize: 2 })
    let held = 0
    let release: () => void = () => undefined
    const bothHold = new Promise<void>((resolve) => {
      release = resolve
    })
    const both = (first: number, second: number) =>
      patient.transaction(async (sql) => {
        await query(sql, 'update t set n = n + 1 where id = $1', first)
        held += 1
        if (held === 2) release()
        await bothHold
        await query(sql, 'update t set n = n + 1 where id = $1', second)
      })
    const outcomes = await Promise.allSettled([both(1, 2), both(2, 1)])
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => faultOf(reason))
    expect(failures).toEqual([{ kind: 'retry', reason: 'deadlock' }])
    await patient.close()
  })

  it('lives through killed connections: idle, at work, in a transaction, listening', async () => {
    const url = fresh.url ?? ''
    const victim = await openPostgres({ connectionString: `${url}?application_name=victim`, poolSize: 4 })
    const heard: string[] = []
    await victim.listen('siyu_back', (payload) => heard.push(payload))
    const kill = () =>
      query(one, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`)
    const atWork = failureOf(query(victim, 'select pg_sleep(10)'))
    const inTransaction = failureOf(
      victim.transaction(async (sql) => {
        await query(sql, 'select 1')
        await sleep(300)
        await query(sql, 'select 2')
      }),
    )
    await sleep(150)
    await kill()
    const unknown = { kind: 'unknown_outcome' }
    expect([faultOf(await atWork), faultOf(await inTransaction)]).toEqual([unknown, unknown])
    expect(await query(victim, 'select 1 as one')).toEqual([{ one: 1 }])
    await kill()
    await sleep(20)
    expect(await query(victim, 'select 1 as one')).toEqual([{ one: 1 }])
    for (let again = 0; heard.length === 0 && again < 50; again += 1) {
      await query(one, `select pg_notify('siyu_back', 'hello')`)
      await sleep(50)
    }
    expect(heard[0]).toBe('hello')
    await victim.close()
  })

  it('is busy when nobody answers, and when the pool is full for too long', async () => {
    const nobody = openPostgres({ connectionString: 'postgres://a:b@127.0.0.1:1/c' })
    expect(faultOf(await failureOf(nobody))).toEqual({ kind: 'busy' })
    const words = new Error('timeout exceeded when trying to connect')
    expect(faultOf(words)).toEqual({ kind: 'busy' })
  })

  it('prepares at most 500 texts, and runs the others all the same', async () => {
    for (let index = 0; index < 520; index += 1) await query(one, `select ${index} as x`)
    expect(await query(one, 'select 519 as x')).toEqual([{ x: 519 }])
    const single = await openPostgres({ connectionString: fresh.url ?? '', poolSize: 1 })
    for (let index = 0; index < 520; index += 1) await query(single, `select ${index} as x`)
    const [row] = await query<{ count: number }>(single, 'select count(*) as count from pg_prepared_statements')
    expect(row?.count).toBe(500)
    await single.close()
  })
})

describe('pglite beside what uses it raw', () => {
  it('refuses the database inside its own transaction instead of waiting for ever', async () => {
    const database = await openPglite()
    const failure = await failureOf(database.transaction(() => query(database, 'select 1')))
    expect(String(failure)).toContain('only its own sql')
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }])
    await database.close()
  })

  it('is not caught in a transaction that somebody else has left failed, and leaves raw types alone', async () => {
    const database = await openPglite()
    await database.script('create table t (a int)')
    const leaveFailed = () => failureOf(database.raw.exec('begin; select 1/0; commit'))
    await leaveFailed()
    await query(database, 'insert into t values (1)')
    await leaveFailed()
    await database.transaction((sql) => query(sql, 'insert into t values (2)'))
    await leaveFailed()
    await database.script('insert into t values (3)')
    expect(await query(database, 'select count(*) from t')).toEqual([{ count: 3 }])
    const { rows } = await database.raw.query<{ at: unknown }>('select now() as at')
    expect(rows[0]?.at).toBeInstanceOf(Date)
    await database.close()
  })
})
