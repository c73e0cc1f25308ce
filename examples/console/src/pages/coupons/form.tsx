import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { Field } from '../../ui/page.tsx'
import { ReductionFields, useReduction } from '../../ui/reduction-fields.tsx'
import { useRuleText } from '../../ui/rule-text.ts'
import { WriteError } from '../../ui/states.tsx'
import { couponWords } from './words.ts'

/** A new full-reduction coupon 满减券, claimable from now on. */
export function CouponForm({ onClose }: { readonly onClose: () => void }): ReactElement {
  const say = useSay(couponWords)
  const common = useSay(commonWords)
  const { client, mutations, refresh } = useAdmin()
  const ruleText = useRuleText()
  const reduction = useReduction()
  const [id] = useState(() => client.newId('cpt'))
  const [claimFrom] = useState(Date.now)
  const [total, setTotal] = useState('')
  const [perMember, setPerMember] = useState('1')
  const [days, setDays] = useState('30')
  const save = useMutation({
    ...mutations.coupons.saveTemplate(),
    onSuccess: async () => {
      await refresh()
      onClose()
    },
  })
  const { rule, name } = reduction
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (rule === null) return
    save.mutate({
      ...{ id, name, ...rule, claimFrom, claimUntil: null, active: true, funder: 'brand' },
      validity: { kind: 'relative', days: Number(days) },
      totalLimit: total === '' ? null : Number(total),
      perMemberLimit: Number(perMember),
    })
  }
  return (
    <Drawer title={say('create')} testId="coupon-form" onClose={onClose}>
      <form onSubmit={submit} className="form">
        <ReductionFields reduction={reduction} />
        <NumberField
          label={say('total')}
          hint={say('totalHint')}
          value={total}
          onChange={setTotal}
          max={1_000_000_000}
        />
        <NumberField label={say('perMember')} value={perMember} onChange={setPerMember} max={1_000} required />
        <NumberField label={say('validDays')} value={days} onChange={setDays} max={3_650} required />
        {rule !== null && <p className="rule-text">{ruleText(rule)}</p>}
        <WriteError error={save.error} />
        <button
          type="submit"
          className="button primary"
          data-testid="coupon-submit"
          disabled={rule === null || save.isPending}
        >
          {save.isPending ? common('saving') : say('submit')}
        </button>
      </form>
    </Drawer>
  )
}

function NumberField(props: {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly max: number
  readonly required?: boolean
  readonly onChange: (value: string) => void
}): ReactElement {
  return (
    <Field label={props.label} hint={props.hint}>
      <input
        type="number"
        min={1}
        max={props.max}
        step={1}
        required={props.required === true}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  )
}
