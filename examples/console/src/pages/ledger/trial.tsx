import type { TrialBalance } from '@siyu/core/ledger'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { useKindText } from '../../ui/points-words.ts'
import { Loaded } from '../../ui/states.tsx'
import { amountOf } from './amount.ts'
import { ledgerWords } from './words.ts'

/** Both sides of every book, with the sum that must be 0. */
export function TrialBalances(): ReactElement {
  const say = useSay(ledgerWords)
  const { queries } = useAdmin()
  const read = useQuery(queries.ledger.trialBalance())
  return (
    <section className="card" data-testid="trial-balance">
      <h2>{say('trial')}</h2>
      <Loaded read={read} rows={6}>
        {(books) => (
          <div className="stack">
            {books.map((book) => (
              <BookTable key={book.book} trial={book} />
            ))}
          </div>
        )}
      </Loaded>
    </section>
  )
}

function BookTable({ trial }: { readonly trial: TrialBalance }): ReactElement {
  const say = useSay(ledgerWords)
  const format = useFormat()
  const kindText = useKindText()
  const { book, ownersBalance, brandBalances } = trial
  const sum = brandBalances.reduce((total, { balance }) => total + balance, ownersBalance)
  return (
    <table className="table fitted">
      <thead>
        <tr>
          <th>{say(book)}</th>
          <th className="number">{say('balance')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>{say('owners')}</td>
          <td className="number">{amountOf(format, book, ownersBalance)}</td>
        </tr>
        {brandBalances.map(({ kind, balance }) => (
          <tr key={kind}>
            <td>{kindText(kind)}</td>
            <td className="number">{amountOf(format, book, balance)}</td>
          </tr>
        ))}
        <tr data-testid={`sum-${book}`}>
          <th>{say('sum')}</th>
          <th className="number">{amountOf(format, book, sum)}</th>
        </tr>
      </tbody>
    </table>
  )
}
