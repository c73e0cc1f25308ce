import type { Stock } from '@siyu/core/inventory'
import type { Words } from '@siyu/core/kernel'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { useFormat } from '../../ui/format.ts'
import { Fact, Field } from '../../ui/page.tsx'
import { Loaded, WriteError } from '../../ui/states.tsx'
import { productWords } from './words.ts'

/** The SKU whose stock is looked at. */
export type StockSubject = { readonly skuId: string; readonly productTitle: Words; readonly skuTitle: Words }

type StockDrawerProps = { readonly subject: StockSubject; readonly onClose: () => void }

/** On hand, held and sold of one SKU, and receiving goods or correcting the count. */
export function StockDrawer({ subject, onClose }: StockDrawerProps): ReactElement {
  const pick = usePick()
  const say = useSay(productWords)
  const { count } = useFormat()
  const { queries } = useAdmin()
  const stock = useQuery(queries.inventory.get(subject.skuId))
  return (
    <Drawer title={pick(subject.productTitle)} testId="stock-drawer" onClose={onClose}>
      <p>
        {pick(subject.skuTitle)} · <code>{subject.skuId}</code>
      </p>
      <Loaded read={stock} rows={3}>
        {(data) => (
          <>
            <dl className="facts">
              <Fact label={say('onHand')}>
                <strong data-testid="stock-on-hand">{count(data.onHandCount)}</strong>
              </Fact>
              <Fact label={say('held')}>{count(data.heldCount)}</Fact>
              <Fact label={say('available')}>{count(data.onHandCount - data.heldCount)}</Fact>
              <Fact label={say('sold')}>{count(data.soldCount)}</Fact>
            </dl>
            <AdjustStock stock={data} />
          </>
        )}
      </Loaded>
    </Drawer>
  )
}

function AdjustStock({ stock }: { readonly stock: Stock }): ReactElement {
  const say = useSay(productWords)
  const common = useSay(commonWords)
  const { count } = useFormat()
  const { mutations, refresh } = useAdmin()
  const [text, setText] = useState('')
  const [reason, setReason] = useState<string>(say('usual'))
  const adjust = useMutation({ ...mutations.inventory.adjust(), onSuccess: refresh })
  const deltaCount = Number(text)
  const isGood = /^[+-]?\d{1,6}$/.test(text) && deltaCount !== 0
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    adjust.mutate({ skuId: stock.skuId, deltaCount, reason }, { onSuccess: () => setText('') })
  }
  const hint = isGood ? say('after', { count: count(stock.onHandCount + deltaCount) }) : undefined
  return (
    <form className="panel" onSubmit={submit}>
      <h3>{say('adjust')}</h3>
      <Field label={say('delta')} hint={hint} error={text !== '' && !isGood ? say('badDelta') : null}>
        <input
          inputMode="numeric"
          value={text}
          data-testid="stock-delta"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Field label={common('reason')}>
        <input
          required
          maxLength={200}
          value={reason}
          data-testid="stock-reason"
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <WriteError error={adjust.error} />
      {adjust.data !== undefined && (
        <p className="done" role="status" data-testid="stock-done">
          {say('done', { count: count(adjust.data.onHandCount) })}
        </p>
      )}
      <button
        type="submit"
        className="button primary"
        data-testid="stock-submit"
        disabled={!isGood || adjust.isPending}
      >
        {adjust.isPending ? common('saving') : say('submit')}
      </button>
    </form>
  )
}
