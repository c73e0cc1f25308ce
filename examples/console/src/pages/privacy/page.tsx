import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Page } from '../../ui/page.tsx'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { ConsentTable } from './consent-table.tsx'
import { OpenForm } from './open-form.tsx'
import { RequestTable } from './request-table.tsx'
import { privacyWords } from './words.ts'

const PAGE_COUNT = 50

/** The queue of requests by their day, and what members agreed to. */
export function PrivacyPage(): ReactElement {
  const say = useSay(privacyWords)
  const { queries } = useAdmin()
  const [shown, setShown] = useState<'queue' | 'ended'>('queue')
  const list = useGrowingList(queries.compliance.queue({ limit: PAGE_COUNT, ended: shown === 'ended' }))
  const statistics = useQuery(queries.compliance.statistics())
  return (
    <Page title={say('title')} note={say('note')}>
      <div className="form-actions">
        <Choice
          value={shown}
          options={[
            ['queue', say('queue')],
            ['ended', say('ended')],
          ]}
          onChange={setShown}
        />
      </div>
      <div className="card flush">
        <Loaded
          read={list}
          isEmpty={(items) => items.length === 0}
          empty={<Empty title={say('none')}>{say('noneHint')}</Empty>}
        >
          {(items) => (
            <>
              <RequestTable requests={items} />
              <ListFoot list={list} />
            </>
          )}
        </Loaded>
      </div>
      <OpenForm />
      <Loaded read={statistics}>{(data) => <ConsentTable statistics={data} />}</Loaded>
    </Page>
  )
}
