import type { CampaignTerms, Prize, Reward } from '../schema.ts'

/** All prizes of a campaign, those of the first places in front. */
export function prizesOf(terms: CampaignTerms): readonly Prize[] {
  if (terms.kind !== 'invite') return terms.prizes
  const { each, steps, friend } = terms
  return [...(each === null ? [] : [each]), ...steps.map(({ prize }) => prize), ...(friend === null ? [] : [friend])]
}

/** The most its prizes can be worth together. */
export function worthMinor(terms: CampaignTerms): number {
  return prizesOf(terms).reduce((sum, { valueMinor, quantity }) => sum + valueMinor * quantity, 0)
}

/** The prize of a place, from 1 on; undefined behind the last. */
export function prizeOfPlace(prizes: readonly Prize[], place: number): Prize | undefined {
  let last = 0
  return prizes.find(({ quantity }) => {
    last += quantity
    return place <= last
  })
}

/** How many places win. */
export function placeCount(prizes: readonly Prize[]): number {
  return prizes.reduce((sum, { quantity }) => sum + quantity, 0)
}

/** Whether only friends' first orders count. */
export function isFirstOnly(terms: CampaignTerms): boolean {
  return terms.kind === 'invite' || (terms.kind === 'leaderboard' && terms.by === 'first_orders')
}

/** The money in a reward. */
export function moneyIn(reward: Reward): number {
  return reward.kind === 'stored_value' ? reward.amountMinor : 0
}
