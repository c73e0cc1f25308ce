import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { Page } from '../../ui/page.tsx'
import { FlashSales } from './flash.tsx'
import { FriendCampaigns } from './friends.tsx'
import { GroupBuys } from './group.tsx'
import { Presales } from './presale.tsx'
import { campaignWords } from './words.ts'

/** Flash sales, presales, group buys and campaigns that bring friends: what there is, and how it goes. */
export function CampaignsPage(): ReactElement {
  const say = useSay(campaignWords)
  return (
    <Page title={say('title')} note={say('note')}>
      <FlashSales />
      <Presales />
      <GroupBuys />
      <FriendCampaigns />
    </Page>
  )
}
