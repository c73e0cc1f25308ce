import { OrderSettings } from '@siyu/core/orders'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Loaded } from '../../ui/states.tsx'
import { orderWords } from './words.ts'

const MINUTE_MS = 60_000

/** How long orders wait, and for what. */
export function OrderSettingsPanel(): ReactElement {
  const { queries } = useAdmin()
  const settings = useQuery(queries.orders.settings())
  return <Loaded read={settings}>{(data) => <SettingsForm initial={data} />}</Loaded>
}

function SettingsForm({ initial }: { readonly initial: OrderSettings }): ReactElement {
  const say = useSay(orderWords)
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: OrderSettings, save: mutations.orders.saveSettings() },
  })
  const { paymentWindowMs, autoReceiveDays, autoCompleteDays, tracksShipments } = draft
  return (
    <form onSubmit={submit} className="settings" data-testid="order-settings">
      <section className="card stack tight">
        <h2>{say('settings')}</h2>
        <p className="page-note">{say('settingsNote')}</p>
        <div className="form three">
          <Field label={say('paymentMinutes')}>
            <CountInput
              required
              value={Number.isNaN(paymentWindowMs) ? UNKNOWN : Math.round(paymentWindowMs / MINUTE_MS)}
              testId="order-payment-minutes"
              onChange={(minutes = UNKNOWN) => change({ paymentWindowMs: minutes * MINUTE_MS })}
            />
          </Field>
          <Field label={say('autoReceiveDays')}>
            <CountInput
              required
              value={autoReceiveDays}
              testId="order-receive-days"
              onChange={(count = UNKNOWN) => change({ autoReceiveDays: count })}
            />
          </Field>
          <Field label={say('autoCompleteDays')}>
            <CountInput
              required
              min={0}
              value={autoCompleteDays}
              testId="order-complete-days"
              onChange={(count = UNKNOWN) => change({ autoCompleteDays: count })}
            />
          </Field>
        </div>
        <Check
          label={say('tracksShipments')}
          isOn={tracksShipments}
          testId="order-tracks-shipments"
          onChange={(isOn) => change({ tracksShipments: isOn })}
        />
      </section>
      <SaveFoot isComplete={whole !== null} save={save} label={say('settingsSave')} testId="order-settings" />
    </form>
  )
}
