import type { Book, LedgerAccount } from '@siyu/core/ledger'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Field } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { amountOf } from './amount.ts'
import { ledgerWords } from './words.ts'

const PAGE_COUNT = 20
const books: readonly Book[] = ['points', 'commission', 'stored_value', 'budget']

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
  const filters = (
    <div className="toolbar">
      <Field label={say('book')}>
        <Choice value={book} options={books.map((each) => [each, say(each)])} testId="ledger-book" onChange={onBook} />
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
  )
  return (
    <ListCard
      label={say('accounts')}
      head={filters}
      list={list}
      columns={[
        { name: say('owner') },
        { name: say('balance'), as: 'number' },
        { name: say('entries'), as: 'number' },
        { name: say('head') },
      ]}
      none={say('noAccounts')}
      noneHint={say('noAccountsHint')}
    >
      {(account) => <AccountRow key={account.ownerId} account={account} onOpen={onOpen} />}
    </ListCard>
  )
}

type AccountRowProps = { readonly account: LedgerAccount; readonly onOpen: (ownerId: string) => void }

function AccountRow({ account, onOpen }: AccountRowProps): ReactElement {
  const format = useFormat()
  const { book, ownerId, balance, entryCount, head } = account
  return (
    <tr data-testid="ledger-account" data-owner-id={ownerId}>
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
  )
}
