import type { CaseStage } from '@siyu/core/risk'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { ListFilter } from '../../ui/choice.tsx'
import { Page } from '../../ui/page.tsx'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { CaseTable } from './case-table.tsx'
import { SettingsForm } from './settings-form.tsx'
import { reviewWords } from './words.ts'

const PAGE_COUNT = 50

/** Commission that waits for a person's decision, and when it is held. */
export function ReviewsPage(): ReactElement {
  const say = useSay(reviewWords)
  const { queries } = useAdmin()
  const [stage, setStage] = useState<CaseStage>('held')
  const list = useGrowingList(queries.risk.cases({ limit: PAGE_COUNT, stage }))
  const settings = useQuery(queries.risk.settings())
  return (
    <Page title={say('title')} note={say('note')}>
      <div className="card flush">
        <ListFilter
          value={stage}
          label={say('title')}
          options={[
            ['held', say('held')],
            ['cleared', say('cleared')],
            ['confirmed', say('confirmed')],
          ]}
          onChange={setStage}
        />
        <Loaded
          read={list}
          isEmpty={(items) => items.length === 0}
          empty={<Empty title={say('none')}>{say('noneHint')}</Empty>}
        >
          {(items) => (
            <>
              <CaseTable cases={items} />
              <ListFoot list={list} />
            </>
          )}
        </Loaded>
      </div>
      <Loaded read={settings}>{(data) => <SettingsForm initial={data} />}</Loaded>
    </Page>
  )
}
