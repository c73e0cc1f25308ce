import type { AftersalesCase, CaseParcel } from '@siyu/core/aftersales'
import type { ReactElement } from 'react'
import { useMoment, useWords } from '../language/language.tsx'

/** What happened in a case, in order, and what is still to come. */
export function CaseSteps({ found }: { readonly found: AftersalesCase }): ReactElement {
  const { aftersales: words } = useWords()
  const { openedAt, returned, sent, endedAt, status, kind } = found
  const isOpen = endedAt === null
  const sendsBack = kind === 'return_and_refund' || kind === 'exchange'
  const sendsOut = kind === 'exchange' || kind === 'reship'
  return (
    <ol className="panel timeline" aria-label={words.detail}>
      <Step name={words.openedAt} at={openedAt} />
      {(returned !== null || (isOpen && sendsBack)) && <ParcelStep name={words.sentBack} parcel={returned} />}
      {(sent !== null || (isOpen && sendsOut)) && <ParcelStep name={words.sent} parcel={sent} />}
      <Step name={isOpen ? words.ended : words.statuses[status]} at={endedAt} />
    </ol>
  )
}

function ParcelStep({ name, parcel }: { readonly name: string; readonly parcel: CaseParcel | null }): ReactElement {
  const { aftersales: words } = useWords()
  return (
    <Step name={name} at={parcel?.at ?? null}>
      {parcel !== null && <span className="cases__parcel">{words.parcel(parcel.carrier, parcel.trackingNumber)}</span>}
    </Step>
  )
}

type StepProps = { readonly name: string; readonly at: number | null; readonly children?: ReactElement | false }

function Step({ name, at, children }: StepProps): ReactElement {
  const moment = useMoment()
  return (
    <li className={at === null ? 'step' : 'step step--done'}>
      <span className="step__name">{name}</span>
      {at !== null && <time dateTime={new Date(at).toISOString()}>{moment(at)}</time>}
      {children}
    </li>
  )
}
