import { type CommissionCaps, type CommissionRate, CommissionRule } from '@siyu/core/referrals'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { ItemsFields } from '../../terms/items-fields.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check, Choice } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { DraftDrawer } from '../../ui/draft-drawer.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { NameFields, wholeName } from '../../ui/name-fields.tsx'
import { CountInput, MoneyInput, PercentInput } from '../../ui/number-input.tsx'
import { Field, Group } from '../../ui/page.tsx'
import { planWords } from './plan-words.ts'

type DrawerProps = { readonly initial: CommissionRule; readonly onClose: () => void }

/** One rule of commission, made or changed. */
export function RuleDrawer({ initial, onClose }: DrawerProps): ReactElement {
  const say = useSay(planWords)
  const { mutations } = useAdmin()
  const edit = useDraft({
    ...{ initial, schema: CommissionRule, save: mutations.referrals.saveRule() },
    complete: (rule) => ({ ...rule, name: wholeName(rule.name) }),
  })
  const { draft, change } = edit
  return (
    <DraftDrawer title={say('rules')} testId="rule" of={edit} label={say('save')} onClose={onClose}>
      <MainFields draft={draft} onChange={change} />
      <Levels draft={draft} onChange={change} />
      <Group label={say('items')}>
        <ItemsFields value={draft.items} onChange={(items) => change({ items: items ?? undefined })} />
      </Group>
      <Caps draft={draft} onChange={change} />
    </DraftDrawer>
  )
}

type FieldsProps = { readonly draft: CommissionRule; readonly onChange: (part: Partial<CommissionRule>) => void }

function MainFields({ draft, onChange }: FieldsProps): ReactElement {
  const say = useSay(planWords)
  const common = useSay(commonWords)
  return (
    <div className="form">
      <NameFields name={draft.name} testId="rule-name" onChange={(name) => onChange({ name })} />
      <Field label={say('priority')}>
        <CountInput
          required
          min={-1_000}
          value={draft.priority}
          onChange={(priority = UNKNOWN) => onChange({ priority })}
        />
      </Field>
      <Field label={say('startsAt')}>
        <MomentInput required value={draft.startsAt} onChange={(at) => onChange({ startsAt: at ?? UNKNOWN })} />
      </Field>
      <Field label={say('endsAt')}>
        <MomentInput value={draft.endsAt} onChange={(endsAt) => onChange({ endsAt })} />
      </Field>
      <Field label={common('funder')}>
        <Choice
          value={draft.funder}
          options={(['brand', 'platform', 'store'] as const).map((each) => [each, common(`funder_${each}`)] as const)}
          onChange={(funder) => onChange({ funder })}
        />
      </Field>
      <Check label={say('active')} isOn={draft.active} onChange={(active) => onChange({ active })} />
    </div>
  )
}

/** A rate for each level the plan has. */
function Levels({ draft: { levels }, onChange }: FieldsProps): ReactElement {
  const say = useSay(planWords)
  const plan = useQuery(useAdmin().queries.referrals.plan())
  const [first, second] = levels
  const put = (one: CommissionRate, two: CommissionRate | undefined): void =>
    onChange({ levels: two === undefined ? [one] : [one, two] })
  return (
    <>
      <RateFields rate={first} level={1} onChange={(rate) => put(rate, second)} />
      {plan.data?.depth === 2 && (
        <Check
          label={say('second')}
          isOn={second !== undefined}
          onChange={(isOn) => put(first, isOn ? { bps: UNKNOWN } : undefined)}
        />
      )}
      {second !== undefined && <RateFields rate={second} level={2} onChange={(rate) => put(first, rate)} />}
    </>
  )
}

type RateProps = {
  readonly rate: CommissionRate
  readonly level: 1 | 2
  readonly onChange: (rate: CommissionRate) => void
}

function RateFields({ rate, level, onChange }: RateProps): ReactElement {
  const say = useSay(planWords)
  return (
    <div className="form">
      <Field label={say('level', { level })}>
        <Choice
          value={'bps' in rate ? 'share' : 'fixed'}
          testId={`rule-kind-${level}`}
          options={[
            ['share', say('share')],
            ['fixed', say('fixed')],
          ]}
          onChange={(kind) => onChange(kind === 'share' ? { bps: UNKNOWN } : { fixedMinor: UNKNOWN })}
        />
      </Field>
      {'bps' in rate ? (
        <Field label={say('percent')}>
          <PercentInput
            required
            value={rate.bps}
            testId={`rule-rate-${level}`}
            onChange={(bps = UNKNOWN) => onChange({ bps })}
          />
        </Field>
      ) : (
        <Field label={say('money')}>
          <MoneyInput
            required
            value={rate.fixedMinor}
            testId={`rule-rate-${level}`}
            onChange={(fixedMinor = UNKNOWN) => onChange({ fixedMinor })}
          />
        </Field>
      )}
    </div>
  )
}

function Caps({ draft: { caps = {} }, onChange }: FieldsProps): ReactElement {
  const say = useSay(planWords)
  const put = (part: CommissionCaps): void => {
    const all = { ...caps, ...part }
    const isNone = Object.values(all).every((each) => each === undefined)
    onChange({ caps: isNone ? undefined : all })
  }
  return (
    <div className="form">
      <Field label={say('capOrder')}>
        <MoneyInput value={caps.orderMinor} onChange={(orderMinor) => put({ orderMinor })} />
      </Field>
      <Field label={say('capPayee')}>
        <MoneyInput value={caps.payeeMinor} onChange={(payeeMinor) => put({ payeeMinor })} />
      </Field>
      <Field label={say('capMonth')}>
        <MoneyInput value={caps.monthMinor} onChange={(monthMinor) => put({ monthMinor })} />
      </Field>
    </div>
  )
}
