import type { TestedQuote, TestQuoteInput } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import { usePick, useSay } from '../../../language/language.tsx'
import { useAdmin } from '../../../operator/operator.tsx'
import { MoneyBar } from '../../../ui/money-bar.tsx'
import { WriteError } from '../../../ui/states.tsx'
import { emptyBasket, testInput } from './basket.ts'
import { BasketFields } from './basket-fields.tsx'
import { Compare } from './compare.tsx'
import { Tree } from './tree.tsx'
import { testWords } from './words.ts'

/** A little pause, so that typing does not ask for every letter. */
const PAUSE_MS = 300

/** What a basket would cost with the draft and costs without it, and why. */
export function TestPanel({ draft }: { readonly draft: Promotion | null }): ReactElement {
  const say = useSay(testWords)
  const [basket, setBasket] = useState(emptyBasket)
  const settled = useSettled({ basket, draft })
  const now = useTested(testInput(settled.basket, null))
  const tried = useTested(settled.draft === null ? null : testInput(settled.basket, settled.draft))
  const isAsked = testInput(basket, null) !== null
  return (
    <section className="card test-panel" data-testid="test-panel">
      <h2>{say('title')}</h2>
      <p className="page-note">{say('hint')}</p>
      <BasketFields basket={basket} onChange={(part) => setBasket({ ...basket, ...part })} />
      {isAsked && draft === null && <p className="page-note">{say('unfinished')}</p>}
      {isAsked && draft?.active === false && <p className="page-note">{say('inactive')}</p>}
      <WriteError error={now.error ?? tried.error} />
      {isAsked && now.data !== undefined && now.error === null && (
        <div aria-live="polite" aria-busy={now.isFetching || tried.isFetching} className="test-result">
          <Compare now={now.data} draft={settled.draft === null ? null : (tried.data ?? null)} />
          <Explained now={now.data} tried={tried.data ?? null} draft={settled.draft} />
        </div>
      )}
      {isAsked && now.data === undefined && now.error === null && <p className="page-note">{say('loading')}</p>}
    </section>
  )
}

function useTested(input: TestQuoteInput | null) {
  const { queries } = useAdmin()
  return useQuery({
    ...queries.pricing.test(input ?? { lines: [] }),
    enabled: input !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
}

/** A value once it has stopped changing for a moment. */
function useSettled<T extends object>(value: T): T {
  const text = JSON.stringify(value)
  const [settled, setSettled] = useState(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the value
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

type ExplainedProps = {
  readonly now: TestedQuote
  readonly tried: TestedQuote | null
  readonly draft: Promotion | null
}

/** The reasons and the money of every line, of one of the two prices. */
function Explained({ now, tried, draft }: ExplainedProps): ReactElement {
  const say = useSay(testWords)
  const pick = usePick()
  const [isNow, setIsNow] = useState(false)
  const shown = isNow || tried === null || draft === null ? now : tried
  const { quote, tree } = shown
  return (
    <>
      {tried !== null && draft !== null && (
        <div className="segments" role="radiogroup" aria-label={say('why')}>
          {[false, true].map((each) => (
            <label key={String(each)}>
              <input type="radio" name="test-side" checked={isNow === each} onChange={() => setIsNow(each)} />
              <span>{say(each ? 'now' : 'withDraft')}</span>
            </label>
          ))}
        </div>
      )}
      <h3>{say('why')}</h3>
      <Tree tree={tree} draftId={shown === tried ? (draft?.id ?? null) : null} />
      <h3>{say('lines')}</h3>
      <ul className="order-lines">
        {quote.lines.map((line) => (
          <li key={line.lineId}>
            <p className="order-line-head">
              <span>
                {pick(line.title)} <span className="quiet-text">× {line.quantity}</span>
              </span>
              {line.giftOf !== null && <span className="tag">{say('gift')}</span>}
            </p>
            <MoneyBar lines={[line]} currency={quote.currency} testId={`test-map-${line.lineId}`} />
          </li>
        ))}
      </ul>
    </>
  )
}
