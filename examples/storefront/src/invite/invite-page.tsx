import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { CommissionPanel } from './commission-panel.tsx'
import { LinkPanel } from './link-panel.tsx'
import { PosterPanel } from './poster-panel.tsx'
import { ReviewPanel } from './review-panel.tsx'
import { TeamPanel } from './team-panel.tsx'
import { WithdrawPanel } from './withdraw-panel.tsx'

/** Bringing friends: the link and the poster, what it earned, and who came. */
export function InvitePage(): ReactElement {
  const { invite: words, campaigns } = useWords()
  return (
    <Page title={words.title} back>
      <MembersOnly hint={words.signInHint}>
        <LinkPanel />
        <Link className="panel panel--text campaign-card" to="/campaigns" data-testid="go-campaigns">
          {campaigns.more} ›
        </Link>
        <PosterPanel />
        <CommissionPanel />
        <WithdrawPanel />
        <ReviewPanel />
        <TeamPanel />
      </MembersOnly>
    </Page>
  )
}
