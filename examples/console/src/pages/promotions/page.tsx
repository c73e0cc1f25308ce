import type { Promotion, PromotionRow } from '@siyu/core/promotions'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Meter } from '../../ui/meter.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { useRuleText } from '../../ui/rule-text.ts'
import { WriteError } from '../../ui/states.tsx'
import { statusColors, statusOf } from './status.ts'
import { promotionWords } from './words.ts'

/** The size of pages of promotions; the form reads the same ones. */
export const PAGE_COUNT = 100

/** All promotions and how much of their limits is used. */
export function PromotionsPage(): ReactElement {
  const say = useSay(promotionWords)
  const common = useSay(commonWords)
  const { queries, mutations, refresh } = useAdmin()
  const list = useGrowingList(queries.promotions.all({ limit: PAGE_COUNT }))
  const create = (
    <Link to="/promotions/new" className="button primary" data-testid="promotion-create">
      {say('create')}
    </Link>
  )
  const save = useMutation({ ...mutations.promotions.save(), onSuccess: refresh })
  return (
    <Page title={say('title')} note={say('note')} actions={create}>
      <ListCard
        list={list}
        head={<WriteError error={save.error} />}
        columns={[
          { name: say('name') },
          { name: say('status') },
          { name: say('usage') },
          { name: say('window'), as: 'optional' },
          { name: say('priority'), as: 'optional number' },
          { name: common('toggle'), as: 'act' },
        ]}
        none={say('none')}
        noneHint={say('noneHint')}
      >
        {(row) => <PromotionTableRow key={row.promotion.id} row={row} onSave={save.mutate} isSaving={save.isPending} />}
      </ListCard>
    </Page>
  )
}

type PromotionTableRowProps = {
  readonly row: PromotionRow
  readonly onSave: (promotion: Promotion) => void
  readonly isSaving: boolean
}

function PromotionTableRow({ row, onSave, isSaving }: PromotionTableRowProps): ReactElement {
  const { promotion } = row
  const say = useSay(promotionWords)
  const common = useSay(commonWords)
  const pick = usePick()
  const { dateTime, count } = useFormat()
  const ruleText = useRuleText()
  const [now] = useState(Date.now)
  const status = statusOf(promotion, now)
  const { startsAt, endsAt, active } = promotion
  return (
    <tr data-testid="promotion-row" data-promotion-id={promotion.id}>
      <td className="wrap">
        <Link to={`/promotions/${promotion.id}`} data-testid="promotion-edit">
          {pick(promotion.name)}
        </Link>
        <div className="quiet-text">{ruleText(promotion)}</div>
      </td>
      <td>
        <span className="tag" data-status={statusColors[status]} data-testid="promotion-status">
          {say(`status_${status}`)}
        </span>
      </td>
      <td>
        <Usage row={row} />
      </td>
      <td className="optional">
        {endsAt === null
          ? say('openEnd', { from: dateTime(startsAt) })
          : common('between', { from: dateTime(startsAt), until: dateTime(endsAt) })}
      </td>
      <td className="number optional">{count(promotion.priority)}</td>
      <td className="number">
        <button
          type="button"
          className="button quiet"
          disabled={isSaving}
          data-testid="promotion-toggle"
          onClick={() => onSave({ ...promotion, active: !active })}
        >
          {common(active ? 'pause' : 'resume')}
        </button>
      </td>
    </tr>
  )
}

/** What was used of each limit; nothing is counted without limits. */
function Usage({ row: { promotion, usage } }: { readonly row: PromotionRow }): ReactElement {
  const say = useSay(promotionWords)
  const common = useSay(commonWords)
  const { money, count } = useFormat()
  const { maxUses, budgetMinor, maxUsesPerMember } = promotion.limits ?? {}
  const { usedCount = 0, spentMinor = 0 } = usage ?? {}
  if (maxUses === undefined && budgetMinor === undefined && maxUsesPerMember === undefined) {
    return <span className="quiet-text">{common('noLimit')}</span>
  }
  return (
    <div className="meters">
      {maxUses !== undefined && (
        <Meter
          used={usedCount}
          limit={maxUses}
          label={say('uses', { used: count(usedCount), limit: count(maxUses) })}
        />
      )}
      {budgetMinor !== undefined && (
        <Meter
          used={spentMinor}
          limit={budgetMinor}
          label={say('spent', { used: money(spentMinor), limit: money(budgetMinor) })}
        />
      )}
      {maxUsesPerMember !== undefined && <small>{say('perMember', { count: count(maxUsesPerMember) })}</small>}
    </div>
  )
}
