import { PointsSettings } from '@siyu/core/points'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useDraft } from '../../ui/draft.ts'
import { wholeName } from '../../ui/name-fields.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { CreditingFields } from './crediting-fields.tsx'
import { ExpiryFields } from './expiry-fields.tsx'
import { RedeemFields } from './redeem-fields.tsx'
import { RuleList } from './rule-list.tsx'
import { pointsWords } from './words.ts'

/** The program, saved as a whole. */
export function ProgramForm({ initial }: { readonly initial: PointsSettings }): ReactElement {
  const say = useSay(pointsWords)
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: PointsSettings, save: mutations.points.configure(), complete: withNames },
  })
  return (
    <form onSubmit={submit} className="settings" data-testid="points-form">
      <RuleList rules={draft.earn.rules} onChange={(rules) => change({ earn: { ...draft.earn, rules } })} />
      <CreditingFields earn={draft.earn} onChange={(part) => change({ earn: { ...draft.earn, ...part } })} />
      <RedeemFields settings={draft} onChange={change} />
      <ExpiryFields settings={draft} onChange={change} />
      <SaveFoot isComplete={whole !== null} save={save} label={say('save')} testId="points-program" />
    </form>
  )
}

function withNames(settings: PointsSettings): PointsSettings {
  const rules = settings.earn.rules.map((rule) => ({ ...rule, name: wholeName(rule.name) }))
  return { ...settings, earn: { ...settings.earn, rules } }
}
