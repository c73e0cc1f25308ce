import { type Book, type LedgerEntry, statementCsv } from '@siyu/core/ledger'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { readAll, saveFile } from '../../ui/export.ts'
import { shortId, useFormat } from '../../ui/format.ts'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { useKindText } from '../../ui/points-words.ts'
import { Empty, Loaded, WriteError } from '../../ui/states.tsx'
import { amountOf } from './amount.ts'
import { ledgerWords } from './words.ts'

const PAGE_COUNT = 30
const EXPORT_PAGE_COUNT = 100

type EntriesProps = { readonly book: Book; readonly ownerId: string; readonly onClose: () => void }

/** The entries of one account, newest first, and its statement as a file. */
export function EntriesDrawer({ book, ownerId, onClose }: EntriesProps): ReactElement {
  const say = useSay(ledgerWords)
  const { queries } = useAdmin()
  const list = useGrowingList(queries.ledger.entries({ book, ownerId, limit: PAGE_COUNT }))
  return (
    <Drawer title={`${say(book)} · ${shortId(ownerId)}`} testId="ledger-entries" onClose={onClose}>
      <p>
        <code>{ownerId}</code>
      </p>
      <ExportStatement book={book} ownerId={ownerId} />
      <Loaded read={list} isEmpty={(items) => items.length === 0} empty={<Empty title={say('noEntries')} />}>
        {(items) => (
          <>
            <EntriesTable entries={items} />
            <ListFoot list={list} />
          </>
        )}
      </Loaded>
    </Drawer>
  )
}

function ExportStatement({ book, ownerId }: Omit<EntriesProps, 'onClose'>): ReactElement {
  const say = useSay(ledgerWords)
  const { client } = useAdmin()
  const statement = useMutation({
    mutationFn: async () => {
      const limit = EXPORT_PAGE_COUNT
      const entries = await readAll((cursor) =>
        client.ledger.entries({ book, ownerId, limit, ...(cursor && { cursor }) }),
      )
      saveFile(`${book}-${ownerId}.csv`, statementCsv(entries.toReversed()))
    },
  })
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="statement"
        disabled={statement.isPending}
        onClick={() => statement.mutate()}
      >
        {say(statement.isPending ? 'exporting' : 'csv')}
      </button>
      <WriteError error={statement.error} />
    </>
  )
}

function EntriesTable({ entries }: { readonly entries: readonly LedgerEntry[] }): ReactElement {
  const say = useSay(ledgerWords)
  const format = useFormat()
  const kindText = useKindText()
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th className="number">{say('number')}</th>
            <th>{say('moment')}</th>
            <th>{say('kind')}</th>
            <th className="number">{say('change')}</th>
            <th className="number">{say('balance')}</th>
            <th>{say('reference')}</th>
            <th>{say('hash')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ book, number, at, kind, amount, balance, reference, hash }) => (
            <tr key={number} data-testid="ledger-entry">
              <td className="number">{format.count(number)}</td>
              <td>{format.dateTime(at)}</td>
              <td>{kindText(kind)}</td>
              <td className="number">{amountOf(format, book, amount)}</td>
              <td className="number">{amountOf(format, book, balance)}</td>
              <td>
                <code>{reference === null ? '' : shortId(reference)}</code>
              </td>
              <td>
                <code title={hash}>{hash.slice(0, 8)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
