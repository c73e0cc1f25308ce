import { commerceEvents } from '@siyu/analytics'
import { QrCode, useReferral, useReferralLink } from '@siyu/react'
import { useTrack } from '@siyu/react/tracking'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { CopyRow } from '../pieces/copy-row.tsx'
import { Skeleton } from '../pieces/states.tsx'

/** The member's own link, as a code to scan and as text to send. */
export function LinkPanel(): ReactElement {
  const { invite: words } = useWords()
  const { code, url } = useReferralLink('/')
  const { data: referral } = useReferral()
  const track = useTrack()
  if (code === null || url === null) return <Skeleton rows={2} tall />
  const onCopy = (): void => track(commerceEvents.referralLinkShared, { share_via: 'copy', referral_code: code })
  return (
    <section className="panel invite" aria-label={words.link}>
      <p className="invite__lead">{words.lead}</p>
      <div className="invite__qr">
        <QrCode text={url} label={words.qr} />
      </div>
      <p className="invite__code">{words.code(code)}</p>
      <CopyRow url={url} words={words} testId="invite" onCopy={onCopy} />
      {referral?.referrerId != null && <p className="quiet">{words.cameByFriend}</p>}
    </section>
  )
}
