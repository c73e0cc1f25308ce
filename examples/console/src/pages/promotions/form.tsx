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
import { promotionWords } from './words.ts'

/** A new full reduction 满减 on every basket that reaches the threshold. */
export function PromotionForm({ onClose }: { readonly onClose: () => void }): ReactElement {
  const say = useSay(promotionWords)
  const common = useSay(commonWords)
  const { client, mutations, refresh } = useAdmin()
  const ruleText = useRuleText()
  const reduction = useReduction()
  const [id] = useState(() => client.newId('prm'))
  const [now] = useState(Date.now)
  const [priority, setPriority] = useState('0')
  const [starts, setStarts] = useState('')
  const [ends, setEnds] = useState('')
  const save = useMutation({
    ...mutations.promotions.save(),
    onSuccess: async () => {
      await refresh()
      onClose()
    },
  })
  const { rule, name } = reduction
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (rule === null) return
    const startsAt = starts === '' ? now : Date.parse(starts)
    const endsAt = ends === '' ? null : Date.parse(ends)
    save.mutate({ id, name, ...rule, priority: Number(priority), startsAt, endsAt, active: true, funder: 'brand' })
  }
  return (
    <Drawer title={say('create')} testId="promotion-form" onClose={onClose}>
      <form onSubmit={submit} className="form">
        <ReductionFields reduction={reduction} />
        <Field label={say('priority')} hint={say('priorityHint')}>
          <input
            type="number"
            required
            min={-1_000}
            max={1_000}
            step={1}
            value={priority}
            onChange={(event) => setPriority(event.target.value)}
          />
        </Field>
        <Field label={say('starts')} hint={say('startsHint')}>
          <input type="datetime-local" value={starts} onChange={(event) => setStarts(event.target.value)} />
        </Field>
        <Field label={say('ends')} hint={say('endsHint')}>
          <input type="datetime-local" value={ends} onChange={(event) => setEnds(event.target.value)} />
        </Field>
        {rule !== null && <p className="rule-text">{ruleText(rule)}</p>}
        <WriteError error={save.error} />
        <button
          type="submit"
          className="button primary"
          data-testid="promotion-submit"
          disabled={rule === null || save.isPending}
        >
          {save.isPending ? common('saving') : say('submit')}
        </button>
      </form>
    </Drawer>
  )
}
