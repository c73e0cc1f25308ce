import type { RetentionInput } from '@siyu/core/insights'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { NamedChoice, Segments } from '../../ui/choice.tsx'
import { Page } from '../../ui/page.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { periodCounts, type Question, questions } from './questions.ts'
import { CohortTable } from './table.tsx'
import { retentionWords } from './words.ts'

/** Who comes back, by when they began. */
export function RetentionPage(): ReactElement {
  const say = useSay(retentionWords)
  const { client, key } = useAdmin()
  const [question, setQuestion] = useState<Question['id']>(questions[0].id)
  const [period, setPeriod] = useState<RetentionInput['period']>('day')
  const [mode, setMode] = useState<'exact' | 'unbounded'>('exact')
  const { id: _, ...asked } = questions.find(({ id }) => id === question) ?? questions[0]
  const input: RetentionInput = { ...asked, period, mode, periodCount: periodCounts[period] }
  const retention = useQuery({
    queryKey: [...key, 'insights.retention', input],
    queryFn: ({ signal }) => client.insights.retention(input, { signal }),
    retry: false,
  })
  return (
    <Page title={say('title')} note={say('note')}>
      <div className="toolbar">
        <Segments
          {...{ value: question, onChange: setQuestion, label: say('question'), testId: 'retention' }}
          options={questions.map(({ id }) => [id, say(id)])}
        />
        <NamedChoice
          {...{ value: period, onChange: setPeriod, label: say('period'), testId: 'retention-period' }}
          options={(['day', 'week', 'month'] as const).map((each) => [each, say(each)])}
        />
        <NamedChoice
          {...{ value: mode, onChange: setMode, label: say('mode'), testId: 'retention-mode' }}
          options={(['exact', 'unbounded'] as const).map((each) => [each, say(each)])}
        />
      </div>
      <Loaded
        read={retention}
        isEmpty={({ rows }) => rows.every(({ memberCount }) => memberCount === 0)}
        empty={
          <div className="card">
            <Empty title={say('none')}>{say('noneHint')}</Empty>
          </div>
        }
      >
        {({ rows }) => (
          <section className="card flush">
            <CohortTable rows={rows} isMonthly={period === 'month'} />
          </section>
        )}
      </Loaded>
    </Page>
  )
}
