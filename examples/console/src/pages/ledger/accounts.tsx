import type { Book, LedgerAccount } from '@siyu/core/ledger'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Field } from '../../ui/page.tsx'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { amountOf } from './amount.ts'
import { ledgerWords } from './words.ts'

const PAGE_COUNT = 20
const books: readonly Book[] = ['points', 'commission', 'budget']

type AccountsProps = {
  readonly book: Book
  readonly onBook: (book: Book) => void
  readonly onOpen: (ownerId: string) => void
}

/** The accounts of one book; one of them by its owner's id. */
export function Accounts({ book, onBook, onOpen }: AccountsProps): ReactElement {
  const say = useSay(ledgerWords)
  const { queries } = useAdmin()
  const [wanted, setWanted] = useState('')
  const ownerId = wanted.trim()
  const list = useGrowingList(
    queries.ledger.accounts({ book, limit: PAGE_COUNT, ...(ownerId === '' ? {} : { ownerId }) }),
  )
  return (
    <section className="card flush" aria-label={say('accounts')}>
      <div className="toolbar">
        <Field label={say('book')}>
          <select value={book} data-testid="ledger-book" onChange={(event) => onBook(event.target.value as Book)}>
            {books.map((each) => (
              <option key={each} value={each}>
                {say(each)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={say('find')}>
          <input
            value={wanted}
            maxLength={200}
            data-testid="ledger-owner"
            onChange={(event) => setWanted(event.target.value)}
          />
        </Field>
      </div>
      <Loaded
        read={list}
        isEmpty={(items) => items.length === 0}
        empty={<Empty title={say('noAccounts')}>{say('noAccountsHint')}</Empty>}
      >
        {(items) => (
          <>
            <AccountsTable accounts={items} onOpen={onOpen} />
            <ListFoot list={list} />
          </>
        )}
      </Loaded>
    </section>
  )
}

type TableProps = { readonly accounts: readonly LedgerAccount[]; readonly onOpen: (ownerId: string) => void }

function AccountsTable({ accounts, onOpen }: TableProps): ReactElement {
  const say = useSay(ledgerWords)
  const format = useFormat()
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('owner')}</th>
            <th className="number">{say('balance')}</th>
            <th className="number">{say('entries')}</th>
            <th>{say('head')}</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map(({ book, ownerId, balance, entryCount, head }) => (
            <tr key={ownerId} data-testid="ledger-account" data-owner-id={ownerId}>
              <td>
                <button type="button" className="link" onClick={() => onOpen(ownerId)}>
                  <code>{ownerId}</code>
                </button>
              </td>
              <td className="number">{amountOf(format, book, balance)}</td>
              <td className="number">{format.count(entryCount)}</td>
              <td>
                <code>{head.slice(0, 12)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
