import type { Book } from '@siyu/core/ledger'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { Page } from '../../ui/page.tsx'
import { Accounts } from './accounts.tsx'
import { Audit } from './audit.tsx'
import { EntriesDrawer } from './entries.tsx'
import { Liability } from './liability.tsx'
import { TrialBalances } from './trial.tsx'
import { ledgerWords } from './words.ts'

/** What is owed, by whom the books say so, and whether they can be believed. */
export function LedgerPage(): ReactElement {
  const say = useSay(ledgerWords)
  const [book, setBook] = useState<Book>('points')
  const [ownerId, setOwnerId] = useState<string | null>(null)
  return (
    <Page title={say('title')} note={say('note')}>
      <Liability />
      <div className="columns">
        <Accounts book={book} onBook={setBook} onOpen={setOwnerId} />
        <TrialBalances />
      </div>
      <Audit />
      {ownerId !== null && <EntriesDrawer book={book} ownerId={ownerId} onClose={() => setOwnerId(null)} />}
    </Page>
  )
}
