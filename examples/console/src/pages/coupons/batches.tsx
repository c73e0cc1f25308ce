import { type CouponBatch, codesCsv, MAX_BATCH, MAX_CODE_PAGE } from '@siyu/core/coupons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useDownload } from '../../ui/download.tsx'
import { readAll, saveFile } from '../../ui/export.ts'
import { useFormat } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { Loaded, WriteError } from '../../ui/states.tsx'
import { VoidForm } from './void-form.tsx'
import { couponWords } from './words.ts'

/** Unique codes of a template: making, downloading and voiding them. */
export function Batches({ templateId }: { readonly templateId: string }): ReactElement {
  const say = useSay(couponWords)
  const { queries } = useAdmin()
  const batches = useQuery(queries.coupons.batches())
  const own = (items: readonly CouponBatch[]): readonly CouponBatch[] =>
    items.filter((batch) => batch.templateId === templateId)
  return (
    <section className="card" data-testid="batches">
      <h2>{say('batches')}</h2>
      <p className="page-note">{say('batchesHint')}</p>
      <CreateBatch templateId={templateId} />
      <Loaded
        read={batches}
        rows={2}
        isEmpty={({ items }) => own(items).length === 0}
        empty={<p className="page-note">{say('noBatches')}</p>}
      >
        {({ items }) => (
          <ul className="batches">
            {own(items).map((batch) => (
              <Batch key={batch.batchId} batch={batch} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

function CreateBatch({ templateId }: { readonly templateId: string }): ReactElement {
  const say = useSay(couponWords)
  const { count: countText } = useFormat()
  const { client, mutations, refresh } = useAdmin()
  const [count, setCount] = useState<number | undefined>(100)
  const [prefix, setPrefix] = useState('')
  const create = useMutation({ ...mutations.coupons.createBatch(), onSuccess: refresh })
  const isGood = count !== undefined && count >= 1 && count <= MAX_BATCH
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isGood) create.mutate({ batchId: client.newId('cpb'), templateId, count, ...(prefix === '' ? {} : { prefix }) })
  }
  return (
    <form className="form" onSubmit={submit}>
      <Field label={say('batchCount')}>
        <CountInput required value={count} testId="batch-count" onChange={setCount} />
      </Field>
      <Field label={say('batchPrefix')} hint={say('batchPrefixHint')}>
        <input
          pattern="[A-Za-z0-9]{0,8}"
          maxLength={8}
          value={prefix}
          data-testid="batch-prefix"
          onChange={(event) => setPrefix(event.target.value)}
        />
      </Field>
      <WriteError error={create.error} />
      {create.isPending && (
        <div className="progress" role="status">
          {say('creating', { count: countText(create.variables.count) })}
          <progress />
        </div>
      )}
      {create.data !== undefined && (
        <p className="done" role="status" data-testid="batch-done">
          {say('created', { count: countText(create.data.count) })}
        </p>
      )}
      <button type="submit" className="button" data-testid="batch-create" disabled={!isGood || create.isPending}>
        {say('createBatch')}
      </button>
    </form>
  )
}

function Batch({ batch }: { readonly batch: CouponBatch }): ReactElement {
  const say = useSay(couponWords)
  const { dateTime, count } = useFormat()
  const { client, mutations, refresh } = useAdmin()
  const [readCount, setReadCount] = useState(0)
  const voidBatch = useMutation({ ...mutations.coupons.voidBatch(), onSuccess: refresh })
  const download = useDownload({
    ...{ label: say('download'), testId: 'batch-download' },
    busyLabel: say('downloading', { read: count(readCount), count: count(batch.count) }),
    save: async () => {
      setReadCount(0)
      const page = (cursor: string | undefined) =>
        client.coupons.batchCodes({ batchId: batch.batchId, limit: MAX_CODE_PAGE, ...(cursor && { cursor }) })
      const codes = await readAll(page, setReadCount)
      saveFile(`${batch.batchId}.csv`, codesCsv(codes))
    },
  })
  const label = say('claimedOf', { used: count(batch.claimedCount), limit: count(batch.count) })
  return (
    <li className="batch" data-testid="batch-row">
      <div className="batch-head">
        <span>
          {dateTime(batch.createdAt)} {batch.prefix !== '' && <code>{batch.prefix}…</code>}
        </span>
        {batch.voidedAt !== null && <span className="tag">{say('voided')}</span>}
        {download.button}
      </div>
      <Meter used={batch.claimedCount} limit={batch.count} label={label} />
      {download.isPending && <progress max={batch.count} value={readCount} />}
      <WriteError error={download.error ?? voidBatch.error} />
      {batch.voidedAt === null && (
        <VoidForm
          testId="batch-void"
          isPending={voidBatch.isPending}
          onVoid={(reason) => voidBatch.mutate({ batchId: batch.batchId, reason })}
        />
      )}
    </li>
  )
}
