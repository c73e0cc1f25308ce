import { Promotion } from '@siyu/core/promotions'
import { limitsText } from '@siyu/core/words'
import { type ReactElement, useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { presetOf } from '../../terms/kinds.ts'
import { Workbench } from '../../terms/workbench.tsx'
import { BackLink } from '../../ui/back-link.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { useDraftMoney } from '../../ui/rule-text.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { PAGE_COUNT } from './page.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { TestPanel } from './test/panel.tsx'
import { promotionWords } from './words.ts'

/** A new promotion. */
export function NewPromotionPage(): ReactElement {
  const say = useSay(promotionWords)
  const { client } = useAdmin()
  const [draft] = useState<Promotion>(() => ({
    ...{ id: client.newId('prm'), name: { zh: '', en: '' }, conditions: [], effect: presetOf('full') },
    ...{ funder: 'brand', priority: 0, startsAt: Date.now(), endsAt: null, active: true },
  }))
  return (
    <Page title={say('create')} note={say('formNote')} actions={<BackLink to="/promotions" />}>
      <PromotionForm initial={draft} />
    </Page>
  )
}

/** One promotion that is there already, found in the list. */
export function EditPromotionPage(): ReactElement {
  const say = useSay(promotionWords)
  const { promotionId } = useParams()
  const { queries } = useAdmin()
  const list = useGrowingList(queries.promotions.all({ limit: PAGE_COUNT }))
  const found = list.data?.find(({ promotion }) => promotion.id === promotionId)
  const isLookingOn = found === undefined && list.hasMore && !list.isGrowing
  useEffect(() => {
    if (isLookingOn) list.grow()
  })
  return (
    <Page title={say('editTitle')} note={say('formNote')} actions={<BackLink to="/promotions" />}>
      <Loaded read={list} isEmpty={() => found === undefined && !list.hasMore} empty={<Empty title={say('missing')} />}>
        {() => found !== undefined && <PromotionForm key={found.promotion.id} initial={found.promotion} />}
      </Loaded>
    </Page>
  )
}

function PromotionForm({ initial }: { readonly initial: Promotion }): ReactElement {
  const say = useSay(promotionWords)
  const money = useDraftMoney()
  const { mutations } = useAdmin()
  return (
    <Workbench
      initial={initial}
      schema={Promotion}
      save={mutations.promotions.save()}
      saveText={say('save')}
      home="/promotions"
      isCoupon={false}
      testId="promotion"
      says={({ limits }, language) => [limitsText(limits, language, money).replaceAll('NaN', '…')]}
      fields={(draft, change) => <ScheduleFields promotion={draft} onChange={change} />}
      side={(draft) => <TestPanel draft={draft} />}
    />
  )
}
