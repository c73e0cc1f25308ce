import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Page } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Activities } from './activities-form.tsx'
import { Mall } from './mall.tsx'
import { ProgramForm } from './program-form.tsx'
import { Sharing } from './sharing-form.tsx'
import { pointsWords } from './words.ts'

/** How points are earned, spent and lost. */
export function PointsPage(): ReactElement {
  const say = useSay(pointsWords)
  const { queries } = useAdmin()
  const settings = useQuery(queries.points.settings())
  return (
    <Page title={say('title')} note={say('note')}>
      <Loaded read={settings}>{(data) => <ProgramForm initial={data} />}</Loaded>
      <div className="settings">
        <Mall />
      </div>
      <Activities />
      <Sharing />
    </Page>
  )
}
