import type { StoredValueEntry } from '@siyu/core/storedvalue'
import { useFormatMoney, useStoredValue, useStoredValueHistory } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useMoment, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Price } from '../pieces/price.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'

/** The member's stored value 储值 and its statement. */
export function StoredValuePage(): ReactElement {
  const { storedValue: words } = useWords().goods
  return (
    <Page title={words.title} back>
      <MembersOnly hint={words.signInHint}>
        <Balance />
        <Statement />
      </MembersOnly>
    </Page>
  )
}

function Balance(): ReactElement {
  const { storedValue: words } = useWords().goods
  const money = useFormatMoney()
  const { data, error, refetch } = useStoredValue()
  if (data === undefined) {
    return error === null ? <Skeleton rows={1} tall /> : <Problem error={error} onRetry={() => void refetch()} />
  }
  const { balanceMinor, heldMinor } = data
  return (
    <section className="panel panel--text wallet__sum">
      <p className="quiet">{words.available}</p>
      <Price minor={balanceMinor - heldMinor} size="large" testId="stored-value" />
      {heldMinor > 0 && (
        <p className="quiet" data-testid="stored-value-held">
          {words.held(money(heldMinor).text)}
        </p>
      )}
      <p className="footnote">{words.note}</p>
    </section>
  )
}

function Statement(): ReactElement {
  const { goods, common } = useWords()
  const { storedValue: words } = goods
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useStoredValueHistory()
  if (isPending) return <Skeleton rows={4} />
  if (data === undefined) return <Problem error={error} onRetry={() => void refetch()} />
  if (data.items.length === 0) return <Empty title={words.empty} hint={words.emptyHint} />
  return (
    <>
      <h2 className="heading">{words.history}</h2>
      <ul className="panel entries" aria-label={words.history}>
        {data.items.map((entry) => (
          <Entry key={entry.number} entry={entry} />
        ))}
      </ul>
      {hasNextPage && (
        <button
          type="button"
          className="button button--quiet button--wide"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {common.more}
        </button>
      )}
    </>
  )
}

function Entry({ entry }: { readonly entry: StoredValueEntry }): ReactElement {
  const { goods, orders } = useWords()
  const { storedValue: words } = goods
  const money = useFormatMoney()
  const moment = useMoment()
  const { kind, deltaMinor, balanceMinor, orderId, at } = entry
  return (
    <li className="entry" data-testid="stored-value-entry" data-kind={kind}>
      <span className="entry__what">
        <b>{nameOf(kind, deltaMinor, words.kinds)}</b>
        <small>
          {moment(at)} {words.balance(money(balanceMinor).text)}
          {orderId !== null && <Link to={`/orders/${orderId}`}>{orders.detail}</Link>}
        </small>
      </span>
      <strong className={deltaMinor < 0 ? 'entry__count' : 'entry__count entry__count--up'}>
        {deltaMinor < 0 ? `−${money(-deltaMinor).text}` : `+${money(deltaMinor).text}`}
      </strong>
    </li>
  )
}

type Kinds = Readonly<Record<'grant' | 'take' | 'spend' | 'return', string>>

/** What an entry is; a kind that is not known here is shown as it is. */
function nameOf(kind: string, deltaMinor: number, kinds: Kinds): string {
  if (kind === 'grant') return deltaMinor < 0 ? kinds.take : kinds.grant
  return kind === 'spend' || kind === 'return' ? kinds[kind] : kind
}
