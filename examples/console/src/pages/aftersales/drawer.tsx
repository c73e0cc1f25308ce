import type { AftersalesCase } from '@siyu/core/aftersales'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { usePick, useSay } from '../../language/language.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { Fact } from '../../ui/page.tsx'
import { CaseActions } from './actions.tsx'
import { aftersalesWords } from './words.ts'

type CaseDrawerProps = { readonly found: AftersalesCase; readonly onClose: () => void }

/** One case: what is asked for, what happened, and what the shop can do now. */
export function CaseDrawer({ found, onClose }: CaseDrawerProps): ReactElement {
  const say = useSay(aftersalesWords)
  return (
    <Drawer
      title={
        <>
          {say('case')} <code>{shortId(found.id)}</code>
        </>
      }
      testId="case-drawer"
      onClose={onClose}
    >
      <CaseFacts found={found} />
      <CaseLines found={found} />
      <CaseActions found={found} />
    </Drawer>
  )
}

function CaseFacts({ found }: { readonly found: AftersalesCase }): ReactElement {
  const say = useSay(aftersalesWords)
  const { money, dateTime } = useFormat()
  const { kind, reason, status, openedAt, dueAt, endedAt, returned, sent, refundId, refundedMinor } = found
  return (
    <dl className="facts">
      <Fact label={say('status')}>
        <span className="tag" data-status={status} data-testid="case-status">
          {say(`status_${status}`)}
        </span>
      </Fact>
      <Fact label={say('kind')}>{say(`kind_${kind}`)}</Fact>
      <Fact label={say('reason')}>{say(`reason_${reason}`)}</Fact>
      <Fact label={say('openedAt')}>{dateTime(openedAt)}</Fact>
      {dueAt !== null && <Fact label={say('due')}>{dateTime(dueAt)}</Fact>}
      {endedAt !== null && <Fact label={say('endedAt')}>{dateTime(endedAt)}</Fact>}
      {refundId !== null && <Fact label={say('refunded')}>{money(refundedMinor)}</Fact>}
      {returned !== null && <Fact label={say('returned')}>{`${returned.carrier} ${returned.trackingNumber}`}</Fact>}
      {sent !== null && <Fact label={say('sent')}>{`${sent.carrier} ${sent.trackingNumber}`}</Fact>}
      {found.words !== null && <Fact label={say('words')}>{found.words}</Fact>}
      {found.answer !== null && <Fact label={say('answer')}>{found.answer}</Fact>}
      <Fact label={say('order')}>
        <Link to={`/orders?order=${found.orderId}`}>
          <code title={found.orderId}>{shortId(found.orderId)}</code>
        </Link>
      </Fact>
      <Fact label={say('member')}>
        <code title={found.memberId}>{shortId(found.memberId)}</code>
      </Fact>
    </dl>
  )
}

function CaseLines({ found }: { readonly found: AftersalesCase }): ReactElement {
  const say = useSay(aftersalesWords)
  const pick = usePick()
  return (
    <ul className="order-lines">
      {found.lines.map(({ lineId, title, quantity, skuId, wantedSkuId, noReasonReturn, goods }) => (
        <li key={lineId}>
          <p className="order-line-head">
            <span>
              {pick(title)} <span className="quiet-text">× {quantity}</span>
            </span>
            {wantedSkuId !== null && wantedSkuId !== skuId && (
              <span className="tag">{say('wanted', { sku: wantedSkuId })}</span>
            )}
            {!noReasonReturn && <span className="tag">{say('final')}</span>}
            {goods !== null && <span className="tag">{say(`goods_${goods}`)}</span>}
          </p>
        </li>
      ))}
    </ul>
  )
}
