import { CommissionPlan, type CommissionRounding } from '@siyu/core/referrals'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check, Choice } from '../../ui/choice.tsx'
import { CountInput, PercentInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Loaded } from '../../ui/states.tsx'
import { planWords } from './plan-words.ts'

/** The commission plan. */
export function PlanCard(): ReactElement {
  const say = useSay(planWords)
  const { queries } = useAdmin()
  const plan = useQuery(queries.referrals.plan())
  return (
    <section className="card" aria-label={say('plan')}>
      <h2>{say('plan')}</h2>
      <Loaded read={plan} isEmpty={() => false} empty={null} rows={3}>
        {(found) => <PlanForm initial={found} />}
      </Loaded>
    </section>
  )
}

function PlanForm({ initial }: { readonly initial: CommissionPlan }): ReactElement {
  const say = useSay(planWords)
  const { mutations, refresh } = useAdmin()
  const [plan, setPlan] = useState(initial)
  const save = useMutation({ ...mutations.referrals.configure(), onSuccess: refresh })
  const checked = CommissionPlan.safeParse(plan)
  const put = (changed: CommissionPlan): void => {
    save.reset()
    setPlan(changed)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (checked.success) save.mutate(checked.data)
  }
  const [first, second = UNKNOWN] = plan.levelBps
  return (
    <form className="stack" onSubmit={submit}>
      <div className="form">
        <Field label={say('levelOne')}>
          <PercentInput
            required
            value={first}
            testId="plan-first"
            onChange={(bps = UNKNOWN) =>
              put(plan.depth === 1 ? { ...plan, levelBps: [bps] } : { ...plan, levelBps: [bps, second] })
            }
          />
        </Field>
        <Field label={say('cap')}>
          <PercentInput required value={plan.capBps} onChange={(capBps = UNKNOWN) => put({ ...plan, capBps })} />
        </Field>
        <Field label={say('freeze')}>
          <CountInput
            required
            min={0}
            value={plan.freezeDays}
            testId="plan-freeze"
            onChange={(freezeDays = UNKNOWN) => put({ ...plan, freezeDays })}
          />
        </Field>
        <Field label={say('rounding')}>
          <Choice<CommissionRounding>
            value={plan.rounding ?? 'down'}
            testId="plan-rounding"
            options={[
              ['down', say('down')],
              ['half_up', say('half_up')],
            ]}
            onChange={(rounding) => put({ ...plan, rounding })}
          />
        </Field>
        <Check
          label={say('second')}
          isOn={plan.depth === 2}
          testId="plan-second-on"
          onChange={(isOn) => put(isOn ? deeper(plan) : flatter(plan))}
        />
      </div>
      {plan.depth === 2 && <SecondLevel plan={plan} onChange={put} />}
      <SaveFoot isComplete={checked.success} save={save} label={say('savePlan')} testId="plan" />
    </form>
  )
}

type Deep = Extract<CommissionPlan, { readonly depth: 2 }>

function SecondLevel({
  plan,
  onChange,
}: {
  readonly plan: Deep
  readonly onChange: (plan: Deep) => void
}): ReactElement {
  const say = useSay(planWords)
  const { levelBps, acknowledgement } = plan
  const text = (name: 'by' | 'note'): ReactElement => (
    <Field label={say(name)}>
      <input
        required
        maxLength={200}
        value={acknowledgement[name]}
        data-testid={`plan-${name}`}
        onChange={({ target }) =>
          onChange({ ...plan, acknowledgement: { ...acknowledgement, at: Date.now(), [name]: target.value } })
        }
      />
    </Field>
  )
  return (
    <div className="form">
      <p className="field-hint">{say('risk')}</p>
      <Field label={say('levelTwo')}>
        <PercentInput
          required
          value={levelBps[1]}
          testId="plan-second"
          onChange={(bps = UNKNOWN) => onChange({ ...plan, levelBps: [levelBps[0], bps] })}
        />
      </Field>
      {text('by')}
      {text('note')}
    </div>
  )
}

function deeper(plan: CommissionPlan): CommissionPlan {
  if (plan.depth === 2) return plan
  const acknowledgement = { by: '', at: Date.now(), note: '' }
  return { ...plan, depth: 2, levelBps: [plan.levelBps[0], UNKNOWN], acknowledgement }
}

function flatter(plan: CommissionPlan): CommissionPlan {
  if (plan.depth === 1) return plan
  const { acknowledgement: _, ...terms } = plan
  return { ...terms, depth: 1, levelBps: [plan.levelBps[0]] }
}
