import { RiskSettings } from '@siyu/core/risk'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Check } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { CountInput, PercentInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { reviewWords } from './words.ts'

const counts = ['holdScore', 'appealDays', 'burstCount', 'chainMinutes'] as const

/** From which score on commission is held, and what counts as much or fast in this club. */
export function SettingsForm({ initial }: { readonly initial: RiskSettings }): ReactElement {
  const say = useSay(reviewWords)
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: RiskSettings, save: mutations.risk.saveSettings() },
  })
  return (
    <form className="card form" onSubmit={submit} data-testid="risk-form">
      <h2>{say('settings')}</h2>
      <p className="quiet-text">{say('settingsNote')}</p>
      <Check
        label={say('isActive')}
        isOn={draft.isActive}
        testId="risk-active"
        onChange={(isActive) => change({ isActive })}
      />
      {counts.map((name) => (
        <Field key={name} label={say(name)}>
          <CountInput
            required
            min={name === 'appealDays' ? 0 : 1}
            value={draft[name]}
            testId={`risk-${name}`}
            onChange={(value = Number.NaN) => change({ [name]: value })}
          />
        </Field>
      ))}
      <Field label={say('refundBps')}>
        <PercentInput
          required
          value={draft.refundBps}
          testId="risk-refundBps"
          onChange={(refundBps = Number.NaN) => change({ refundBps })}
        />
      </Field>
      <SaveFoot isComplete={whole !== null} save={save} label={say('save')} testId="risk" />
    </form>
  )
}
