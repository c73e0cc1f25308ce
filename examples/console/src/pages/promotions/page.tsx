import type { Promotion, PromotionRow } from '@siyu/core/promotions'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { Page } from '../../ui/page.tsx'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { useRuleText } from '../../ui/rule-text.ts'
import { Empty, Loaded, WriteError } from '../../ui/states.tsx'
import { statusColors, statusOf } from './status.ts'
import { promotionWords } from './words.ts'

/** The size of pages of promotions; the form reads the same ones. */
export const PAGE_COUNT = 100

/** All promotions and how much of their limits is used. */
export function PromotionsPage(): ReactElement {
  const say = useSay(promotionWords)
  const { queries } = useAdmin()
  const list = useGrowingList(queries.promotions.all({ limit: PAGE_COUNT }))
  const create = (
    <Link to="/promotions/new" className="button primary" data-testid="promotion-create">
      {say('create')}
    </Link>
  )
  return (
    <Page title={say('title')} note={say('note')} actions={create}>
      <div className="card flush">
        <Loaded
          read={list}
          isEmpty={(items) => items.length === 0}
          empty={<Empty title={say('none')}>{say('noneHint')}</Empty>}
        >
          {(items) => (
            <>
              <PromotionsTable rows={items} />
              <ListFoot list={list} />
            </>
          )}
        </Loaded>
      </div>
    </Page>
  )
}

function PromotionsTable({ rows }: { readonly rows: readonly PromotionRow[] }): ReactElement {
  const say = useSay(promotionWords)
  const { mutations, refresh } = useAdmin()
  const save = useMutation({ ...mutations.promotions.save(), onSuccess: refresh })
  return (
    <>
      <WriteError error={save.error} />
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr>
              <th>{say('name')}</th>
              <th>{say('status')}</th>
              <th>{say('usage')}</th>
              <th className="optional">{say('window')}</th>
              <th className="number optional">{say('priority')}</th>
              <th aria-label={say('status')} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PromotionTableRow key={row.promotion.id} row={row} onSave={save.mutate} isSaving={save.isPending} />
            ))}
          </tbody>
        </table>
      </div>
    </>
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
