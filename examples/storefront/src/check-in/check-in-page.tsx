import { isSiyuError } from '@siyu/core/kernel'
import { useCheckInStatus } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { CalendarPanel } from './calendar-panel.tsx'
import { TodayPanel } from './today-panel.tsx'

/** Checking in 签到: today's points, the days in a row, and the calendar. */
export function CheckInPage(): ReactElement {
  const { club } = useWords()
  return (
    <Page title={club.checkIn.title} back>
      <MembersOnly hint={club.checkIn.signInHint}>
        <CheckIn />
      </MembersOnly>
    </Page>
  )
}

function CheckIn(): ReactElement {
  const { checkIn: words } = useWords().club
  const { data, error, refetch } = useCheckInStatus()
  if (isSiyuError(error, 'activity_off')) return <Empty title={words.off} hint={words.offHint} />
  if (data === undefined) {
    return error === null ? <Skeleton rows={3} tall /> : <Problem error={error} onRetry={() => void refetch()} />
  }
  return (
    <>
      <TodayPanel status={data} />
      <CalendarPanel status={data} />
    </>
  )
}
