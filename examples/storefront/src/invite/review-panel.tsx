import type { RiskReview } from '@siyu/core/risk'
import { riskClassText } from '@siyu/core/words'
import { useCommissionReviews, useErrorWords } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { useToast } from '../pieces/toast.tsx'

/** Commission that was held: what is doubted, the way to appeal, and what came of it. Nothing when there is none. */
export function ReviewPanel(): ReactElement | null {
  const { review: words } = useWords()
  const { reviews } = useCommissionReviews()
  const items = reviews.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className="panel panel--text" aria-labelledby="reviews">
      <h2 className="heading" id="reviews">
        {words.title}
      </h2>
      <p className="quiet">{words.lead}</p>
      <ul className="entries entries--inner">
        {items.map((review) => (
          <Entry key={review.orderId} review={review} />
        ))}
      </ul>
    </section>
  )
}

function Entry({ review }: { readonly review: RiskReview }): ReactElement {
  const { review: words, invite } = useWords()
  const { locale } = useLanguage()
  const { orderId, amountMinor, stage, classes, appeal, answer } = review
  return (
    <li data-testid="review-row" data-stage={stage}>
      <div className="entry">
        <span className="entry__what">
          <b>{invite.order(orderId.slice(-8).toUpperCase())}</b>
          <small>{words.stages[stage]}</small>
          <small>{words.why(classes.map((each) => riskClassText(each, locale)).join(' · '))}</small>
        </span>
        <Price minor={amountMinor} size="small" />
      </div>
      {appeal !== null && <p className="quiet">{words.said(appeal)}</p>}
      {answer !== null && <p className="privacy__answer">{words.answered(answer)}</p>}
      {stage === 'held' && appeal === null && <AppealForm review={review} />}
    </li>
  )
}

function AppealForm({ review: { orderId, appealUntil } }: { readonly review: RiskReview }): ReactElement {
  const { review: words } = useWords()
  const { appeal } = useCommissionReviews()
  const [text, setText] = useState('')
  const moment = useMoment()
  const toast = useToast()
  const errorWords = useErrorWords()
  const send = (event: FormEvent): void => {
    event.preventDefault()
    appeal.mutateAsync({ orderId, words: text }).then(
      () => toast(words.sent),
      (error: unknown) => toast(errorWords(error)),
    )
  }
  return (
    <form className="privacy__form" onSubmit={send}>
      <label>
        <span>{words.until(moment(appealUntil, 'day'))}</span>
        <textarea
          required
          rows={2}
          maxLength={2_000}
          value={text}
          placeholder={words.hint}
          data-testid="appeal-text"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="button button--quiet" data-testid="appeal-send" disabled={appeal.isPending}>
        {words.send}
      </button>
    </form>
  )
}
