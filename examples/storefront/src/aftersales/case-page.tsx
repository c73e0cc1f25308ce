import { type AftersalesCase, canMoveCase } from '@siyu/core/aftersales'
import { useAftersalesCase, useAftersalesSettings, useFormatMoney, useWithdrawAftersales } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link, useParams } from 'react-router'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { useToast } from '../pieces/toast.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { CaseSteps } from './case-steps.tsx'
import { SendBackForm } from './send-back-form.tsx'

/** One case: where it stands, what happened, and what the member can do 售后详情. */
export function CasePage(): ReactElement {
  const { aftersales: words } = useWords()
  const { caseId = '' } = useParams()
  return (
    <Page title={words.detail} back>
      <MembersOnly hint={words.signInHint}>
        <Loaded caseId={caseId} />
      </MembersOnly>
    </Page>
  )
}

function Loaded({ caseId }: { readonly caseId: string }): ReactElement {
  const { aftersales: words } = useWords()
  const { data: found, error, refetch } = useAftersalesCase(caseId)
  if (found === undefined) {
    return error === null ? <Skeleton rows={4} tall /> : <Problem error={error} onRetry={() => void refetch()} />
  }
  return (
    <>
      <section className="panel order-top">
        <strong className="status" data-testid="case-status" data-status={found.status}>
          {words.statuses[found.status]}
        </strong>
        <Hint found={found} />
        {canMoveCase(found, 'withdraw') && <Withdraw found={found} />}
      </section>
      {canMoveCase(found, 'sendBack') && <SendBackForm caseId={found.id} />}
      <CaseSteps found={found} />
      <Facts found={found} />
      <p className="footnote">{words.number(found.id)}</p>
    </>
  )
}

/** What is waited for. */
function Hint({ found }: { readonly found: AftersalesCase }): ReactElement | null {
  const { aftersales: words } = useWords()
  const moment = useMoment()
  const { data: settings } = useAftersalesSettings()
  if (found.dueAt === null) return null
  if (!canMoveCase(found, 'sendBack')) return <p>{words.dueBy(moment(found.dueAt))}</p>
  const address = settings?.returnAddress ?? ''
  return (
    <p>
      {words.sendBackBy(moment(found.dueAt))}
      {address !== '' && <span className="cases__address">{words.sendTo(address)}</span>}
    </p>
  )
}

function Withdraw({ found }: { readonly found: AftersalesCase }): ReactElement {
  const { aftersales: words } = useWords()
  const toast = useToast()
  const withdraw = useWithdrawAftersales()
  return (
    <>
      <div className="order-top__act">
        <button
          type="button"
          className="button button--quiet"
          data-testid="case-withdraw"
          disabled={withdraw.isPending}
          onClick={() => withdraw.mutate({ caseId: found.id }, { onSuccess: () => toast(words.withdrawn) })}
        >
          {words.withdraw}
        </button>
      </div>
      <Problem error={withdraw.error} />
    </>
  )
}

function Facts({ found }: { readonly found: AftersalesCase }): ReactElement {
  const { words: all, pick } = useLanguage()
  const words = all.aftersales
  const money = useFormatMoney()
  const { kind, reason, lines, refundId, refundedMinor } = found
  return (
    <dl className="panel panel--text step__facts cases__facts">
      <Fact name={words.kind} value={words.kinds[kind]} />
      <Fact name={words.reason} value={words.reasons[reason]} />
      {lines.map(({ lineId, title, quantity }) => (
        <Fact key={lineId} name={pick(title)} value={`×${quantity}`} />
      ))}
      {refundId !== null && <Fact name={words.money} value={money(refundedMinor).text} testId="case-money" />}
      {found.words !== null && <Fact name={words.mine} value={found.words} />}
      {found.answer !== null && <Fact name={words.answer} value={found.answer} testId="case-answer" />}
      <div>
        <dt>{all.orders.title}</dt>
        <dd>
          <Link to={`/orders/${found.orderId}`}>{all.orders.detail}</Link>
        </dd>
      </div>
    </dl>
  )
}

function Fact(props: { readonly name: string; readonly value: string; readonly testId?: string }): ReactElement {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd data-testid={props.testId}>{props.value}</dd>
    </div>
  )
}
