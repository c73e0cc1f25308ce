import { type AftersalesCase, canMoveCase, type GoodsFate } from '@siyu/core/aftersales'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { ArriveForm } from './arrive-form.tsx'
import { aftersalesWords } from './words.ts'

type Props = { readonly found: AftersalesCase }

/** What the shop can do with a case as it stands. */
export function CaseActions({ found }: Props): ReactElement {
  return (
    <>
      {canMoveCase(found, 'approve') && <Approve found={found} />}
      {canMoveCase(found, 'reject') && <Reject found={found} />}
      {canMoveCase(found, 'arrive') && <ArriveForm found={found} />}
      {canMoveCase(found, 'reship') && <Reship found={found} />}
      {canMoveCase(found, 'close') && <Close found={found} />}
    </>
  )
}

function Approve({ found }: Props): ReactElement {
  const say = useSay(aftersalesWords)
  const { mutations, refresh } = useAdmin()
  const [goods, setGoods] = useState<GoodsFate | 'auto'>('auto')
  const approve = useMutation({ ...mutations.aftersales.approve(), onSuccess: () => void refresh() })
  const isRefund = found.kind === 'refund_only'
  const fates = (['auto', 'restock', 'scrap'] as const).map((each) => [each, say(`goods_${each}`)] as const)
  return (
    <div className="panel">
      {isRefund && (
        <Field label={say('goodsFate')}>
          <Choice value={goods} testId="case-goods" options={fates} onChange={setGoods} />
        </Field>
      )}
      <WriteError error={approve.error} />
      <button
        type="button"
        className="button primary"
        data-testid="case-approve"
        disabled={approve.isPending}
        onClick={() => approve.mutate({ caseId: found.id, ...(goods === 'auto' ? {} : { goods }) })}
      >
        {say(isRefund ? 'approveRefund' : 'approve')}
      </button>
    </div>
  )
}

function Reject({ found }: Props): ReactElement {
  const say = useSay(aftersalesWords)
  const { mutations, refresh } = useAdmin()
  const [reason, setReason] = useState('')
  const reject = useMutation({ ...mutations.aftersales.reject(), onSuccess: () => void refresh() })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    reject.mutate({ caseId: found.id, reason })
  }
  return (
    <form className="panel" onSubmit={submit}>
      <Field label={say('rejectReason')}>
        <input
          required
          maxLength={200}
          value={reason}
          data-testid="case-reject-reason"
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <WriteError error={reject.error} />
      <button type="submit" className="button danger" data-testid="case-reject" disabled={reject.isPending}>
        {say('reject')}
      </button>
    </form>
  )
}

function Reship({ found }: Props): ReactElement {
  const say = useSay(aftersalesWords)
  const { mutations, refresh } = useAdmin()
  const [carrier, setCarrier] = useState('')
  const [trackingNumber, setNumber] = useState('')
  const reship = useMutation({ ...mutations.aftersales.reship(), onSuccess: () => void refresh() })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    reship.mutate({ caseId: found.id, carrier: carrier.trim(), trackingNumber: trackingNumber.trim() })
  }
  return (
    <form className="panel" onSubmit={submit}>
      <Field label={say('carrier')}>
        <input
          required
          maxLength={40}
          value={carrier}
          data-testid="case-carrier"
          onChange={(event) => setCarrier(event.target.value)}
        />
      </Field>
      <Field label={say('tracking')}>
        <input
          required
          maxLength={40}
          value={trackingNumber}
          data-testid="case-tracking"
          onChange={(event) => setNumber(event.target.value)}
        />
      </Field>
      <WriteError error={reship.error} />
      <button type="submit" className="button primary" data-testid="case-reship" disabled={reship.isPending}>
        {say('reship')}
      </button>
    </form>
  )
}

function Close({ found }: Props): ReactElement {
  const say = useSay(aftersalesWords)
  const { mutations, refresh } = useAdmin()
  const close = useMutation({ ...mutations.aftersales.close(), onSuccess: () => void refresh() })
  return (
    <div className="form-actions">
      <WriteError error={close.error} />
      <button
        type="button"
        className="button"
        data-testid="case-close"
        disabled={close.isPending}
        onClick={() => close.mutate({ caseId: found.id })}
      >
        {say('close')}
      </button>
    </div>
  )
}
