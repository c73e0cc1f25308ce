import type { CouponTemplate, TemplateList } from '@siyu/core/coupons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { useRuleText } from '../../ui/rule-text.ts'
import { Empty, Loaded, WriteError } from '../../ui/states.tsx'
import { CouponForm } from './form.tsx'
import { couponWords } from './words.ts'

/** Coupon templates: how many went out and came back, and making new ones. */
export function CouponsPage(): ReactElement {
  const say = useSay(couponWords)
  const { queries } = useAdmin()
  const templates = useQuery(queries.coupons.templates())
  const [isCreating, setIsCreating] = useState(false)
  const create = (
    <button type="button" className="button primary" data-testid="coupon-create" onClick={() => setIsCreating(true)}>
      {say('create')}
    </button>
  )
  return (
    <Page title={say('title')} note={say('note')} actions={create}>
      <div className="card flush">
        <Loaded
          read={templates}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={say('none')}>{say('noneHint')}</Empty>}
        >
          {({ items }) => <TemplatesTable rows={items} />}
        </Loaded>
      </div>
      {isCreating && <CouponForm onClose={() => setIsCreating(false)} />}
    </Page>
  )
}

type Row = TemplateList['items'][number]

function TemplatesTable({ rows }: { readonly rows: readonly Row[] }): ReactElement {
  const say = useSay(couponWords)
  const { mutations, refresh } = useAdmin()
  const save = useMutation({ ...mutations.coupons.saveTemplate(), onSuccess: refresh })
  return (
    <>
      <WriteError error={save.error} />
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr>
              <th>{say('name')}</th>
              <th>{say('rule')}</th>
              <th className="optional">{say('valid')}</th>
              <th className="number">{say('issued')}</th>
              <th className="number">{say('redeemed')}</th>
              <th className="number">{say('left')}</th>
              <th>{say('status')}</th>
              <th aria-label={say('status')} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <TemplateRow key={row.template.id} row={row} onSave={save.mutate} isSaving={save.isPending} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

type TemplateRowProps = {
  readonly row: Row
  readonly onSave: (template: CouponTemplate) => void
  readonly isSaving: boolean
}

function TemplateRow({ row, onSave, isSaving }: TemplateRowProps): ReactElement {
  const { template, issuedCount, redeemedCount } = row
  const common = useSay(commonWords)
  const pick = usePick()
  const { count } = useFormat()
  const ruleText = useRuleText()
  const { totalLimit, active } = template
  return (
    <tr data-testid="coupon-row" data-template-id={template.id}>
      <td>{pick(template.name)}</td>
      <td>{ruleText(template)}</td>
      <td className="optional">
        <ValidityText template={template} />
      </td>
      <td className="number">{count(issuedCount)}</td>
      <td className="number">{count(redeemedCount)}</td>
      <td className="number">{totalLimit === null ? common('noLimit') : count(totalLimit - issuedCount)}</td>
      <td>
        <span className="tag" data-status={active ? 'paid' : 'cancelled'}>
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

function ValidityText({ template: { validity } }: { readonly template: CouponTemplate }): ReactElement {
  const say = useSay(couponWords)
  const { date } = useFormat()
  if (validity.kind === 'relative') return <>{say('days', { days: validity.days })}</>
  return <>{say('between', { from: date(validity.from), until: date(validity.until) })}</>
}
