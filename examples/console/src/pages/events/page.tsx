import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { Segments } from '../../ui/choice.tsx'
import { Page } from '../../ui/page.tsx'
import { DeliveryHealth } from './delivery.tsx'
import { EventFiles } from './files.tsx'
import { LiveEvents } from './live.tsx'
import { Violations } from './violations.tsx'
import { eventWords } from './words.ts'

const views = { live: LiveEvents, violations: Violations, delivery: DeliveryHealth, files: EventFiles }

/** What the shop reports, what breaks the plan, how it arrives, and all of it as a file. */
export function EventsPage(): ReactElement {
  const say = useSay(eventWords)
  const [view, setView] = useState<keyof typeof views>('live')
  const View = views[view]
  return (
    <Page title={say('title')} note={say('note')}>
      <div className="toolbar">
        <Segments
          {...{ value: view, onChange: setView, label: say('view'), testId: 'events' }}
          options={(['live', 'violations', 'delivery', 'files'] as const).map((each) => [each, say(each)])}
        />
      </div>
      <View />
    </Page>
  )
}
