import type { RiskCase } from '@siyu/core/risk'
import { riskReasonText } from '@siyu/core/words'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useLanguage, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { WriteError } from '../../ui/states.tsx'
import { reviewWords } from './words.ts'

/** Held commissions with their reasons, what their promoters say, and the way to decide. */
export function CaseTable({ cases }: { readonly cases: readonly RiskCase[] }): ReactElement {
  const say = useSay(reviewWords)
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('since')}</th>
            <th>{say('promoter')}</th>
            <th>{say('buyer')}</th>
            <th className="number">{say('amount')}</th>
            <th className="number">{say('score')}</th>
            <th>{say('reasons')}</th>
            <th>{say('appeal')}</th>
            <th>{say('decision')}</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((found) => (
            <Row key={`${found.payeeId} ${found.orderId}`} found={found} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type CaseProps = { readonly found: RiskCase }

function Row({ found }: CaseProps): ReactElement {
  const { dateTime, money } = useFormat()
  const { orderId, payeeId, buyerId, amountMinor, score, stage, heldAt } = found
  return (
    <tr data-testid="case-row" data-order-id={orderId} data-stage={stage}>
      <td>{dateTime(heldAt)}</td>
      <td>
        <code title={payeeId}>{shortId(payeeId)}</code>
      </td>
      <td>
        <code title={buyerId}>{shortId(buyerId)}</code>
      </td>
      <td className="number">{money(amountMinor)}</td>
      <td className="number">{score}</td>
      <td className="wrap">
        <Reasons found={found} />
      </td>
      <td className="wrap">
        <Appeal found={found} />
      </td>
      <td className="wrap">{stage === 'held' ? <DecisionForm found={found} /> : <Decided found={found} />}</td>
    </tr>
  )
}

function Reasons({ found }: CaseProps): ReactElement {
  const { language } = useLanguage()
  return (
    <ul>
      {found.reasons.map(({ code, points, count }) => (
        <li key={code} data-testid="case-reason">
          {riskReasonText(code, count, language)} <span className="quiet-text">{points}</span>
        </li>
      ))}
    </ul>
  )
}

function Appeal({ found: { appeal, appealUntil, stage } }: CaseProps): ReactElement | null {
  const say = useSay(reviewWords)
  const { dateTime } = useFormat()
  if (appeal !== null) return <span data-testid="case-appeal">{appeal}</span>
  if (stage !== 'held') return null
  return <span className="quiet-text">{say('appealUntil', { at: dateTime(appealUntil) })}</span>
}

function Decided({ found: { note, answer } }: CaseProps): ReactElement {
  return (
    <>
      <p>{answer}</p>
      <p className="quiet-text">{note}</p>
    </>
  )
}

function DecisionForm({ found: { payeeId, orderId } }: CaseProps): ReactElement {
  const say = useSay(reviewWords)
  const { mutations, refresh } = useAdmin()
  const [note, setNote] = useState('')
  const [answer, setAnswer] = useState('')
  const decide = useMutation({ ...mutations.risk.decide(), onSuccess: refresh })
  const isReady = note !== '' && answer !== '' && !decide.isPending
  const send = (verdict: 'clear' | 'confirm'): void => decide.mutate({ payeeId, orderId, verdict, note, answer })
  const written = { rows: 2, maxLength: 2_000 }
  return (
    <div className="field">
      <textarea
        {...written}
        value={note}
        aria-label={say('noteHint')}
        placeholder={say('noteHint')}
        data-testid="case-note"
        onChange={(event) => setNote(event.target.value)}
      />
      <textarea
        {...written}
        value={answer}
        aria-label={say('answerHint')}
        placeholder={say('answerHint')}
        data-testid="case-answer"
        onChange={(event) => setAnswer(event.target.value)}
      />
      <WriteError error={decide.error} />
      <div className="form-actions">
        <button
          type="button"
          className="button primary"
          data-testid="case-clear"
          disabled={!isReady}
          onClick={() => send('clear')}
        >
          {say('clear')}
        </button>
        <button
          type="button"
          className="button"
          data-testid="case-confirm"
          disabled={!isReady}
          onClick={() => send('confirm')}
        >
          {say('confirm')}
        </button>
      </div>
    </div>
  )
}
