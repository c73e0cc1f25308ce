import { type Book, type LedgerEntry, statementCsv } from '@siyu/core/ledger'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useDownload } from '../../ui/download.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { readAll, saveFile } from '../../ui/export.ts'
import { shortId, useFormat } from '../../ui/format.ts'
import { List } from '../../ui/list.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { useKindText } from '../../ui/points-words.ts'
import { WriteError } from '../../ui/states.tsx'
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
      <List
        list={list}
        columns={[
          { name: say('number'), as: 'number' },
          { name: say('moment') },
          { name: say('kind') },
          { name: say('change'), as: 'number' },
          { name: say('balance'), as: 'number' },
          { name: say('reference') },
          { name: say('hash') },
        ]}
        none={say('noEntries')}
      >
        {(entry) => <EntryRow key={entry.number} entry={entry} />}
      </List>
    </Drawer>
  )
}

function ExportStatement({ book, ownerId }: Omit<EntriesProps, 'onClose'>): ReactElement {
  const say = useSay(ledgerWords)
  const { client } = useAdmin()
  const statement = useDownload({
    ...{ label: say('csv'), busyLabel: say('exporting'), testId: 'statement' },
    save: async () => {
      const limit = EXPORT_PAGE_COUNT
      const entries = await readAll((cursor) =>
        client.ledger.entries({ book, ownerId, limit, ...(cursor && { cursor }) }),
      )
      saveFile(`${book}-${ownerId}.csv`, statementCsv(entries.toReversed()))
    },
  })
  return (
    <>
      {statement.button}
      <WriteError error={statement.error} />
    </>
  )
}

function EntryRow({ entry }: { readonly entry: LedgerEntry }): ReactElement {
  const format = useFormat()
  const kindText = useKindText()
  const { book, number, at, kind, amount, balance, reference, hash } = entry
  return (
    <tr data-testid="ledger-entry">
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
  )
}
