import { AftersalesSettings } from '@siyu/core/aftersales'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useDraft } from '../../ui/draft.ts'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Loaded } from '../../ui/states.tsx'
import { aftersalesWords } from './words.ts'

const days = [
  ...(['noReasonReturnDays', 'aftersalesDays', 'answerDays', 'sendBackDays', 'handleDays', 'closeDays'] as const),
]

/** How long returns are open, and where goods go back to. */
export function SettingsPanel(): ReactElement {
  const { queries } = useAdmin()
  const settings = useQuery(queries.aftersales.settings())
  return <Loaded read={settings}>{(data) => <SettingsForm initial={data} />}</Loaded>
}

function SettingsForm({ initial }: { readonly initial: AftersalesSettings }): ReactElement {
  const say = useSay(aftersalesWords)
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: AftersalesSettings, save: mutations.aftersales.saveSettings() },
  })
  return (
    <form onSubmit={submit} className="settings" data-testid="aftersales-settings">
      <section className="card stack tight">
        <h2>{say('settings')}</h2>
        <p className="page-note">{say('settingsNote')}</p>
        <div className="form three">
          {days.map((name) => (
            <Field key={name} label={say(name)}>
              <CountInput
                required
                min={name === 'noReasonReturnDays' ? 7 : 1}
                value={draft[name]}
                testId={`aftersales-${name}`}
                onChange={(count = UNKNOWN) => change({ [name]: count })}
              />
            </Field>
          ))}
          <Field label={say('returnAddress')}>
            <input
              maxLength={200}
              value={draft.returnAddress}
              data-testid="aftersales-address"
              onChange={(event) => change({ returnAddress: event.target.value })}
            />
          </Field>
        </div>
      </section>
      <SaveFoot isComplete={whole !== null} save={save} label={say('save')} testId="aftersales" />
    </form>
  )
}
