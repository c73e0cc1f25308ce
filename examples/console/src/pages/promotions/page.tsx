import type { Promotion } from '@siyu/core/promotions'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { useRuleText } from '../../ui/rule-text.ts'
import { Empty, Loaded, WriteError } from '../../ui/states.tsx'
import { PromotionForm } from './form.tsx'
import { promotionWords } from './words.ts'

/** What runs now, and making more. */
export function PromotionsPage(): ReactElement {
  const say = useSay(promotionWords)
  const { queries } = useAdmin()
  const promotions = useQuery(queries.promotions.list())
  const [isCreating, setIsCreating] = useState(false)
  const create = (
    <button type="button" className="button primary" data-testid="promotion-create" onClick={() => setIsCreating(true)}>
      {say('create')}
    </button>
  )
  return (
    <Page title={say('title')} note={say('note')} actions={create}>
      <div className="card flush">
        <Loaded
          read={promotions}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={say('none')}>{say('noneHint')}</Empty>}
        >
          {({ items }) => <PromotionsTable promotions={items} />}
        </Loaded>
      </div>
      {isCreating && <PromotionForm onClose={() => setIsCreating(false)} />}
    </Page>
  )
}

function PromotionsTable({ promotions }: { readonly promotions: readonly Promotion[] }): ReactElement {
  const say = useSay(promotionWords)
  const common = useSay(commonWords)
  const pick = usePick()
  const { dateTime, count } = useFormat()
  const ruleText = useRuleText()
  const { mutations, refresh } = useAdmin()
  const save = useMutation({ ...mutations.promotions.save(), onSuccess: refresh })
  const runs = ({ startsAt, endsAt }: Promotion): string =>
    endsAt === null
      ? say('openEnd', { from: dateTime(startsAt) })
      : say('between', { from: dateTime(startsAt), until: dateTime(endsAt) })
  return (
    <>
      <WriteError error={save.error} />
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr>
              <th>{say('name')}</th>
              <th>{say('rule')}</th>
              <th className="number">{say('priority')}</th>
              <th>{say('runs')}</th>
              <th className="optional">{common('funder')}</th>
              <th aria-label={say('end')} />
            </tr>
          </thead>
          <tbody>
            {promotions.map((promotion) => (
              <tr key={promotion.id} data-testid="promotion-row" data-promotion-id={promotion.id}>
                <td>{pick(promotion.name)}</td>
                <td>{ruleText(promotion)}</td>
                <td className="number">{count(promotion.priority)}</td>
                <td>{runs(promotion)}</td>
                <td className="optional">{common(`funder_${promotion.funder}`)}</td>
                <td className="number">
                  <button
                    type="button"
                    className="button quiet"
                    disabled={save.isPending}
                    onClick={() => save.mutate({ ...promotion, active: false })}
                  >
                    {say('end')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
