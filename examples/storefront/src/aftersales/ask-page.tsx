import { type CaseKind, type CaseReason, kindsFor, receivedAt } from '@siyu/core/aftersales'
import type { Order } from '@siyu/core/orders'
import { useAftersalesSettings, useOpenAftersales, useOrder, useProduct } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useLanguage, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { Stepper } from '../pieces/stepper.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { useToast } from '../pieces/toast.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { freeCount } from './free-count.ts'

const reasons: readonly CaseReason[] = ['no_reason', 'defective', 'wrong_item', 'missing', 'late', 'other']

/** Asks for something about one line of an order 申请售后. */
export function AskPage(): ReactElement {
  const { aftersales: words } = useWords()
  const { orderId = '', lineId = '' } = useParams()
  return (
    <Page title={words.title} back>
      <MembersOnly hint={words.signInHint}>
        <Loaded orderId={orderId} lineId={lineId} />
      </MembersOnly>
    </Page>
  )
}

function Loaded({ orderId, lineId }: { readonly orderId: string; readonly lineId: string }): ReactElement {
  const { data: order, error, refetch } = useOrder(orderId)
  const line = order?.lines.find((each) => each.line.lineId === lineId)
  if (order !== undefined && line !== undefined) return <AskForm order={order} line={line} />
  return error === null && order === undefined ? (
    <Skeleton rows={4} tall />
  ) : (
    <Problem error={error ?? new Error(lineId)} onRetry={() => void refetch()} />
  )
}

type Line = Order['lines'][number]

function AskForm({ order, line }: { readonly order: Order; readonly line: Line }): ReactElement {
  const { words: all, pick } = useLanguage()
  const words = all.aftersales
  const isReceived = receivedAt(order) !== null
  const [reason, setReason] = useState<CaseReason>('no_reason')
  const [chosen, setKind] = useState<CaseKind | null>(null)
  const [quantity, setQuantity] = useState(1)
  const [wantedSkuId, setWanted] = useState('')
  const [text, setText] = useState('')
  const kinds = kindsFor(reason, isReceived)
  const kind = kinds.find((each) => each === chosen) ?? (kinds[0] as CaseKind)
  const { submit, error, isPending } = useSubmit()
  const wanted = kind === 'exchange' && wantedSkuId !== '' ? { wantedSkuId } : {}
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    const lines = [{ lineId: line.line.lineId, quantity, ...wanted }]
    submit({ orderId: order.id, kind, reason, lines, ...(text.trim() === '' ? {} : { words: text.trim() }) })
  }
  return (
    <form className="panel panel--text form" onSubmit={onSubmit}>
      <p>
        <b>{pick(line.line.title)}</b>
      </p>
      <Select label={words.reason} value={reason} options={reasons} names={words.reasons} onChange={setReason} />
      <Select label={words.kind} value={kind} options={kinds} names={words.kinds} onChange={setKind} />
      {kind === 'exchange' && <Wanted line={line} value={wantedSkuId} onChange={setWanted} />}
      <div className="field">
        <span>{words.quantity}</span>
        <Stepper label={words.quantity} value={quantity} min={1} max={freeCount(line)} onChange={setQuantity} />
      </div>
      <label className="field">
        <span>{words.words}</span>
        <input
          maxLength={200}
          value={text}
          placeholder={words.wordsHint}
          data-testid="case-words"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {isReceived && <WindowNote />}
      <Problem error={error} />
      <SubmitButton testId="case-submit" look="buy" disabled={isPending || freeCount(line) === 0}>
        {words.submit}
      </SubmitButton>
    </form>
  )
}

function WindowNote(): ReactElement | null {
  const { aftersales: words } = useWords()
  const { data } = useAftersalesSettings()
  return data === undefined ? null : <p className="form__note">{words.windowNote(data.noReasonReturnDays)}</p>
}

function useSubmit() {
  const { aftersales: words } = useWords()
  const { mutate, error, isPending } = useOpenAftersales()
  const navigate = useNavigate()
  const toast = useToast()
  const submit = (input: Parameters<typeof mutate>[0]): void =>
    mutate(input, {
      onSuccess: ({ id }) => {
        toast(words.asked)
        void navigate(`/aftersales/${id}`, { replace: true })
      },
    })
  return { submit, error, isPending }
}

type SelectProps<Value extends string> = {
  readonly label: string
  readonly value: Value
  readonly options: readonly Value[]
  readonly names: Readonly<Record<Value, string>>
  readonly onChange: (value: Value) => void
}

function Select<Value extends string>(props: SelectProps<Value>): ReactElement {
  const { label, value, options, names, onChange } = props
  return (
    <label className="field">
      <span>{label}</span>
      <select className="select" value={value} onChange={(event) => onChange(event.target.value as Value)}>
        {options.map((each) => (
          <option key={each} value={each}>
            {names[each]}
          </option>
        ))}
      </select>
    </label>
  )
}

type WantedProps = { readonly line: Line; readonly value: string; readonly onChange: (skuId: string) => void }

/** The variants of the same price that the goods can be exchanged for. */
function Wanted({ line, value, onChange }: WantedProps): ReactElement {
  const { words, pick } = useLanguage()
  const { data: product } = useProduct(line.line.productId)
  const listMinor = line.line.runs[0]?.listMinor
  const others = (product?.skus ?? []).filter((sku) => sku.id !== line.line.skuId && sku.listMinor === listMinor)
  return (
    <label className="field">
      <span>{words.aftersales.wanted}</span>
      <select className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{words.aftersales.same}</option>
        {others.map(({ id, title, availableCount }) => (
          <option key={id} value={id} disabled={availableCount === 0}>
            {pick(title)}
          </option>
        ))}
      </select>
    </label>
  )
}
