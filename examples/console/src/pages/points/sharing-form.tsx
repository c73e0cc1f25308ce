import { PointsSharing } from '@siyu/core/points'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Loaded } from '../../ui/states.tsx'
import { sharingWords } from './sharing-words.ts'

/** Whether and how households share points. */
export function Sharing(): ReactElement {
  const { queries } = useAdmin()
  const sharing = useQuery(queries.points.sharing())
  return <Loaded read={sharing}>{(data) => <SharingForm initial={data} />}</Loaded>
}

function SharingForm({ initial }: { readonly initial: PointsSharing }): ReactElement {
  const say = useSay(sharingWords)
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: PointsSharing, save: mutations.points.configureSharing() },
  })
  return (
    <form onSubmit={submit} className="settings" data-testid="sharing-form">
      <section className="card stack tight">
        <h2>{say('title')}</h2>
        <p className="page-note">{say('note')}</p>
        <div className="form three">
          <Check
            label={say('allowed')}
            isOn={draft.allowed}
            testId="sharing-allowed"
            onChange={(allowed) => change({ allowed })}
          />
          <LimitFields draft={draft} onChange={change} />
        </div>
      </section>
      <SaveFoot isComplete={whole !== null} save={save} label={say('save')} testId="sharing" />
    </form>
  )
}

type LimitFieldsProps = {
  readonly draft: PointsSharing
  readonly onChange: (part: Partial<PointsSharing>) => void
}

function LimitFields({ draft, onChange }: LimitFieldsProps): ReactElement {
  const say = useSay(sharingWords)
  const common = useSay(commonWords)
  return (
    <>
      {(['maxMembers', 'minimumCount'] as const).map((key) => (
        <Field key={key} label={say(key)}>
          <CountInput
            required
            value={draft[key]}
            testId={`sharing-${key}`}
            onChange={(count = UNKNOWN) => onChange({ [key]: count })}
          />
        </Field>
      ))}
      {(['maxPerDayCount', 'maxPerMonthCount'] as const).map((key) => (
        <Field key={key} label={say(key)}>
          <CountInput
            value={draft[key]}
            placeholder={common('noLimit')}
            testId={`sharing-${key}`}
            onChange={(count) => onChange({ [key]: count ?? null })}
          />
        </Field>
      ))}
    </>
  )
}
