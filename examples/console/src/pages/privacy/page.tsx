import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { ListCard } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { Loaded } from '../../ui/states.tsx'
import { ConsentTable } from './consent-table.tsx'
import { OpenForm } from './open-form.tsx'
import { RequestRow } from './request-row.tsx'
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
      <ListCard
        list={list}
        head={
          <div className="toolbar">
            <Choice
              value={shown}
              options={[
                ['queue', say('queue')],
                ['ended', say('ended')],
              ]}
              label={say('title')}
              onChange={setShown}
            />
          </div>
        }
        columns={[
          { name: say('due') },
          { name: say('kind') },
          { name: say('member') },
          { name: say('status') },
          { name: say('said') },
          { name: say('answer') },
        ]}
        none={say('none')}
        noneHint={say('noneHint')}
      >
        {(request) => <RequestRow key={request.id} request={request} />}
      </ListCard>
      <OpenForm />
      <Loaded read={statistics}>{(data) => <ConsentTable statistics={data} />}</Loaded>
    </Page>
  )
}
