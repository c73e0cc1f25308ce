import { type CampaignView, type DrawnEntry, drawOrder, isSeedOf, type Winner } from '@siyu/core/campaigns'
import { useErrorWords, useSiyu } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useWords } from '../language/language.tsx'

type CheckProps = { readonly campaign: CampaignView; readonly winners: readonly Winner[] }
/** The most numbers that are drawn again here. */
const MAX_PAGES = 100

/** Draws again on this device, with the published seed and all numbers, and says whether the same ones win. */
export function DrawCheck({ campaign, winners }: CheckProps): ReactElement | null {
  const { campaigns: words } = useWords()
  const siyu = useSiyu()
  const wordsFor = useErrorWords()
  const [said, setSaid] = useState<{ readonly isRight: boolean; readonly text: string } | null>(null)
  const { id: campaignId, seed, seedHash } = campaign
  if (seed === null || seedHash === null) return null
  const check = async (): Promise<void> => {
    const entries: DrawnEntry[] = []
    let cursor: string | undefined
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const { items, nextCursor } = await siyu.campaigns.entries({ campaignId, limit: 100, cursor })
      entries.push(...items)
      if (nextCursor === null) break
      cursor = nextCursor
    }
    const drawn = drawOrder(
      seed,
      entries.filter(({ isWithdrawn }) => !isWithdrawn),
    )
    const isRight =
      isSeedOf(seed, seedHash) && winners.every(({ entryId }, at) => entryId !== null && entryId === drawn[at]?.entryId)
    setSaid({ isRight, text: isRight ? words.drawRight(entries.length) : words.drawWrong })
  }
  return (
    <>
      <button
        type="button"
        className="button button--quiet"
        data-testid="draw-check"
        onClick={() => void check().catch((error: unknown) => setSaid({ isRight: false, text: wordsFor(error) }))}
      >
        {words.drawAgain}
      </button>
      {said !== null && (
        <p role="status" data-testid="draw-checked" data-right={said.isRight}>
          {said.text}
        </p>
      )}
    </>
  )
}
