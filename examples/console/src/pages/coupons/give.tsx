import type { Coupon } from '@siyu/core/coupons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { MemberPicker } from '../../ui/member-picker.tsx'
import { Group } from '../../ui/page.tsx'
import { Loaded, WriteError } from '../../ui/states.tsx'
import { VoidForm } from './void-form.tsx'
import { couponWords } from './words.ts'

/** Coupons of a template given to one member by hand, and taken away again. */
export function Give({ templateId }: { readonly templateId: string }): ReactElement {
  const say = useSay(couponWords)
  const { mutations, refresh } = useAdmin()
  const [memberId, setMemberId] = useState<string | null>(null)
  const issue = useMutation({ ...mutations.coupons.issue(), onSuccess: refresh })
  const choose = (chosen: string | null): void => {
    issue.reset()
    setMemberId(chosen)
  }
  return (
    <section className="card" data-testid="give">
      <h2>{say('give')}</h2>
      <div className="items">
        <Group label={say('member')}>
          <MemberPicker memberId={memberId} onChange={choose} label={say('member')} testId="give-member" />
        </Group>
        <WriteError error={issue.error} />
        {issue.data !== undefined && (
          <p className="done" role="status" data-testid="give-done">
            {say('given')}
          </p>
        )}
        <button
          type="button"
          className="button"
          data-testid="give-submit"
          disabled={memberId === null || issue.isPending}
          onClick={() => memberId !== null && issue.mutate({ templateId, memberId })}
        >
          {say('giveSubmit')}
        </button>
        {memberId !== null && <Wallet templateId={templateId} memberId={memberId} />}
      </div>
    </section>
  )
}

type WalletProps = { readonly templateId: string; readonly memberId: string }

function Wallet({ templateId, memberId }: WalletProps): ReactElement {
  const say = useSay(couponWords)
  const { queries } = useAdmin()
  const wallet = useQuery(queries.coupons.ofMember(memberId))
  const own = (items: readonly Coupon[]): readonly Coupon[] =>
    items.filter((coupon) => coupon.templateId === templateId)
  return (
    <Loaded
      read={wallet}
      rows={2}
      isEmpty={({ items }) => own(items).length === 0}
      empty={<p className="page-note">{say('noWallet')}</p>}
    >
      {({ items }) => (
        <>
          <h3>{say('walletOf')}</h3>
          <ul className="batches">
            {own(items).map((coupon) => (
              <WalletCoupon key={coupon.id} coupon={coupon} memberId={memberId} />
            ))}
          </ul>
        </>
      )}
    </Loaded>
  )
}

type WalletCouponProps = { readonly coupon: Coupon; readonly memberId: string }

function WalletCoupon({ coupon, memberId }: WalletCouponProps): ReactElement {
  const say = useSay(couponWords)
  const common = useSay(commonWords)
  const { date } = useFormat()
  const { mutations, refresh } = useAdmin()
  const voidCoupon = useMutation({ ...mutations.coupons.void(), onSuccess: refresh })
  const { id, status, validFrom, validUntil } = coupon
  return (
    <li className="batch" data-testid="wallet-coupon">
      <div className="batch-head">
        <span>{common('between', { from: date(validFrom), until: date(validUntil) })}</span>
        <span className="tag">{say(`state_${status}`)}</span>
      </div>
      <WriteError error={voidCoupon.error} />
      {status === 'issued' && (
        <VoidForm
          testId="coupon-void"
          isPending={voidCoupon.isPending}
          onVoid={(reason) => voidCoupon.mutate({ memberId, couponId: id, reason })}
        />
      )}
    </li>
  )
}
