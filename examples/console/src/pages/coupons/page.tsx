import type { CouponTemplate, TemplateRow as Row } from '@siyu/core/coupons'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { ListCard, listIn } from '../../ui/list.tsx'
import { Meter } from '../../ui/meter.tsx'
import { Page } from '../../ui/page.tsx'
import { useRuleText } from '../../ui/rule-text.ts'
import { WriteError } from '../../ui/states.tsx'
import { useValidityText } from './validity-text.ts'
import { couponWords } from './words.ts'

/** Coupon templates: how many went out and came back, and making new ones. */
export function CouponsPage(): ReactElement {
  const say = useSay(couponWords)
  const common = useSay(commonWords)
  const { queries, mutations, refresh } = useAdmin()
  const templates = useQuery(queries.coupons.templates())
  const create = (
    <Link to="/coupons/new" className="button primary" data-testid="coupon-create">
      {say('create')}
    </Link>
  )
  const save = useMutation({ ...mutations.coupons.saveTemplate(), onSuccess: refresh })
  return (
    <Page title={say('title')} note={say('note')} actions={create}>
      <ListCard
        list={listIn(templates, ({ items }) => items)}
        head={<WriteError error={save.error} />}
        columns={[
          { name: say('name') },
          { name: say('use') },
          { name: say('valid'), as: 'optional' },
          { name: say('status') },
          { name: common('toggle'), as: 'act' },
        ]}
        none={say('none')}
        noneHint={say('noneHint')}
      >
        {(row) => <TemplateTableRow key={row.template.id} row={row} onSave={save.mutate} isSaving={save.isPending} />}
      </ListCard>
    </Page>
  )
}

type TemplateTableRowProps = {
  readonly row: Row
  readonly onSave: (template: CouponTemplate) => void
  readonly isSaving: boolean
}

function TemplateTableRow({ row, onSave, isSaving }: TemplateTableRowProps): ReactElement {
  const { template } = row
  const common = useSay(commonWords)
  const pick = usePick()
  const ruleText = useRuleText()
  const validityText = useValidityText()
  const { active, publicCode } = template
  return (
    <tr data-testid="coupon-row" data-template-id={template.id}>
      <td className="wrap">
        <Link to={`/coupons/${template.id}`} data-testid="coupon-edit">
          {pick(template.name)}
        </Link>
        {publicCode && <code className="tag">{publicCode}</code>}
        <div className="quiet-text">{ruleText(template)}</div>
      </td>
      <td>
        <Use row={row} />
      </td>
      <td className="optional">{validityText(template)}</td>
      <td>
        <span className="tag" data-status={active ? 'completed' : 'cancelled'}>
          {common(active ? 'active' : 'paused')}
        </span>
      </td>
      <td className="number">
        <button
          type="button"
          className="button quiet"
          disabled={isSaving}
          onClick={() => onSave({ ...template, active: !active })}
        >
          {common(active ? 'pause' : 'resume')}
        </button>
      </td>
    </tr>
  )
}

function Use({ row: { template, issuedCount, redeemedCount, spentMinor } }: { readonly row: Row }): ReactElement {
  const say = useSay(couponWords)
  const { money, count } = useFormat()
  const { totalLimit, budgetMinor } = template
  return (
    <div className="meters">
      {totalLimit === null ? (
        <small>{say('issued', { used: count(issuedCount) })}</small>
      ) : (
        <Meter
          used={issuedCount}
          limit={totalLimit}
          label={say('issuedOf', { used: count(issuedCount), limit: count(totalLimit) })}
        />
      )}
      {typeof budgetMinor === 'number' && (
        <Meter
          used={spentMinor}
          limit={budgetMinor}
          label={say('spentOf', { used: money(spentMinor), limit: money(budgetMinor) })}
        />
      )}
      <small>{say('redeemed', { count: count(redeemedCount) })}</small>
    </div>
  )
}
