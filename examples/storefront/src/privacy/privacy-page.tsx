import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { ConsentPanel } from './consent-panel.tsx'
import { DataPanel } from './data-panel.tsx'
import { DeletionPanel } from './deletion-panel.tsx'

/** What the member agreed to, their data, and the way out 隐私. */
export function PrivacyPage(): ReactElement {
  const { privacy } = useWords()
  return (
    <Page title={privacy.title} back>
      <MembersOnly hint={privacy.signInHint}>
        <ConsentPanel />
        <DataPanel />
        <DeletionPanel />
      </MembersOnly>
    </Page>
  )
}
