import { type Siyu, SiyuError } from '@siyu/core'
import type { ExportEventsInput } from '@siyu/core/insights'
import { dayMs } from '@siyu/core/kernel'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { NamedChoice } from '../../ui/choice.tsx'
import { useDownload } from '../../ui/download.tsx'
import { saveBlob } from '../../ui/export.ts'
import { WriteError } from '../../ui/states.tsx'
import { eventWords } from './words.ts'

const periods = ['1', '7', '30', '90'] as const

/** What happened in the last days, as a file. */
export function EventFiles(): ReactElement {
  const say = useSay(eventWords)
  const { client } = useAdmin()
  const [days, setDays] = useState<(typeof periods)[number]>('7')
  const [format, setFormat] = useState<ExportEventsInput['format']>('csv')
  const download = useDownload({
    ...{ label: say('download'), busyLabel: say('downloading'), testId: 'export-download' },
    save: async () => {
      const untilAt = Date.now()
      const blob = await readExport(client, { fromAt: untilAt - Number(days) * dayMs, untilAt, format })
      saveBlob(`events-${new Date(untilAt).toISOString().slice(0, 10)}.${format}`, blob)
    },
  })
  return (
    <section className="card">
      <div className="toolbar">
        <NamedChoice
          {...{ value: days, onChange: setDays, label: say('period'), testId: 'export-days' }}
          options={periods.map((each) => [each, say('lastDays', { count: each })])}
        />
        <NamedChoice
          {...{ value: format, onChange: setFormat, label: say('format'), testId: 'export-format' }}
          options={(['csv', 'ndjson', 'parquet'] as const).map((each) => [each, say(each)])}
        />
        {download.button}
      </div>
      <p className="field-hint">{say('filesHint')}</p>
      <WriteError error={download.error} />
    </section>
  )
}

/** It is fetched by its address: the client's answers are JSON. */
async function readExport(client: Siyu, input: ExportEventsInput): Promise<Blob> {
  const query = new URLSearchParams(Object.entries(input).map(([name, value]) => [name, String(value)]))
  const headers = { authorization: `Bearer ${await client.session.token()}` }
  const response = await fetch(`/v1/analytics/export?${query}`, { headers })
  if (response.ok) return response.blob()
  const { status } = response
  const told = await response.json().catch(() => undefined)
  throw new SiyuError({ code: told?.error?.code ?? 'fault', status, requestId: told?.error?.requestId })
}
